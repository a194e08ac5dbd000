//! A real WordPress, as Debian packages it: `tests/wordpress` starts it, fills it and changes it.

use std::collections::BTreeSet;

use super::rig::WordPress;

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
