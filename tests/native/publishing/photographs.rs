//! Photographs as cameras and telephones store them: turned, and with the place where they were taken.

use sha2::{Digest, Sha256};

use crate::published::write_files;
use crate::workshop::Workshop;

/// A photograph of 300 × 200 pixels that is stored lying on its side; what its EXIF and XMP say of its place is at the
/// end of each.
fn photograph() -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x02".to_vec();
    exif.extend(b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0"); // orientation 6
    exif.extend(b"\x88\x25\0\x04\0\0\0\x01\0\0\0\x26\0\0\0\0"); // the place is at 38
    exif.extend(b"\0\x01\0\x1b\0\x02\0\0\0\x0c\0\0\0\x38\0\0\0\0KIN-LAI-CHAU");
    let xmp = b"http://ns.adobe.com/xap/1.0/\0<x exif:GPSLatitude='KIN-22,23N'/>";
    let mut jpeg = b"\xff\xd8".to_vec();
    for notes in [exif.as_slice(), xmp] {
        jpeg.extend(b"\xff\xe1");
        jpeg.extend(u16::try_from(notes.len() + 2).unwrap().to_be_bytes());
        jpeg.extend(notes);
    }
    jpeg.extend(b"\xff\xc0\0\x0b\x08\0\xc8\x01\x2c\x01\x01\x11\0"); // 200 high, 300 wide
    jpeg.extend(b"\xff\xda\0\x02pixels\xff\xd9");
    jpeg
}

#[test]
fn a_photograph_is_upright_and_tells_no_place() {
    let image = "image = { src = \"ANH.jfif\", alt = \"\" }";
    let workshop = Workshop::new(&[("aaaa01", &format!("published_at = \"2021-03-12\"\n{image}"))]);
    std::fs::create_dir_all(workshop.content().join("media")).unwrap();
    std::fs::write(workshop.content().join("media/Anh.JFIF"), photograph()).unwrap();
    let site = workshop.publish();
    let document = site.json("articles/aaaa01.json");
    assert_eq!((&document["image"]["width"], &document["image"]["height"]), (&200.into(), &300.into()));
    let src = document["image"]["src"].as_str().unwrap();
    let published = std::fs::read(workshop.out().join(src.trim_start_matches('/'))).unwrap();
    let text = String::from_utf8_lossy(&published);
    assert!(text.contains("pixels") && !text.contains("KIN-"), "{text}");
    assert_eq!(published.len(), photograph().len());
    let hash = Sha256::digest(&published).iter().take(4).map(|byte| format!("{byte:02x}")).collect::<String>();
    assert_eq!(src, format!("/media/anh-{hash}.jpg"));
}

#[test]
fn a_link_to_a_page_of_a_document_leads_to_it() {
    let workshop = Workshop::new(&[]);
    let body = "Xem [trang 2](<Kế hoạch 50%20 (1).pdf#page=2>) hay [cả tệp](/media/K%E1%BA%BF%20ho%E1%BA%A1ch%2050%2520%20(1).PDF?v=1).";
    let text = format!(
        "+++\nid = \"aaaa01\"\ntitle = \"Bài\"\nsection = \"con\"\npublished_at = \"2021-03-12\"\n+++\n{body}\n"
    );
    write_files(&workshop.content(), &[("articles/a.md", text.as_str()), ("media/Kế hoạch 50%20 (1).pdf", "%PDF-1.4")]);
    let document = workshop.publish().json("articles/aaaa01.json");
    let spans = document["body"][0]["spans"].as_array().unwrap();
    let links = spans.iter().filter_map(|span| span["href"].as_str()).collect::<Vec<_>>();
    let [place, whole] = links.as_slice() else { panic!("{document}") };
    assert_eq!(*place, format!("{whole}#page=2"));
    assert!(workshop.out().join(whole.trim_start_matches('/')).exists(), "{whole}");
}
