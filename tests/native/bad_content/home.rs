//! `[home]` of the settings, and where sections say that they keep out of something.

use std::io;

use super::{SECTIONS, SITE, article, problems};

const TASK: &str = "[[home.tasks]]\nicon = \"news\"\nlabel = \"Tin\"\nhref = \"/chuyen-muc/tin-tuc/\"\n";

/// The problems of settings with `[home]`, whose first line is the file's 18th.
fn told(home: &str) -> io::Result<Vec<String>> {
    problems(&[("site.toml", format!("{SITE}\n[home]\n{home}").as_bytes())])
}

#[test]
fn a_sound_home_page_is_read_without_a_word() -> io::Result<()> {
    let tasks =
        TASK.repeat(3) + &TASK.replace("/chuyen-muc/tin-tuc/", "https://dichvucong.gov.vn").replace("news", "services");
    let home = format!("intro = \"Một câu.\"\nlead = \"k7q2m9\"\nsections = [\"tin-tuc\"]\n{tasks}");
    assert_eq!(told(&home)?, [""; 0]);
    assert_eq!(told("sections = []")?, [""; 0]);
    Ok(())
}

#[test]
fn what_the_home_page_names_has_to_be_there() -> io::Result<()> {
    assert_eq!(
        told("lead = \"k7q2m8\"\nsections = [\"tin-tuc\", \"tin-tuk\"]\ntask = []")?,
        [
            "site.toml:18: home.lead = \"k7q2m8\": no article has this id. Did you mean `k7q2m9`?",
            "site.toml:19: home.sections[2] = \"tin-tuk\": there is no such section. Did you mean `tin-tuc`?",
            "site.toml:20: home.task = []: there is no such field. Did you mean `tasks`?",
        ]
    );
    let site = format!("{SITE}\n[home]\nlead = \"haihai\"");
    for (fields, message) in [
        ("draft = true", "the article is a draft"),
        ("withdrawn = { at = \"2021-04-01\", note = \"Lý do.\" }", "the article was withdrawn"),
    ] {
        let draft = article("haihai", fields, "Thân bài.");
        assert_eq!(
            problems(&[("site.toml", site.as_bytes()), ("articles/hai.md", draft.as_bytes())])?,
            [format!(
                "site.toml:18: home.lead = \"haihai\": {message}. Name another, or remove the line: then the newest leads."
            )]
        );
    }
    Ok(())
}

#[test]
fn tasks_are_four_to_eight_each_with_a_drawing_words_and_a_place() -> io::Result<()> {
    for count in [1, 3, 9] {
        assert_eq!(
            told(&TASK.repeat(count))?,
            [format!(
                "site.toml:18: home.tasks = [[home.tasks]]: the home page has {count} of them, and 4 to 8 is what it takes. \
                 Write what most people come for, or none at all."
            )]
        );
    }
    let long = format!("[[home.tasks]]\nicon = \"rocket\"\nlabel = \"{}\"\nhref = \"http://a.vn\"\n", "a".repeat(61));
    let lost = "[[home.tasks]]\nicon = \"news\"\nlabel = \"Tin\"\nhref = \"/trang/gioi-thieuu/\"\n";
    let told = told(&format!("{}{long}{lost}", TASK.repeat(3)))?;
    for (line, expected) in told.iter().zip([
        "site.toml:31: home.tasks[4].icon = \"rocket\": unknown variant `rocket`, expected one of `calendar`, `contact`,",
        "site.toml:32: home.tasks[4].label",
        "site.toml:33: home.tasks[4].href = \"http://a.vn\": it is not an https address. Write https://, the host and the path.",
    ]) {
        assert!(line.starts_with(expected), "{told:?}");
    }
    assert_eq!(told.len(), 3, "{told:?}");
    Ok(())
}

#[test]
fn a_task_that_leads_nowhere_is_told_with_its_line() -> io::Result<()> {
    let lost = TASK.replace("/chuyen-muc/tin-tuc/", "/trang/gioi-thieuu/");
    assert_eq!(
        told(&format!("{}{lost}", TASK.repeat(3)))?,
        [
            "site.toml:33: home.tasks[4].href = \"/trang/gioi-thieuu/\": there is no such page. Did you mean `/trang/gioi-thieu/`?"
        ]
    );
    Ok(())
}

#[test]
fn what_is_said_at_the_head_fits_there() -> io::Result<()> {
    let told = told(&format!("intro = \"{}\"", "a".repeat(301)))?;
    assert!(
        told.len() == 1 && told[0].ends_with("it is 301 characters long, and 300 is the most. Shorten it."),
        "{told:?}"
    );
    Ok(())
}

#[test]
fn sections_say_with_true_or_false_where_they_keep_out() -> io::Result<()> {
    let sections = format!("{SECTIONS}latest = \"no\"\nhome = false\nserach = false\n");
    let site = format!("{SITE}\n[home]\nsections = [\"tin-tuc\"]");
    assert_eq!(
        problems(&[("sections.toml", sections.as_bytes()), ("site.toml", site.as_bytes())])?,
        [
            "sections.toml:4: section[1].latest = \"no\": it is neither true nor false. Write true or false, without quotes.",
            "sections.toml:6: section[1].serach = false: there is no such field. Did you mean `search`?",
            "site.toml:18: home.sections[1] = \"tin-tuc\": sections.toml keeps this section out of the home page. \
             Remove it here, or `home = false` there.",
        ]
    );
    Ok(())
}
