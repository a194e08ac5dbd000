//! What an upload leaves in the bucket, and in which order.

use std::fs;

use hyper::{Method, StatusCode};
use portal_publisher::storage::Upload;
use portal_publisher::storage::lease::Patience;

use super::bucket_site::{BucketSite, missing};
use super::server::{BUCKET, Storage, Write};
use crate::published::EMBEDDED;
use crate::publishing::release::tree;

/// The objects that were written, in their order: the lock and the record left out.
fn written(writes: &[Write]) -> Vec<&str> {
    let puts = writes.iter().filter(|write| write.method == Method::PUT);
    puts.map(|write| &*write.key).filter(|key| !key.contains(".portal-upload/")).collect()
}

/// Of two objects, whether the first came first.
fn comes_before(written: &[&str], one: &str, other: &str) -> bool {
    let place = |part: &str| written.iter().position(|key| key.contains(part)).unwrap_or_else(|| panic!("{part}"));
    place(one) < place(other)
}

#[test]
fn the_first_upload_brings_all_of_it_with_its_headers() {
    let (storage, site) = (Storage::start(), BucketSite::new(""));
    let done = site.upload(&storage).unwrap();
    site.check_complete(&storage, "first");
    site.check_names(&storage, "first");
    assert_eq!((done.written, done.removed, done.unchanged), (site.objects(&storage).len(), 0, 0));
    assert_eq!(site.purge(), Vec::<String>::new(), "no cache holds anything of it");
    let writes = storage.writes();
    let of = |end: &str| {
        let write = writes.iter().find(|write| write.key.ends_with(end)).unwrap_or_else(|| panic!("{end}"));
        (&*write.content_type, &*write.cache_control)
    };
    let (page, forever) = ("text/html; charset=utf-8", "public, max-age=31536000, immutable");
    assert_eq!(of("aaaa01/index.html"), (page, "no-cache"));
    assert_eq!(of("tin-cu/bai-1.aspx"), (page, "no-cache"));
    assert_eq!(of("_bg.wasm"), ("application/wasm", forever));
    assert_eq!(of("site.json"), ("application/json; charset=utf-8", "public, max-age=60"));
    assert_eq!(of("rss.xml"), ("application/rss+xml; charset=utf-8", "public, max-age=300"));
    assert_eq!(of("sitemap.xml"), ("application/xml; charset=utf-8", "public, max-age=3600"));
    assert_eq!(of("/sw.js").1, "no-cache");
    assert!(!writes.iter().any(|write| write.key.contains("Default")), "an address with a query is no object");
    assert!(!storage.objects().contains_key(".portal-upload/lock.json"), "the next one is let in at once");
}

#[test]
fn what_has_not_changed_is_not_sent_and_an_edit_sends_what_it_changes_in_order() {
    let (storage, site) = (Storage::start(), BucketSite::new(""));
    site.upload(&storage).unwrap();
    storage.writes();
    storage.requests();
    site.workshop.publish();
    let done = site.upload(&storage).unwrap();
    assert_eq!(
        (done.written, storage.writes(), storage.requests()),
        (0, Vec::new(), 1),
        "it asks for the record alone"
    );
    site.workshop.write_article("aaaa04", "published_at = \"2021-03-15\"");
    site.workshop.write_article("aaaa02", "published_at = \"2021-03-13\"\ntitle = \"Bài hai\"\nslug = \"bai-aaaa02\"");
    site.workshop.publish();
    let told = site.upload_or_tell(&storage, true).unwrap();
    assert_eq!(storage.writes(), Vec::new(), "it only tells");
    let done = site.upload(&storage).unwrap();
    assert_eq!(
        (told.written, told.bytes, told.removed, told.purge),
        (done.written, done.bytes, done.removed, done.purge)
    );
    site.check_complete(&storage, "edit");
    let writes = storage.writes();
    let written = written(&writes);
    assert_eq!(written.len(), done.written);
    assert!(!written.iter().any(|key| key.contains("404.html") || key.starts_with("assets/")), "{written:?}");
    for changed in ["bai-aaaa02-aaaa02/index.html", "tin-moi/index.html", "latest/newest.json"] {
        assert!(comes_before(&written, "aaaa04/index.html", changed), "{written:?}");
        assert!(comes_before(&written, changed, "sitemap.xml"), "{written:?}");
        assert!(comes_before(&written, changed, "rss.xml"), "{written:?}");
    }
    let purge = site.purge();
    for (address, is_in) in [
        ("/", true),
        ("/tin-moi/", true),
        ("/tin-tuc/bai-aaaa02-aaaa02/", true),
        ("/sitemap.xml", true),
        ("/tin-tuc/bai-aaaa04-aaaa04/", false),
        ("/404.html", false),
    ] {
        assert_eq!(purge.iter().any(|found| found == address), is_in, "{address}: {purge:?}");
    }
    let listed = written.iter().filter(|key| !key.contains("aaaa04")).map(|key| format!("/{key}"));
    let mut listed = listed.map(|key| key.strip_suffix("index.html").unwrap_or(&key).to_owned()).collect::<Vec<_>>();
    listed.sort();
    assert_eq!(purge, listed, "what was there and is another thing, nothing else");
}

#[test]
fn what_is_taken_back_goes_last_and_others_objects_stay() {
    let (storage, site) = (Storage::start(), BucketSite::new("tinh/"));
    let others = [("tinh/cua-nguoi-khac.pdf", "a"), ("khac/index.html", "b"), ("tinh2/index.html", "c")];
    for (key, text) in others {
        crate::published::write_files(&storage.bucket(), &[(key, text)]);
    }
    site.upload(&storage).unwrap();
    fs::remove_file(site.workshop.content().join("articles/aaaa01.md")).unwrap();
    site.workshop.publish();
    storage.writes();
    let done = site.upload(&storage).unwrap();
    assert!(done.removed >= 2, "its page and its document: {done:?}");
    let writes = storage.writes();
    let last_put =
        writes.iter().rposition(|write| write.method == Method::PUT && !write.key.contains(".portal-upload/"));
    let removal = writes.iter().position(|write| write.method == Method::POST && write.key.is_empty());
    assert!(last_put < removal, "{writes:?}");
    let purge = site.purge();
    assert!(purge.contains(&"/tin-tuc/bai-aaaa01-aaaa01/".to_owned()), "{purge:?}");
    assert!(purge.contains(&"/tin-cu/bai-1.aspx".to_owned()), "{purge:?}");
    let objects = storage.objects();
    assert!(others.iter().all(|(key, text)| objects[*key] == text.as_bytes()));
    assert!(!objects.keys().any(|key| key.contains("aaaa01")), "all of it is gone");
    site.check_names(&storage, "taken back");
}

#[test]
fn a_file_in_the_place_of_a_page_is_replaced_and_told_to_caches() {
    let (storage, site) = (Storage::start(), BucketSite::new(""));
    crate::published::write_files(&storage.bucket(), &[("index.html", "<h1>It works!</h1>")]);
    site.upload(&storage).unwrap();
    site.check_complete(&storage, "replaced");
    assert_eq!(site.purge(), ["/"]);
}

#[test]
fn what_was_rolled_back_is_rolled_back_there_too() {
    let (storage, site) = (Storage::start(), BucketSite::new(""));
    site.upload(&storage).unwrap();
    let first = site.objects(&storage);
    site.workshop.write_article("aaaa04", "published_at = \"2021-03-15\"");
    site.workshop.publish();
    site.upload(&storage).unwrap();
    portal_publisher::release::rollback(&site.workshop.out()).unwrap();
    site.upload(&storage).unwrap();
    assert!(site.objects(&storage) == first);
    assert!(site.purge().contains(&"/tin-tuc/bai-aaaa04-aaaa04/".to_owned()));
}

#[test]
fn two_sites_have_one_bucket() {
    let (storage, one, two) = (Storage::start(), BucketSite::new("mot/"), BucketSite::new("hai/"));
    two.workshop.write_article("aaaa05", "published_at = \"2021-03-15\"");
    two.workshop.publish();
    for site in [&one, &two] {
        site.upload(&storage).unwrap();
    }
    fs::remove_file(one.workshop.content().join("articles/aaaa03.md")).unwrap();
    one.workshop.publish();
    one.upload(&storage).unwrap();
    assert!(!one.objects(&storage).keys().any(|path| path.contains("aaaa03")));
    for site in [&one, &two] {
        let mut objects = site.objects(&storage);
        assert!(objects.remove("tin-cu/bai-1.aspx").is_some());
        assert_eq!(objects.into_keys().collect::<Vec<_>>(), site.files().into_keys().collect::<Vec<_>>());
    }
}

#[test]
fn without_its_record_everything_is_compared_and_nothing_is_sent_twice() {
    let (storage, site) = (Storage::start(), BucketSite::new("tinh/"));
    site.upload(&storage).unwrap();
    fs::remove_file(site.workshop.content().join("articles/aaaa02.md")).unwrap();
    site.workshop.write_article("aaaa03", "published_at = \"2021-03-14\"\ntitle = \"Bài ba\"\nslug = \"bai-aaaa03\"");
    site.workshop.publish();
    let told = site.upload_or_tell(&storage, true).unwrap();
    let record = storage.bucket().join("tinh/.portal-upload/record.json");
    let kept = storage.kept();
    for damage in [None, Some(&b"{\"version\":1,\"ori"[..]), Some(b"")] {
        storage.put_back(&kept);
        match damage {
            None => fs::remove_file(&record).unwrap(),
            Some(bytes) => fs::write(&record, bytes).unwrap(),
        }
        crate::published::write_files(&storage.bucket(), &[("tinh/cua-nguoi-khac.pdf", "a")]);
        storage.writes();
        let done = site.upload(&storage).unwrap();
        assert_eq!((done.written, done.removed, done.purge), (told.written, told.removed, told.purge));
        let mut objects = storage.objects();
        assert!(objects.remove("tinh/cua-nguoi-khac.pdf").is_some());
        assert!(!objects.keys().any(|key| key.contains("aaaa02")));
        assert_eq!(site.upload(&storage).unwrap().written, 0);
    }
}

#[test]
fn a_whole_site_goes_there_with_all_it_has() {
    let (storage, site) = (Storage::start(), &EMBEDDED);
    let (to, settings) = (format!("s3://{BUCKET}").parse().unwrap(), storage.settings());
    let patience = Patience::default();
    let upload = Upload { out: &site.root, to: &to, settings: &settings, patience, only_tells: false };
    let done = upload.run().unwrap();
    let objects = storage.objects();
    assert_eq!(missing(&objects), Vec::<String>::new());
    let files = tree(&site.root);
    let other = files.iter().filter(|(path, bytes)| objects.get(*path) != Some(*bytes)).map(|(path, _)| path);
    assert_eq!(other.collect::<Vec<_>>(), Vec::<&String>::new());
    assert!(done.written >= files.len() && objects.len() == done.written + 1, "{done:?}, and the record");
    assert_eq!(upload.run().unwrap().written, 0);
}

#[test]
fn a_long_file_is_sent_in_parts_and_one_that_was_changed_is_not_sent() {
    let (storage, site) = (Storage::start(), BucketSite::new(""));
    let film = (0..12_000_000_u32).map(|number| (number % 251) as u8).collect::<Vec<_>>();
    let media = site.workshop.content().join("media");
    fs::create_dir_all(&media).unwrap();
    fs::write(media.join("phim.mp4"), &film).unwrap();
    site.workshop.write_article("aaaa06", "published_at = \"2021-03-15\"");
    let article = site.workshop.content().join("articles/aaaa06.md");
    let text = fs::read_to_string(&article).unwrap();
    fs::write(&article, format!("{text}\n[Phim](/media/phim.mp4)\n")).unwrap();
    site.workshop.publish();
    let (path, _) = site.files().into_iter().find(|(path, _)| path.ends_with(".mp4")).unwrap();
    let file = site.workshop.out().join(&path);
    fs::remove_file(&file).unwrap();
    fs::write(&file, film.iter().map(|byte| byte ^ 1).collect::<Vec<_>>()).unwrap();
    let error = site.upload(&storage).unwrap_err().to_string();
    assert!(error.contains("is not what was published") && error.contains(".mp4"), "{error}");
    assert!(!storage.objects().keys().any(|key| key.ends_with(".mp4")), "nothing of it is there");
    fs::write(&file, &film).unwrap();
    site.upload(&storage).unwrap();
    assert!(storage.objects()[&path] == film);
    assert!(storage.writes().iter().any(|write| write.method == Method::POST && write.key == path), "in parts");
    site.check_complete(&storage, "film");
}

#[test]
fn the_command_publishes_and_brings_it_to_the_bucket() {
    let (storage, site) = (Storage::start(), BucketSite::new("tinh/"));
    let run = |arguments: &[&str]| {
        let workshop = &site.workshop;
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_portal"));
        command.args(arguments).arg("--out").arg(workshop.out()).envs(storage.variables());
        if arguments[0] == "publish" {
            command.args(["--at", "now", "--content"]).arg(workshop.content()).arg("--app").arg(workshop.app());
        }
        let output = command.args(["--to", &format!("s3://{BUCKET}/tinh"), "--lang", "en"]).output().unwrap();
        let told = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
        (output.status.success(), told)
    };
    let (is_done, [told, errors]) = run(&["publish", "--no-share-pictures", "--no-compression"]);
    assert!(is_done && told.contains("brought release 2 to s3://cong-thong-tin/tinh: "), "{told}{errors}");
    site.check_complete(&storage, "published");
    let (is_done, [told, errors]) = run(&["upload", "--dry-run"]);
    assert!(is_done && told.contains("would do: 0 objects written (0 kB), 0 removed, "), "{told}{errors}");
    storage.answer(Some((StatusCode::FORBIDDEN, "AccessDenied")));
    let (is_done, [_, errors]) = run(&["upload"]);
    assert!(!is_done && errors.contains("reading is refused (AccessDenied)"), "{errors}");
}
