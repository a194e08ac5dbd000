//! A real WordPress, as Debian packages it: `tests/wordpress` starts it, fills it and changes it.

use std::collections::BTreeSet;

use super::rig::WordPress;
use super::source::{name_source, publish, run};
use crate::published::{Site, files_below};
use crate::workshop::Workshop;

/// The categories of the fill that are taken; `khong-lay` is not.
const SECTIONS: [(&str, &str); 6] = [
    ("tin-tuc-su-kien", "cha"),
    ("xay-dung-chinh-quyen-va-cong-tac-thanh-nien", "con"),
    ("van-ban", "con"),
    ("thong-bao", "con"),
    ("chuyên-mục-cũ", "con"),
    ("chua-duoc-phan-loai", "cha"),
];

/// A content folder of a WordPress.
fn folder_of(wordpress: &WordPress) -> Workshop {
    let workshop = Workshop::new(&[]);
    name_source(&workshop, wordpress.url(), &SECTIONS);
    workshop
}

/// Whether anything that is published says this.
fn says(site: &Site, words: &str) -> bool {
    site.files().iter().any(|file| String::from_utf8_lossy(&site.bytes(file)).contains(words))
}

#[test]
fn no_private_word_is_in_any_published_byte_or_in_the_texts_of_the_store() {
    let wordpress = WordPress::filled();
    let workshop = folder_of(&wordpress);
    let said = run(&workshop, "sync", &[]);
    assert_eq!(said.code, Some(0), "{}{}", said.out, said.err);
    let site = workshop.publish();
    for words in [
        "Tóm tắt “tự viết” &amp; có dấu.",
        "Đường dẫn trùng khi bỏ dấu",
        "Trụ sở thử nghiệm",
        "Đỗ Đức Hoàng (thử nghiệm)",
    ] {
        assert!(says(&site, words), "{words}\n{}{}", said.out, said.err);
    }
    // What it gave is kept as it came, titles of what a password opens as well: what is published is made of these texts alone.
    let store = std::fs::canonicalize(workshop.content().join(".synced/wp/now")).unwrap();
    let is_text = |file: &String| file.starts_with("articles/") || file.starts_with("pages/");
    let texts = files_below(&store).into_iter().filter(is_text);
    let texts = texts.map(|file| std::fs::read_to_string(store.join(file)).unwrap()).collect::<Vec<_>>();
    assert!(texts.len() > 60, "{}", texts.len());
    for (place, word) in wordpress.private_words() {
        assert!(!says(&site, &word) && !site.files().iter().any(|file| file.contains(&word)), "{place}");
        assert!(!texts.iter().any(|text| text.contains(&word)), "{place}, in a text of the store");
        assert!(!said.err.contains(&word) && !said.out.contains(&word), "{place}, told");
    }
    // Nothing in it is made anew when nothing has changed.
    assert!(run(&workshop, "sync", &[]).out.contains("không có gì thay đổi"));
}

#[test]
fn what_editors_change_hide_and_delete_is_so_on_the_site_after_the_next_sync() {
    let wordpress = WordPress::filled();
    let workshop = folder_of(&wordpress);
    let site = publish(&workshop);
    let post = |case| wordpress.id("posts", case);
    let bodies =
        ["Hai chuyên mục", "Tác giả khác", "Bài ghim", "Cuối năm", "Lúc nửa đêm", "Chuyên mục con", "Trường riêng"];
    for title in bodies {
        assert!(says(&site, title), "{title}");
    }
    wordpress.change("edit", post("two-categories"), "Câu được thêm sau cùng.");
    wordpress.change("trash", post("author"), "");
    wordpress.change("private", post("end-of-year"), "");
    wordpress.change("password", post("midnight"), "");
    wordpress.change("delete", post("meta"), "");
    wordpress.change("replace", post("child-category"), "<p>Lời thay cho mọi lời.</p>");
    let site = publish(&workshop);
    assert!(says(&site, "Câu được thêm sau cùng.") && says(&site, "Lời thay cho mọi lời."));
    for title in ["Tác giả khác", "Cuối năm", "Lúc nửa đêm", "Trường riêng"] {
        assert!(!says(&site, title), "{title}");
    }
    // Back again, and what moves nobody's `modified`.
    wordpress.change("untrash", post("author"), "");
    wordpress.change("caption", wordpress.id("media", "anh-co-nguon"), "Chú thích đã sửa.");
    wordpress.change("alt", wordpress.id("media", "anh-thuong"), "Mô tả đã sửa.");
    wordpress.change("featured", post("two-categories"), &wordpress.id("media", "anh-thuong").to_string());
    let site = publish(&workshop);
    for words in ["Tác giả khác", "Mô tả đã sửa."] {
        assert!(says(&site, words), "{words}");
    }
    let pictures =
        |site: &Site| site.files().into_iter().filter(|file| file.starts_with("media/")).collect::<BTreeSet<_>>();
    let before = pictures(&site);
    wordpress.change("edit-picture", wordpress.id("media", "anh-thuong"), "");
    assert_ne!(pictures(&publish(&workshop)), before);
}

/// The ids of what an anonymous reader is listed. A page holds a hundred, which the fill stays below.
fn list(wordpress: &WordPress, kind: &str) -> BTreeSet<u64> {
    let answer = wordpress.ask(&format!("{kind}?per_page=100&_fields=id&orderby=id&order=asc"));
    answer.as_array().unwrap().iter().map(|item| item["id"].as_u64().unwrap()).collect()
}

#[test]
fn each_case_of_the_filled_wordpress_is_listed_and_what_is_hidden_is_not() {
    let wordpress = WordPress::filled();
    let posts = list(&wordpress, "posts");
    for (case, id) in wordpress.cases("posts") {
        assert!(posts.contains(&id), "{case}");
    }
    // Of those that are hidden WordPress lists what has a password, without its text.
    let protected = wordpress.id("hidden", "protected");
    let listed: Vec<_> = wordpress.cases("hidden").into_values().filter(|id| posts.contains(id)).collect();
    assert_eq!(listed, [protected]);

    // What only an editor is shown is in the answers nowhere, so each of these words has to be looked for in what is published.
    let words = wordpress.private_words();
    let shown = wordpress.ask("posts?per_page=100").to_string();
    let known: Vec<_> =
        words.iter().filter(|(_, word)| shown.contains(word.as_str())).map(|(place, _)| place).collect();
    assert_eq!(known, ["protected post, title"]);
    let editor = wordpress.ask_as_editor("posts?per_page=100&status=draft,private,future,pending").to_string();
    for place in ["draft post, text", "private post, text", "scheduled post, text", "pending post, text"] {
        assert!(editor.contains(&words[place]), "{place}");
    }
}

#[test]
fn a_wordpress_is_changed_stopped_and_goes_on_as_it_was() {
    let mut wordpress = WordPress::empty();
    assert!(list(&wordpress, "posts").is_empty());
    wordpress.add_posts(30);
    let posts = list(&wordpress, "posts");
    assert_eq!(posts.len(), 30);

    let id = *posts.first().unwrap();
    let changed = wordpress.change("private", id, "");
    assert_eq!(changed["status"], "private");
    assert!(!list(&wordpress, "posts").contains(&id));

    wordpress.stop();
    assert!(!wordpress.is_listening());
    wordpress.start();
    assert_eq!(list(&wordpress, "posts").len(), 29);

    let folder = wordpress.folder().to_owned();
    drop(wordpress);
    assert!(!folder.exists());
}
