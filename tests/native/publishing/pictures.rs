//! The forms of pictures: what is made of them, what of it is shown where, and that it is made once.

use std::collections::BTreeMap;
use std::fs;
use std::time::SystemTime;

use portal_fixtures::photographs::{SECRET, damaged_png, gif, jpeg, notes, press_jpeg};
use portal_publisher::commands::publish::{PublishOptions, publish};
use url::Url;

use crate::published::Site;
use crate::publishing::pages::all;
use crate::workshop::Workshop;

/// An article that leads with a photograph and has others in its body: of a phone, one that moves, one for a printing press,
/// one that is damaged.
fn workshop() -> Workshop {
    let image = "image = { src = \"hop.jpg\", alt = \"Cuộc họp\" }";
    let workshop = Workshop::new(&[("aaaa01", &format!("published_at = \"2021-03-12\"\n{image}"))]);
    let article = workshop.content().join("articles/aaaa01.md");
    let text = fs::read_to_string(&article).unwrap();
    fs::write(&article, format!("{text}\n![Phim](phim.gif)\n\n![In](in.jpg)\n\n![Hỏng](hong.png)\n")).unwrap();
    let media = workshop.content().join("media");
    fs::create_dir_all(&media).unwrap();
    for (name, content) in [
        ("hop.jpg", jpeg(1000, 700, Some(&notes(6)), None)),
        ("phim.gif", gif(200, 100, 2)),
        ("in.jpg", press_jpeg(300, 200)),
        ("hong.png", damaged_png(100, 80)),
        ("xa.jpg", jpeg(1101, 700, None, None)),
        ("khong-ai-dung.jpg", jpeg(600, 400, None, None)),
    ] {
        fs::write(media.join(name), content).unwrap();
    }
    workshop
}

fn kept(workshop: &Workshop) -> BTreeMap<String, SystemTime> {
    let entries = walkdir::WalkDir::new(workshop.releases().join(".pictures")).into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file() && entry.file_name() != "made.json");
    let time = |entry: &walkdir::DirEntry| entry.metadata().unwrap().modified().unwrap();
    files.map(|entry| (entry.path().display().to_string(), time(&entry))).collect()
}

fn on_disk(site: &Site, src: &str) -> Vec<u8> {
    fs::read(site.root.join(src.trim_start_matches('/'))).unwrap_or_else(|error| panic!("{src}: {error}"))
}

#[test]
fn a_phone_is_offered_smaller_forms_of_a_photograph() {
    let workshop = workshop();
    let published = publish(&workshop.options()).unwrap();
    let told = published.warnings.iter().map(|problem| (problem.file.file_name().unwrap(), problem.message.as_str()));
    let told = told.filter(|(_, message)| message.contains("phones are sent")).collect::<Vec<_>>();
    assert_eq!(
        told,
        [
            ("hong.png".as_ref(), "parts of the picture cannot be read, so phones are sent all of it"),
            ("in.jpg".as_ref(), "the picture has colours that are not for screens, so phones are sent all of it"),
        ]
    );
    let site = Site { root: workshop.out() };
    let document = site.json("articles/aaaa01.json");
    let image = &document["image"];
    let sources = image["sources"].as_array().unwrap();
    let found =
        sources.iter().map(|source| (source["media_type"].as_str().unwrap(), source["width"].as_u64().unwrap()));
    assert_eq!(found.collect::<Vec<_>>(), [("image/webp", 480), ("image/webp", 700), ("image/jpeg", 700)]);
    let whole = on_disk(&site, image["src"].as_str().unwrap());
    for source in sources {
        let form = on_disk(&site, source["src"].as_str().unwrap());
        let size = imagesize::blob_size(&form).unwrap();
        assert_eq!(size.width as u64, source["width"].as_u64().unwrap());
        assert_eq!(size.height, (size.width * 10).div_ceil(7), "upright, 700 wide and 1000 high");
        assert!(form.len() < whole.len());
        assert!(!form.windows(SECRET.len()).any(|window| window == SECRET));
    }
    for block in document["body"].as_array().unwrap() {
        assert_eq!(block["image"].get("sources"), None, "{block}");
    }
    let page = site.page(document["path"].as_str().unwrap());
    let [offered] = all(&page, "picture > source")[..] else { panic!("{}", page.html()) };
    assert_eq!(offered.attr("type"), Some("image/webp"));
    assert_eq!(offered.attr("srcset").unwrap().matches(".webp ").count(), 2);
    let shown = all(&page, "picture > img")[0];
    assert_eq!((shown.attr("width"), shown.attr("height")), (Some("700"), Some("1000")));
    assert!(shown.attr("src").unwrap().ends_with("-700.jpg"));
    assert_eq!(shown.attr("fetchpriority"), Some("high"));
}

#[test]
fn a_form_is_made_once_whatever_else_is_published() {
    let workshop = workshop();
    workshop.publish();
    let first = kept(&workshop);
    assert_eq!(first.len(), 3, "{first:?}");
    workshop.write_article("aaaa02", "published_at = \"2021-03-13\"");
    workshop.publish();
    // Also where every release is gone.
    fs::remove_dir_all(workshop.releases().join("1")).unwrap();
    workshop.publish();
    assert_eq!(kept(&workshop), first);
    publish(&PublishOptions { rebuilds: true, ..workshop.options() }).unwrap();
    let rebuilt = kept(&workshop);
    assert_eq!(rebuilt.keys().collect::<Vec<_>>(), first.keys().collect::<Vec<_>>());
    assert_ne!(rebuilt, first, "made anew");
}

#[test]
fn feeds_and_previews_of_links_have_the_plain_form() {
    let workshop = workshop();
    let image = "image = { src = \"xa.jpg\", alt = \"Núi\" }";
    workshop.write_article("aaaa02", &format!("published_at = \"2021-03-13\"\n{image}"));
    let site = workshop.publish();
    let feed = site.text("rss.xml");
    assert!(feed.contains("-700.jpg\"") && feed.contains("type=\"image/jpeg\""), "{feed}");
    let page = site.page(site.json("articles/aaaa01.json")["path"].as_str().unwrap());
    let [picture] = all(&page, "meta[property='og:image']")[..] else { panic!("{}", page.html()) };
    assert!(picture.attr("content").is_some_and(|address| address.ends_with("-700.jpg")));
    let page = site.page(site.json("articles/aaaa02.json")["path"].as_str().unwrap());
    let told = |name: &str| {
        let [tag] = all(&page, &format!("meta[property='og:image{name}']"))[..] else { panic!("{}", page.html()) };
        tag.attr("content").unwrap()
    };
    let address = Url::parse(told("")).unwrap();
    let size = imagesize::blob_size(&on_disk(&site, address.path())).unwrap();
    assert_eq!((told(":width"), told(":height")), ("1080", "687"));
    assert_eq!((size.width, size.height), (1080, 687));
}

#[test]
fn displays_keep_one_form_of_a_picture() {
    let workshop = workshop();
    let site = workshop.publish();
    let edition = site.text("kiosk/edition.json");
    assert!(edition.contains("-700.webp\""), "{edition}");
    for other in ["-480.webp", "-700.jpg", "/media/hop-"] {
        let times = edition.matches(other).count();
        assert_eq!(times, usize::from(other == "/media/hop-"), "{other}: {edition}");
    }
}
