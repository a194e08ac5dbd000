//! `portal check`, `publish` and `new`, run as an editor or an editor's tool runs them.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};

use crate::published::write_files;
use crate::workshop::Workshop;

/// Runs `portal` beside a content folder.
fn portal(workshop: &Workshop, arguments: &[&str]) -> Output {
    let content = workshop.content();
    let beside = content.parent().unwrap_or(Path::new("/"));
    Command::new(env!("CARGO_BIN_EXE_portal")).args(arguments).current_dir(beside).output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn sound() -> Workshop {
    Workshop::new(&[("baimot", "published_at = \"2021-03-12\"")])
}

/// One article with two errors.
fn faulty() -> Workshop {
    Workshop::new(&[("baimot", "published_at = \"30/02/2021\"\nauthor = \"\"")])
}

#[test]
fn nothing_wrong_is_said_in_the_sites_language() {
    let workshop = sound();
    for (arguments, said) in [
        (&["check"][..], "1 bài viết và 0 trang: không có vấn đề nào\n"),
        (&["check", "--lang", "en", "--strict"], "1 articles and 0 pages: no problem found\n"),
    ] {
        let output = portal(&workshop, arguments);
        assert_eq!((stdout(&output).as_str(), stderr(&output).as_str(), output.status.code()), (said, "", Some(0)));
    }
}

#[test]
fn problems_are_told_with_place_weight_code_and_remedy_and_counted() {
    let workshop = faulty();
    let output = portal(&workshop, &["check"]);
    assert_eq!(
        stdout(&output).lines().collect::<Vec<_>>(),
        [
            "content/articles/baimot.md:5: lỗi P228: published_at = \"30/02/2021\": tháng 02/2021 không có ngày 30. Hãy viết \
             theo mẫu \"2021-03-12\", \"2021-03-12T16:36:43+07:00\" hoặc \"12/03/2021 4:36:43 CH\".",
            "content/articles/baimot.md:6: lỗi P203: author = \"\": giá trị để trống. Hãy điền giá trị, hoặc xoá dòng này.",
            "2 lỗi, 0 cảnh báo",
        ]
    );
    assert_eq!((stderr(&output).as_str(), output.status.code()), ("", Some(1)));
    let english = stdout(&portal(&workshop, &["check", "--lang", "en"]));
    let said =
        "baimot.md:6: error P203: author = \"\": it is empty. Write it, or remove the line.\n2 errors, 0 warnings\n";
    assert!(english.ends_with(said), "{english}");
    // Also without settings that could be read.
    fs::remove_file(workshop.content().join("site.toml")).unwrap();
    let told = stdout(&portal(&workshop, &["check"]));
    assert!(told.contains("lỗi P101: không đọc được (không có tệp hoặc thư mục này)."), "{told}");
}

/// An article whose body has that many warnings.
fn doubtful(count: usize) -> Workshop {
    let workshop = sound();
    let front_matter =
        "+++\nid = \"baihai\"\ntitle = \"Bài hai\"\npublished_at = \"2021-03-12\"\nsection = \"con\"\n+++\n";
    let body = (1..=count).map(|number| format!("Xem [mục {number}](#muc-{number}).\n\n")).collect::<String>();
    write_files(&workshop.content(), &[("articles/hai.md", &(front_matter.to_owned() + &body))]);
    workshop
}

#[test]
fn a_warning_fails_nothing_unless_it_is_to() {
    let workshop = doubtful(1);
    let told = "content/articles/hai.md:7: cảnh báo P923: href = \"#muc-1\": liên kết tới một chỗ trong cùng trang không được \
                đăng, chỉ phần chữ được đăng. Hãy nêu tên đề mục (“xem mục 2”): người đọc có danh sách đề mục.\n\
                0 lỗi, 1 cảnh báo\n";
    for (arguments, code) in [(&["check"][..], 0), (&["check", "--strict"], 1)] {
        let output = portal(&workshop, arguments);
        assert_eq!((stdout(&output).as_str(), stderr(&output).as_str(), output.status.code()), (told, "", Some(code)));
    }
    let output = portal(&workshop, &["check", "--lang", "en"]);
    assert!(stdout(&output).ends_with("\n0 errors, 1 warning\n"), "{}", stdout(&output));
    let output = portal(&workshop, &["check", "--format", "sarif"]);
    let document = serde_json::from_str::<Value>(&stdout(&output)).unwrap();
    assert_eq!((&document["runs"][0]["results"][0]["level"], output.status.code()), (&json!("warning"), Some(0)));
}

#[test]
fn what_is_published_with_warnings_lists_the_first_of_them() {
    let workshop = doubtful(23);
    let app = workshop.app();
    let publish = ["publish", "--app", app.to_str().unwrap(), "--out", "site", "--no-search", "--no-share-pictures"];
    for (lang, mark, rest) in [
        ("vi", "cảnh báo P923", "Còn 3 cảnh báo nữa: lệnh `portal check` liệt kê tất cả."),
        ("en", "warning P923", "3 more warnings: `portal check` lists all."),
    ] {
        let output = portal(&workshop, &[&publish[..], &["--lang", lang]].concat());
        let told = stderr(&output);
        assert_eq!(output.status.code(), Some(0), "{told}");
        assert_eq!(told.lines().filter(|line| line.contains(mark)).count(), 20, "{told}");
        assert!(told.lines().any(|line| line == rest), "{told}");
    }
    let output = portal(&sound(), &publish);
    assert_eq!((stderr(&output).as_str(), output.status.code()), ("", Some(0)));
}

#[test]
fn every_command_that_reads_the_folder_tells_its_problems_in_words() {
    let workshop = faulty();
    let app = workshop.app();
    for arguments in [
        &["publish", "--app", app.to_str().unwrap()][..],
        &["new", "Bài mới", "--section", "khong-co"],
        &["publish", "--at", "hôm qua"],
    ] {
        let output = portal(&workshop, arguments);
        assert_eq!((stdout(&output).as_str(), output.status.code()), ("", Some(1)), "{arguments:?}");
        let told = stderr(&output);
        assert!(told.contains("lỗi P") && told.contains("Hãy "), "{told}");
        let english = stderr(&portal(&workshop, &[arguments, &["--lang", "en"]].concat()));
        assert!(english.contains("error P") && !english.contains("Hãy"), "{english}");
    }
}

#[test]
fn json_holds_every_problem_and_nothing_else() {
    let workshop = faulty();
    let output = portal(&workshop, &["check", "--format", "json"]);
    let document = serde_json::from_str::<Value>(&stdout(&output)).unwrap();
    assert_eq!(
        document["problems"][1],
        json!({
            "file": "content/articles/baimot.md",
            "line": 6,
            "severity": "error",
            "code": "P203",
            "field": "author",
            "value": "\"\"",
            "message": "giá trị để trống",
            "help": "Hãy điền giá trị, hoặc xoá dòng này.",
        })
    );
    assert_eq!((&document["counts"], &document["lang"]), (&json!({ "errors": 2, "warnings": 0 }), &json!("vi")));
    assert_eq!((stderr(&output).as_str(), output.status.code()), ("", Some(1)));
    let sound = portal(&sound(), &["check", "--format", "json", "--lang", "en"]);
    let document = serde_json::from_str::<Value>(&stdout(&sound)).unwrap();
    assert_eq!((&document["problems"], sound.status.code()), (&json!([]), Some(0)));
}

/// What SARIF 2.1.0 requires, and what GitHub requires besides.
fn sarif_schema() -> Value {
    let text = json!({ "type": "object", "required": ["text"], "properties": { "text": { "type": "string", "minLength": 1 } } });
    let rule = json!({
        "type": "object",
        "required": ["id", "shortDescription", "help"],
        "properties": { "id": { "type": "string" }, "shortDescription": text, "help": text },
    });
    let place = json!({
        "type": "object",
        "required": ["artifactLocation", "region"],
        "properties": {
            "artifactLocation": {
                "type": "object",
                "required": ["uri"],
                "properties": { "uri": { "type": "string", "format": "uri-reference", "pattern": "^[!-~]+$" } },
            },
            "region": {
                "type": "object",
                "required": ["startLine"],
                "properties": { "startLine": { "type": "integer", "minimum": 1 } },
            },
        },
    });
    let result = json!({
        "type": "object",
        "required": ["message", "level", "locations", "ruleId"],
        "properties": {
            "message": text,
            "level": { "enum": ["none", "note", "warning", "error"] },
            "locations": {
                "type": "array",
                "minItems": 1,
                "items": { "type": "object", "required": ["physicalLocation"], "properties": { "physicalLocation": place } },
            },
        },
    });
    let driver = json!({
        "type": "object",
        "required": ["name", "rules"],
        "properties": { "name": { "type": "string" }, "rules": { "type": "array", "items": rule } },
    });
    let run = json!({
        "type": "object",
        "required": ["tool", "results"],
        "properties": {
            "tool": { "type": "object", "required": ["driver"], "properties": { "driver": driver } },
            "results": { "type": "array", "items": result },
        },
    });
    json!({
        "type": "object",
        "required": ["version", "runs"],
        "properties": { "version": { "const": "2.1.0" }, "runs": { "type": "array", "minItems": 1, "items": run } },
    })
}

#[test]
fn sarif_is_as_code_hosts_read_it() {
    let workshop = faulty();
    write_files(&workshop.content(), &[("articles/Bài hai.md", "Thân bài.")]);
    let output = portal(&workshop, &["check", "--format", "sarif"]);
    let document = serde_json::from_str::<Value>(&stdout(&output)).unwrap();
    let schema = jsonschema::validator_for(&sarif_schema()).unwrap();
    let faults = schema.iter_errors(&document).map(|fault| fault.to_string()).collect::<Vec<_>>();
    assert_eq!(faults, [""; 0]);
    let run = &document["runs"][0];
    let ids = |list: &Value, key: &str| {
        let ids = list.as_array().unwrap().iter().map(|item| item[key].as_str().unwrap().to_owned());
        ids.collect::<Vec<_>>()
    };
    assert_eq!(ids(&run["tool"]["driver"]["rules"], "id"), ["P105", "P203", "P228"]);
    assert_eq!(ids(&run["results"], "ruleId"), ["P105", "P228", "P203"]);
    let place = &run["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "content/articles/B%C3%A0i%20hai.md");
    assert_eq!(place["region"]["startLine"], 1);
    assert_eq!((stderr(&output).as_str(), output.status.code()), ("", Some(1)));
}

#[test]
fn a_code_is_explained_without_a_folder() {
    let workshop = sound();
    fs::remove_dir_all(workshop.content()).unwrap();
    let output = portal(&workshop, &["check", "--explain", "p205"]);
    assert_eq!(
        stdout(&output),
        "P205: giá trị không phải là danh sách\n\nTrường này nhận nhiều giá trị, kể cả khi chỉ có một: đặt trong ngoặc vuông, \
         cách nhau bằng dấu phẩy.\n\nSai:\n\n    tags = \"Bầu cử\"\n\nĐúng:\n\n    tags = [\"Bầu cử\", \"Quốc hội\"]\n"
    );
    assert_eq!(output.status.code(), Some(0));
    let unknown = portal(&workshop, &["check", "--explain", "P2O5"]);
    assert_eq!((stdout(&unknown).as_str(), unknown.status.code()), ("", Some(1)));
    assert!(stderr(&unknown).starts_with("không có mã `P2O5`. Có phải ý bạn là `P205`"), "{}", stderr(&unknown));
}
