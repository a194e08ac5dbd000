//! `[kiosk]` of the settings: what it may say, and what its editor is told.

use std::fs;

use portal_publisher::commands::check::check;
use portal_publisher::source::KioskSource;
use serde_json::{Value, json};

use crate::published::write_files;
use crate::workshop::Workshop;

/// The line of `[kiosk]` in the settings of a workshop.
const FIRST_LINE: usize = 16;

/// A workshop whose settings also say `kiosk`.
pub fn workshop(articles: &[(&str, &str)], kiosk: &str) -> Workshop {
    let workshop = Workshop::new(articles);
    let site = fs::read_to_string(workshop.content().join("site.toml")).unwrap();
    assert_eq!(site.lines().count() + 1, FIRST_LINE);
    write_files(&workshop.content(), &[("site.toml", &format!("{site}[kiosk]\n{kiosk}\n"))]);
    workshop
}

/// The problems of the settings, each from its line on.
fn told(kiosk: &str) -> Vec<String> {
    let problems = check(&workshop(&[], kiosk).content()).err().map(|problems| problems.to_string());
    let line = |line: &str| line.split_once("content/site.toml:").map_or(line, |(_, line)| line).to_owned();
    problems.unwrap_or_default().lines().map(line).collect()
}

fn settings_of(kiosk: &str) -> Value {
    workshop(&[("aaaa01", "published_at = \"2021-03-12\"")], kiosk).publish().json("kiosk.json")
}

#[test]
fn a_site_that_says_nothing_has_displays_with_the_usual_settings() {
    let workshop = Workshop::new(&[("aaaa01", "published_at = \"2021-03-12\"")]);
    assert_eq!(check(&workshop.content()).unwrap().kiosk, KioskSource::default());
    let kiosk = workshop.publish().json("kiosk.json");
    let sections = json!([{ "slug": "cha", "name": "Mục cha" }, { "slug": "con", "name": "Mục con" }]);
    let usual = json!({
        "sections": sections, "story_seconds": 12, "idle_seconds": 60, "countdown_seconds": 20, "reload_minute": 210,
        "reach_percent": 50, "memory_limit_mb": 600,
    });
    assert_eq!((&kiosk["settings"], &kiosk["displays"]), (&usual, &Value::Null));
    assert_eq!(settings_of("")["settings"], usual);
}

#[test]
fn everything_that_settings_may_say_reaches_the_displays() {
    let hash = "0123456789abcdef".repeat(4);
    let kiosk = format!(
        r#"
sections = ["con"]
story_seconds = 4
idle_seconds = 3_600
countdown_seconds = 120
night = {{ from = "22:00", until = "05:00" }}
reload_at = "00:00"
screen = {{ height_mm = 1209, bottom_mm = 650 }}
pin = "sha256:01234567:{hash}"
heartbeat_url = "/displays/heartbeat"
memory_limit_mb = 8192
articles = 2000
[[kiosk.displays]]
name = "sanh-tang-1"
sections = ["cha", "con"]
idle_seconds = 20
heartbeat_url = "https://displays.example/beat"
screen = {{ height_mm = 400, bottom_mm = 600 }}
[[kiosk.displays]]
name = "sanh-tang-2"
"#
    );
    let document = settings_of(&kiosk);
    let (cha, con) = (json!({ "slug": "cha", "name": "Mục cha" }), json!({ "slug": "con", "name": "Mục con" }));
    let usual = json!({
        "sections": [con], "story_seconds": 4, "idle_seconds": 3600, "countdown_seconds": 120,
        "night": { "from_minute": 1320, "until_minute": 300 }, "reload_minute": 0, "reach_percent": 37,
        "pin": format!("sha256:01234567:{hash}"), "heartbeat_url": "/displays/heartbeat", "memory_limit_mb": 8192,
    });
    let mut first = usual.clone();
    first["sections"] = json!([cha, con]);
    first["idle_seconds"] = json!(20);
    first["heartbeat_url"] = json!("https://displays.example/beat");
    // 500 of 400 mm: all of it could be reached, and the controls take half.
    first["reach_percent"] = json!(50);
    assert_eq!(document["settings"], usual);
    assert_eq!(
        document["displays"],
        json!([{ "name": "sanh-tang-1", "settings": first }, { "name": "sanh-tang-2", "settings": usual }])
    );
}

#[test]
fn what_settings_must_not_say_is_told_with_its_line_and_how_to_fix_it() {
    for (written, place, words) in [
        (
            "sections = [\"con\", \"chaa\"]",
            "kiosk.sections[2] = \"chaa\"",
            "there is no such section. Did you mean `cha`?",
        ),
        ("sections = [\"xyz-123-tin\"]", "kiosk.sections[1] =", "there is no such section. Use one of `cha`, `con`."),
        (
            "sections = []",
            "kiosk.sections = []",
            "it names no section. Name some, or remove the line: then all are shown.",
        ),
        ("sections = \"con\"", "kiosk.sections = \"con\"", "it is not a list."),
        ("story_seconds = 0", "kiosk.story_seconds = 0", "it is not within 4 and 600 seconds."),
        ("story_seconds = 601", "kiosk.story_seconds = 601", "it is not within 4 and 600 seconds."),
        ("story_seconds = -5", "kiosk.story_seconds = -5", "it is not a whole number. Write digits, without quotes."),
        ("story_seconds = \"12\"", "kiosk.story_seconds = \"12\"", "it is not a whole number."),
        ("story_seconds = 1.5", "kiosk.story_seconds = 1.5", "it is not a whole number."),
        ("idle_seconds = 19", "kiosk.idle_seconds = 19", "it is not within 20 and 3600 seconds."),
        (
            "countdown_seconds = 19",
            "kiosk.countdown_seconds = 19",
            "within 20 and 120 seconds. WCAG 2.2.1 asks for at least 20.",
        ),
        ("countdown_seconds = 121", "kiosk.countdown_seconds = 121", "it is not within 20 and 120 seconds."),
        ("memory_limit_mb = 127", "kiosk.memory_limit_mb = 127", "it is not within 128 and 8192 megabytes."),
        ("articles = 0", "kiosk.articles = 0", "it is not within 1 and 2000 articles."),
        ("articles = 2001", "kiosk.articles = 2001", "it is not within 1 and 2000 articles."),
        (
            "reload_at = \"25:00\"",
            "kiosk.reload_at = \"25:00\"",
            "it is not a time of day. Write hours and minutes, \"00:00\" to \"23:59\".",
        ),
        ("reload_at = 3", "kiosk.reload_at = 3", "it is not text."),
        ("night = { from = \"22:00\" }", "kiosk.night.until:", "it is missing."),
        ("night = { from = \"22:00\", until = \"5h\" }", "kiosk.night.until = \"5h\"", "it is not a time of day."),
        (
            "night = { from = \"22:00\", until = \"22:00\" }",
            "kiosk.night.until = \"22:00\"",
            "the night would end as it begins.",
        ),
        (
            "night = { from = \"22:00\", to = \"05:00\", until = \"05:00\" }",
            "kiosk.night.to =",
            "there is no such field.",
        ),
        ("night = true", "kiosk.night = true", "it is not a table."),
        ("screen = { height_mm = 1209 }", "kiosk.screen.bottom_mm:", "it is missing."),
        (
            "screen = { height_mm = 0, bottom_mm = 650 }",
            "kiosk.screen.height_mm = 0",
            "it is not within 100 and 4000 millimetres.",
        ),
        (
            "screen = { height_mm = 1209, bottom_mm = 900 }",
            "kiosk.screen.bottom_mm = 900",
            "only 16 % of the screen would be within everybody's reach, below 1100 mm. Hang it lower, its lower edge at 797 mm at most: controls take 25 %.",
        ),
        ("screen = { height_mm = 1209, bottom_mm = 1100 }", "kiosk.screen.bottom_mm = 1100", "only 0 % of the screen"),
        ("pin = \"123\"", "kiosk.pin = \"123\"", "a PIN has 4 to 12 digits."),
        ("pin = \"1234567890123\"", "kiosk.pin = \"1234567890123\"", "a PIN has 4 to 12 digits."),
        (
            "pin = \"mở cửa\"",
            "kiosk.pin = \"mở cửa\"",
            "it is not the hash of a PIN. Write the PIN itself, 4 to 12 digits: `portal check` then says what stands for it.",
        ),
        ("pin = \"sha256:0123456:00\"", "kiosk.pin = \"sha256:0123456:00\"", "it is not the hash of a PIN."),
        ("heartbeat_url = \"http://a.vn/\"", "kiosk.heartbeat_url = \"http://a.vn/\"", "it is not an https address."),
        ("heartbeat_url = \"mailto:a@a.vn\"", "kiosk.heartbeat_url = \"mailto:a@a.vn\"", "it is not an https address."),
        ("heartbeat_url = \"//a.vn/\"", "kiosk.heartbeat_url = \"//a.vn/\"", "it cannot be linked to."),
        ("storyseconds = 12", "kiosk.storyseconds = 12", "there is no such field. Did you mean `story_seconds`?"),
        ("displays = 3", "kiosk.displays = 3", "it is not a list."),
    ] {
        let told = told(&format!("# Ghi chú.\n{written}"));
        assert_eq!(told.len(), 1, "{written}: {told:?}");
        let place = format!("{}: {place}", FIRST_LINE + 2);
        assert!(told[0].starts_with(&place) && told[0].contains(words), "{written}: {told:?}");
    }
}

#[test]
fn a_named_display_is_told_of_like_the_others() {
    let kiosk = "[[kiosk.displays]]\nname = \"sanh\"\nsections = [\"xon\"]\nidle_seconds = 0\n\n\
                 [[kiosk.displays]]\nname = \"sanh\"\narticles = 5\n\n[[kiosk.displays]]\nstory_seconds = 3\n\n\
                 [[kiosk.displays]]\nname = \"Sảnh\"\npin = 1234";
    let told = told(kiosk);
    let expected = [
        "19: kiosk.displays[1].sections[1] = \"xon\": there is no such section. Use one of `cha`, `con`.",
        "20: kiosk.displays[1].idle_seconds = 0: it is not within 20 and 3600 seconds.",
        "23: kiosk.displays[2].name = \"sanh\": another display already has it. Write another name.",
        "24: kiosk.displays[2].articles = 5: there is no such field.",
        "26: kiosk.displays[3].name: it is missing. Write a line `name = …`.",
        "27: kiosk.displays[3].story_seconds = 3: it is not within 4 and 600 seconds.",
        "30: kiosk.displays[4].name = \"Sảnh\": it is not a slug.",
        "31: kiosk.displays[4].pin = 1234: it is a PIN in the clear",
    ];
    assert_eq!(told.len(), expected.len(), "{told:#?}");
    for (line, expected) in told.iter().zip(expected) {
        assert!(line.starts_with(expected), "{line} is not {expected}");
    }
}

#[test]
fn a_pin_in_the_clear_is_refused_with_the_line_to_write_instead() {
    for pin in ["\"1234\"", "1234", "\"0000\"", "\"123456789012\""] {
        let told = told(&format!("pin = {pin}"));
        let [problem] = told.as_slice() else { panic!("{told:?}") };
        assert!(problem.starts_with(&format!("17: kiosk.pin = {pin}: it is a PIN in the clear")), "{problem}");
        let line = problem.split_once("Write ").unwrap().1.split_once(", which").unwrap().0;
        assert_eq!(self::told(line), Vec::<String>::new(), "{line}");
        let hashed = settings_of(line)["settings"]["pin"].as_str().unwrap().to_owned();
        assert_eq!(line, format!("pin = \"{hashed}\""));
    }
}

#[test]
fn the_settings_of_displays_are_the_main_languages_alone() {
    let workshop = workshop(&[], "story_seconds = 30");
    workshop.add_english();
    let english = fs::read_to_string(workshop.content().join("en/site.toml")).unwrap();
    let lines = english.lines().count();
    assert_eq!(workshop.publish().json("en/kiosk.json")["settings"]["story_seconds"], 30);
    write_files(&workshop.content(), &[("en/site.toml", &format!("{english}[kiosk]\nstory_seconds = 5\n"))]);
    let told = check(&workshop.content()).unwrap_err().to_string();
    assert!(told.contains(&format!("en/site.toml:{}: kiosk = ", lines + 1)), "{told}");
    assert!(
        told.ends_with("there is no such field. Move its value into another field if you need it, then remove it."),
        "{told}"
    );
}

#[test]
fn a_section_of_any_language_may_be_named() {
    let workshop = workshop(&[], "sections = [\"con\", \"news\"]");
    workshop.add_english();
    assert!(check(&workshop.content()).unwrap_err().to_string().contains("kiosk.sections[2] = \"news\""));
    write_files(&workshop.content(), &[("en/sections.toml", "[[section]]\nslug = \"news\"\nname = \"News\"\n")]);
    assert!(check(&workshop.content()).is_ok());
    // What cannot be read says so itself.
    write_files(&workshop.content(), &[("en/sections.toml", "[[section]]\nslug = \"news\"\n")]);
    let told = check(&workshop.content()).unwrap_err();
    assert_eq!(told.len(), 1, "{told}");
}

#[test]
fn more_heartbeats_than_a_policy_holds_are_told_of() {
    let displays = (0..60).map(|number| {
        let host = format!("{number}.{}.vn", "a".repeat(60));
        format!("[[kiosk.displays]]\nname = \"d{number}\"\nheartbeat_url = \"https://{host}/beat\"\n")
    });
    let told = told(&displays.collect::<String>());
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].contains("kiosk.displays[39].heartbeat_url") && told[0].contains("longer than 2900 bytes"),
        "{told:?}"
    );
    // One origin is named once, however many displays there are.
    let displays = (0..60).map(|number| {
        format!(
            "[[kiosk.displays]]\nname = \"d{number}\"\nheartbeat_url = \"https://{}.vn/{number}\"\n",
            "a".repeat(60)
        )
    });
    assert_eq!(self::told(&displays.collect::<String>()), Vec::<String>::new());
}
