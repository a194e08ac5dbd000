//! What editors change while a publish is running.

use std::fs;

use chrono::DateTime;
use portal_app::text::Lang;
use portal_publisher::commands::publish::{Audience, PublishError};
use portal_publisher::output::embed::FrameShell;
use portal_publisher::output::page::PageParts;
use portal_publisher::output::page::shell::Shell;
use portal_publisher::output::search::parts::PartSizes;
use portal_publisher::output::{feeds, media, pages, search, share, sitemap};
use portal_publisher::release::Release;
use portal_publisher::release::making::{KEPT_OPEN, Looks, Making};
use portal_publisher::site::plan::Plan;
use portal_publisher::source::folder;
use portal_publisher::source::theme::Theme;

use super::release::{PICTURE, published, tree, with_picture};
use crate::published::AT;
use crate::workshop::Workshop;

/// The plan of a publish that has read everything, and written nothing yet.
fn plan(workshop: &Workshop) -> Plan {
    let at = DateTime::parse_from_rfc3339(AT).unwrap();
    Plan::new(folder::read(&workshop.content()).unwrap(), at, Audience::Public).unwrap()
}

fn begin(workshop: &Workshop) -> Release {
    let making = Making { compresses: false, rebuilds: false, lasts: true, keeps: KEPT_OPEN, looks: Looks::USUAL };
    Release::begin(&workshop.out(), making).unwrap()
}

#[test]
fn a_picture_that_is_replaced_cut_or_removed_is_told_and_not_published_under_its_old_hash() {
    let replaced = PICTURE.replace("M0 0", "M1 0");
    for text in [Some(replaced.as_str()), Some(PICTURE.split_at(40).0), Some(""), None] {
        let workshop = with_picture();
        workshop.publish();
        let before = published(&workshop);
        let (plan, release) = (plan(&workshop), begin(&workshop));
        let file = workshop.content().join("media/anh.svg");
        match text {
            Some(text) => fs::write(&file, text).unwrap(),
            None => fs::remove_file(&file).unwrap(),
        }
        let error = PublishError::from(media::write(&plan, &release.files).unwrap_err());
        release.abandon();
        for (lang, again) in [(Lang::Vi, "Hãy đăng lại"), (Lang::En, "Publish again")] {
            let told = error.told(lang);
            assert!(told.contains("media/anh.svg") && told.contains(again), "{text:?}: {told}");
        }
        assert!(published(&workshop) == before, "{text:?}");
    }
}

/// Texts are read once, before anything is written: all that is made of them is of what was read then.
#[test]
fn a_text_that_is_changed_or_removed_is_published_as_it_was_read() {
    let workshop = with_picture();
    let written = |meanwhile: &dyn Fn()| {
        let (plan, release) = (plan(&workshop), begin(&workshop));
        let theme = Theme::read(&workshop.content().join("theme")).unwrap();
        let shell = Shell::read(&workshop.app(), &theme).unwrap();
        let frames = FrameShell::read(&workshop.app(), &theme, shell.frame_script.as_ref()).unwrap();
        meanwhile();
        let parts = PageParts { shell: &shell, theme: &theme, pictures: None };
        pages::write(&plan, &release.files, &parts, &frames).unwrap();
        feeds::write(&plan, &release.files).unwrap();
        sitemap::write(&plan, &release.files).unwrap();
        share::write(&plan, &release.files, None).unwrap();
        search::write(&plan, &release.files, PartSizes::default()).unwrap();
        media::write(&plan, &release.files).unwrap();
        let files = tree(&workshop.releases().join(".staging/www"));
        release.abandon();
        files
    };
    let undisturbed = written(&|| {});
    for file in ["index.html", "tin-tuc/bai-aaaa02-aaaa02/index.html", "rss.xml", "sitemap.xml", "pagefind/pagefind.js"]
    {
        assert!(undisturbed.contains_key(file), "{file} is not written here");
    }
    let disturbed = written(&|| {
        workshop.write_article("aaaa01", "published_at = \"2021-03-12\"\ntitle = \"Khác\"");
        fs::remove_file(workshop.content().join("articles/aaaa02.md")).unwrap();
        fs::write(workshop.content().join("site.toml"), "").unwrap();
    });
    let names = undisturbed.keys().chain(disturbed.keys());
    let other = names.filter(|name| undisturbed.get(*name) != disturbed.get(*name)).collect::<Vec<_>>();
    assert_eq!(other, Vec::<&String>::new());
}
