//! What comes of a WordPress that answers well.

use serde_json::json;

use super::fake::{Fake, address_of, medium};

#[test]
fn posts_and_pages_are_published_with_their_pictures_links_and_old_addresses() {
    let fake = Fake::start();
    fake.edit(1, |post| {
        let picture = "<figure class=\"wp-block-image\"><img class=\"wp-image-31\" src=\"/wp-content/uploads/anh-300x200.svg\" \
                       alt=\"\" /><figcaption>Ảnh trong bài</figcaption></figure>";
        post["content"]["rendered"] =
            format!("<p>Xem <a href=\"{}/2021/b%C3%A0i-2-xong/\">bài kia</a>.</p></p>{picture}<script>bad()</script>", fake.url).into();
        post["featured_media"] = 31.into();
        post["excerpt"]["rendered"] = "<p>Tóm tắt do người viết.</p>".into();
        post["sticky"] = true.into();
    });
    let site = fake.publish();
    let address = address_of(&site, "bai-1-xong").unwrap();
    let text = site.text(&format!("{address}index.html"));
    for shown in ["Bài 1 “thử”", "Ảnh trong bài", "Tóm tắt do người viết.", "Ban biên tập", "Cải cách &amp; việc"]
    {
        assert!(text.contains(shown), "{shown}: {text}");
    }
    assert!(text.contains(&address_of(&site, "bai-2-xong").unwrap()), "{text}");
    assert!(text.contains("/media/anh-") && !text.contains("bad()") && !text.contains(&fake.url), "{text}");
    assert!(address_of(&site, "bai-12-xong").is_some());
    assert!(site.files().iter().any(|file| file == "trang/bai-21-xong/index.html"), "{:?}", site.files());
    let home = site.text("index.html");
    assert!(home.find("Bài 1 “thử”") < home.find("Bài 12 “thử”"), "the sticky post leads: {home}");
}

#[test]
fn nothing_that_is_not_for_everybody_gets_into_the_site() {
    let fake = Fake::start();
    for (id, status) in [(1, "draft"), (2, "private"), (3, "future"), (4, "trash")] {
        fake.edit(id, |post| {
            post["status"] = status.into();
            post["content"]["rendered"] = "<p>bimat</p>".into();
        });
    }
    fake.edit(5, |post| post["categories"] = json!([3]));
    fake.edit(6, |post| post["content"] = json!({ "rendered": "", "protected": true }));
    // A file that no published text names.
    fake.change(|has| {
        has.media.insert(32, medium(&fake.url, 32, "bimat"));
        has.files.insert("/wp-content/uploads/bimat.svg".to_owned(), "<svg>bimat</svg>".to_owned());
    });
    let said = fake.sync(&[]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.out.contains("6 bài viết, 2 trang, 0 tệp"), "{}", said.out);
    assert!(said.err.contains("\"noi-bo\""), "{}", said.err);
    let site = fake.workshop.publish();
    for slug in ["bai-1-xong", "bai-2-xong", "bai-3-xong", "bai-4-xong", "bai-5-xong", "bai-6-xong"] {
        assert_eq!(address_of(&site, slug), None, "{slug}");
    }
    for file in site.files() {
        assert!(!String::from_utf8_lossy(&site.bytes(&file)).contains("bimat"), "{file}");
    }
}

#[test]
fn what_has_not_changed_is_not_read_again_and_the_store_stays() {
    let fake = Fake::start();
    fake.publish();
    let before = fake.state();
    fake.asked();
    let said = fake.sync(&[]);
    assert!(said.out.contains("không có gì thay đổi"), "{}", said.out);
    assert!(fake.asked().iter().all(|asked| !asked.contains("include")));
    assert_eq!(fake.state(), before);
    fake.sync(&["--full"]);
    assert!(fake.asked().iter().any(|asked| asked.contains("include")));
    assert_eq!(fake.state(), before, "the same posts give the same bytes");
}

#[test]
fn an_edit_is_read_alone_and_published() {
    let fake = Fake::start();
    fake.publish();
    fake.asked();
    fake.edit(3, |post| post["content"]["rendered"] = "<p>Lời mới.</p>".into());
    let site = fake.publish();
    let asked = fake.asked();
    let read = asked.iter().filter(|asked| asked.contains("include")).collect::<Vec<_>>();
    assert!(matches!(read.as_slice(), [only] if only.contains("include=3")), "{read:?}");
    assert!(site.text(&format!("{}index.html", address_of(&site, "bai-3-xong").unwrap())).contains("Lời mới."));
}

#[test]
fn a_caption_and_a_picture_that_were_changed_arrive_though_the_post_has_not() {
    let fake = Fake::start();
    fake.edit(1, |post| post["featured_media"] = 31.into());
    let site = fake.publish();
    let page =
        |site: &crate::published::Site| site.text(&format!("{}index.html", address_of(site, "bai-1-xong").unwrap()));
    assert!(page(&site).contains("Chú thích cũ"));
    let picture = || fake.state().into_keys().find(|file| file.starts_with("media/")).unwrap();
    let before = picture();
    fake.change(|has| {
        let picture = has.media.get_mut(&31).unwrap();
        picture["caption"]["rendered"] = "<p>Chú thích mới</p>".into();
        picture["modified_gmt"] = "2021-05-01T00:00:00".into();
        let file = has.files.get_mut("/wp-content/uploads/anh.svg").unwrap();
        *file = file.replace("0 0 4 3", "0 0 8 6");
    });
    let site = fake.publish();
    assert!(page(&site).contains("Chú thích mới") && !page(&site).contains("Chú thích cũ"));
    assert_ne!(picture(), before);
}

#[test]
fn what_is_deleted_hidden_or_in_no_section_any_more_is_gone_from_the_site() {
    let fake = Fake::start();
    fake.publish();
    let is_there = |site: &crate::published::Site, id: u64| {
        let is_named = site.documents().iter().any(|(_, text)| text.contains(&format!("Bài {id} “thử”")));
        (address_of(site, &format!("bai-{id}-xong")).is_some(), is_named)
    };
    fake.change(|has| drop(has.posts.remove(&1)));
    let site = fake.publish();
    assert_eq!((is_there(&site, 1), is_there(&site, 2)), ((false, false), (true, true)));
    fake.change(|has| has.posts.get_mut(&2).unwrap()["status"] = "private".into());
    assert_eq!(is_there(&fake.publish(), 2), (false, false));
    fake.edit(3, |post| post["content"] = json!({ "rendered": "", "protected": true }));
    assert_eq!(is_there(&fake.publish(), 3), (false, false));
    fake.edit(4, |post| post["categories"] = json!([3]));
    assert_eq!(is_there(&fake.publish(), 4), (false, false));
    // The category itself, though no post has changed.
    fake.edit(5, |post| post["categories"] = json!([2]));
    fake.publish();
    fake.change(|has| drop(has.categories.remove(&2)));
    assert_eq!(is_there(&fake.publish(), 5), (false, false));
    assert_eq!(is_there(&fake.publish(), 6), (true, true));
}

#[test]
fn texts_of_the_folder_win_and_a_text_with_a_fault_is_left_out_alone() {
    let fake = Fake::start();
    let own = "+++\ntitle = \"Trang của mình\"\n+++\nLời của mình.\n";
    crate::published::write_files(&fake.workshop.content(), &[("pages/bai-21-xong.md", own)]);
    fake.change(|has| has.posts.get_mut(&1).unwrap()["title"]["rendered"] = "".into());
    fake.edit(2, |post| {
        post["content"]["rendered"] = "<p>[the_x y=”1″]Chữ <a href=\"https://a:b@c.example\">nối</a></p><b>đậm".into()
    });
    let said = fake.sync(&[]);
    assert!(said.err.contains("/2021/b%c3%a0i-1-xong/") && said.err.contains("[the_x y=”1″]"), "{}", said.err);
    let site = fake.workshop.publish();
    assert!(site.text("trang/bai-21-xong/index.html").contains("Lời của mình."));
    assert_eq!(address_of(&site, "bai-1-xong"), None);
    let text = site.text(&format!("{}index.html", address_of(&site, "bai-2-xong").unwrap()));
    assert!(text.contains("Chữ nối") && !text.contains("the_x") && !text.contains("c.example"), "{text}");
    // An old address that the folder has.
    fake.workshop.write_article("cuaminh", "published_at = \"2021-01-01\"\naliases = [\"/2021/bài-3-xong/\"]");
    assert!(address_of(&fake.workshop.publish(), "bai-3-xong").is_some());
}

#[test]
fn what_would_be_read_is_told_without_reading_it() {
    let fake = Fake::start();
    fake.edit(1, |post| post["categories"] = json!([3]));
    let said = fake.run("check", &["--sources"]);
    assert_eq!(said.code, Some(0), "{}", said.out);
    assert!(said.out.contains("wp: bài viết: con 11, cha 0; bỏ qua 1; 2 trang; 1 tệp"), "{}", said.out);
    assert!(!fake.store().exists());
    fake.change(|has| has.categories.get_mut(&2).unwrap()["slug"] = "thong-bao-moi".into());
    let said = fake.run("check", &["--sources"]);
    assert!(said.out.contains("\"thong-bao\"") && said.out.contains("`thong-bao-moi`"), "{}", said.out);
}
