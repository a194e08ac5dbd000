//! What editors are told of a line that is not TOML: what it seems to be meant as, and how that is written.

use crate::source::problem::Fault;

/// Quotation marks and primes that are not straight: word processors put them in.
const TYPOGRAPHIC: [char; 17] = ['“', '”', '„', '‟', '‘', '’', '‚', '‛', '«', '»', '‹', '›', '″', '′', '＂', '`', '´'];

/// What is meant to be true or false.
const BOOLEANS: [&str; 8] = ["true", "false", "yes", "no", "on", "off", "có", "không"];

/// Explains what the parser says of a line by the line itself.
pub(super) fn explain(line: &str, message: &str) -> Fault {
    let unquoted = outside_quotes(line);
    let line = line.trim_matches([' ', '\t']);
    if message.contains("duplicate key") || message.contains("cannot extend") {
        let name = line.split('=').next().unwrap_or_default().trim_matches(['[', ']', ' ', '\t']);
        return Fault::new(format!("`{name}` is given twice"), "Keep one of the two.");
    }
    // Within a text that is not in quotation marks it is not what is wrong.
    let (key, value) = line.split_once('=').unwrap_or((line, ""));
    let is_unseen = |c: char| c.is_whitespace() || is_invisible(c);
    let is_beside_value =
        value.trim_start_matches(is_unseen).starts_with(['"', '\'', '[', '{']) && unquoted.contains(is_invisible);
    if !is_yaml(line) && (is_beside_value || key.contains(is_invisible) || line.contains(is_control)) {
        return Fault::new("there is an invisible character in the line", "Type the line again.");
    }
    match line.split_once('=') {
        Some((key, value)) if !is_yaml(line) => explain_field(key.trim(), value.trim(), &unquoted, message),
        _ => explain_other(line, &unquoted, message),
    }
}

/// A line that is no field.
fn explain_other(line: &str, unquoted: &str, message: &str) -> Fault {
    if is_yaml(line) {
        let (key, value) = line.split_once(':').unwrap_or((line, ""));
        let key = key.trim().trim_matches(['"', '\'']);
        let written = match value.trim().trim_end_matches(',') {
            "" => "[\"…\", \"…\"]".to_owned(),
            value if value.starts_with(['"', '\'', '[', '{']) || value.parse::<bool>().is_ok() => value.to_owned(),
            value => quoted(value.trim_matches(TYPOGRAPHIC)),
        };
        return Fault::new("a field is written with =, not with :", format!("Write `{key} = {written}`."));
    }
    if message.contains("comma") {
        return comma();
    }
    if unquoted.contains(TYPOGRAPHIC) && line.starts_with(TYPOGRAPHIC) {
        return typographic("\"…\"");
    }
    if line.starts_with('[') {
        return Fault::new(
            "the heading is not complete",
            "Write it as [image] or [[attachments]], in a line of its own.",
        );
    }
    if line.starts_with("- ") {
        return Fault::new("a list is not written with hyphens", "Write it as `tags = [\"…\", \"…\"]`.");
    }
    if message.contains("unclosed") {
        return unclosed();
    }
    let value = line.split_once(['"', '\'']).filter(|(key, _)| is_name(key.trim()));
    if let Some((key, _)) = value {
        let value = line.get(key.len()..).unwrap_or_default();
        return Fault::new("the = is missing", format!("Write `{} = {value}`.", key.trim()));
    }
    Fault::new("it is not a field", "Write it as `title = \"…\"`, or move it below the second +++.")
}

/// A line with a name and a value.
fn explain_field(key: &str, value: &str, unquoted: &str, message: &str) -> Fault {
    if !key.split('.').all(is_name) {
        return Fault::new(
            format!("`{key}` cannot be the name of a field"),
            "Names have only a-z, digits and _, as in `published_at = \"…\"`.",
        );
    }
    let is_group = value.starts_with(['[', '{']);
    if unquoted.contains(TYPOGRAPHIC) && (is_group || value.starts_with(TYPOGRAPHIC) || value.ends_with(TYPOGRAPHIC)) {
        let straight = match is_group {
            true => value.replace(TYPOGRAPHIC, "\""),
            false => match value.trim_matches(TYPOGRAPHIC) {
                inner if inner.matches('"').count() == 1 => quoted(inner.trim_matches('"')),
                inner => quoted(inner),
            },
        };
        return typographic(&format!("{key} = {straight}"));
    }
    if value.is_empty() || value.starts_with('#') {
        return Fault::new("it is empty", format!("Write `{key} = \"…\"`, or remove the line."));
    }
    if message.contains("escape") || (value.contains('\\') && message.contains("invalid basic string")) {
        return backslash();
    }
    if message.contains("comma") && is_group {
        return comma();
    }
    match value.chars().next() {
        Some(mark @ ('"' | '\'')) => explain_text(key, value, mark),
        Some('[') if message.contains("must be quoted") => {
            let elements =
                value.trim_matches(['[', ']']).split([',', ';']).map(str::trim).filter(|text| !text.is_empty());
            let elements = elements.map(|text| quoted(text.trim_matches('"'))).collect::<Vec<_>>();
            unquoted_text(&format!("{key} = [{}]", elements.join(", ")))
        }
        Some('{') if message.contains("must be quoted") => unquoted_text(&format!("{key} = {{ src = \"…\" }}")),
        Some('[' | '{') if message.contains("unclosed") => unclosed(),
        Some('[' | '{') | None => general(),
        Some(_) if BOOLEANS.contains(&value.to_lowercase().as_str()) => {
            Fault::new("it is neither true nor false", "Write true or false, without quotes.")
        }
        Some(_) => {
            let text = value.split(" #").next().unwrap_or(value).trim_matches([' ', ';']);
            let text = if text.matches('"').count() == 1 { text.trim_end_matches('"') } else { text };
            unquoted_text(&format!("{key} = {}", quoted(text.trim())))
        }
    }
}

/// A value that begins with a straight quotation mark.
fn explain_text(key: &str, value: &str, mark: char) -> Fault {
    let inner = value.trim_end_matches([' ', '\t', ',', ';']);
    let inner = inner.strip_prefix(mark).unwrap_or(inner);
    let closed = inner.strip_suffix(mark);
    let marks = [mark; 3].iter().collect::<String>();
    match closed {
        _ if value.starts_with(&marks) => {
            Fault::new("the text has no closing quotation mark", format!("Write {marks} below its last line."))
        }
        Some(inner) if inner.split(mark).skip(1).step_by(2).any(|between| between.trim() == ",") => {
            Fault::new("a list is not in brackets", format!("Write `{key} = [{value}]`."))
        }
        Some(inner) if inner.split(mark).skip(1).any(|between| between.trim_end().ends_with('=')) => behind(),
        Some(inner) if inner.contains(mark) => {
            Fault::new(format!("a {mark} within the text ends it"), format!("Write `{key} = {}`.", quoted(inner)))
        }
        Some(_) => behind(),
        None if inner.contains(mark) => behind(),
        None => Fault::new(
            "the text has no closing quotation mark",
            format!("Write `{key} = {}`.", quoted(inner.trim_end_matches(TYPOGRAPHIC))),
        ),
    }
}

/// `"2021\tin.jpg"`: a name from Windows.
pub(super) fn backslash() -> Fault {
    let help = "Write / instead in the name of a file, as in \"2021/anh.jpg\", and \\\\ for the character itself.";
    Fault::new("a \\ means something else between quotation marks", help)
}

/// A text as TOML has it, in the marks that need the least.
pub(super) fn quoted(text: &str) -> String {
    match text {
        _ if !text.contains(['"', '\\']) => format!("\"{text}\""),
        _ if !text.contains('\'') => format!("'{text}'"),
        _ => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
    }
}

fn typographic(written: &str) -> Fault {
    Fault::new("its quotation marks are not straight", format!("Write `{written}`."))
}

fn unquoted_text(written: &str) -> Fault {
    Fault::new("a text is not in quotation marks", format!("Write `{written}`."))
}

fn behind() -> Fault {
    Fault::new("there is something after the value", "End the line with the value.")
}

fn comma() -> Fault {
    Fault::new("a comma is missing", "Write one between any two: [\"…\", \"…\"] or { src = \"…\", alt = \"…\" }.")
}

fn unclosed() -> Fault {
    Fault::new("a bracket is not closed", "Write ] at the end of a list, and } at the end of a table.")
}

fn general() -> Fault {
    Fault::new("it cannot be understood", "Look at its quotation marks, brackets and commas: `title = \"…\"`.")
}

/// `title: Hội nghị`, also with a = in the value.
fn is_yaml(line: &str) -> bool {
    line.split_once(':').is_some_and(|(key, value)| {
        let is_apart = value.chars().next().is_none_or(char::is_whitespace);
        is_name(key.trim()) && (is_apart || !line.contains('=') && !value.starts_with("//"))
    })
}

/// What TOML takes nowhere but in a text, and nobody sees.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}') || !c.is_ascii() && c.is_whitespace()
}

fn is_control(c: char) -> bool {
    c.is_control() && c != '\t'
}

fn is_name(text: &str) -> bool {
    let text = text.trim().trim_matches(['"', '\'']);
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

/// What is not between straight quotation marks.
fn outside_quotes(line: &str) -> String {
    let mut open = None;
    let mut outside = String::new();
    for c in line.chars() {
        match open {
            None if matches!(c, '"' | '\'') => open = Some(c),
            None => outside.push(c),
            Some(mark) if mark == c => open = None,
            Some(_) => {}
        }
    }
    outside
}

#[cfg(test)]
mod tests {
    use toml::de::DeTable;

    use super::*;

    fn told(line: &str) -> String {
        let (_, errors) = DeTable::parse_recoverable(line);
        let messages = errors.iter().map(|error| error.message()).collect::<Vec<_>>().join("; ");
        let Fault { message, help, .. } = explain(line, &messages);
        assert_ne!(messages, "", "{line}");
        format!("{message}. {help}")
    }

    #[test]
    fn each_kind_of_mistake_is_told_with_what_to_write() {
        for (line, message) in [
            ("title = “Hội nghị”", "its quotation marks are not straight. Write `title = \"Hội nghị\"`."),
            ("title = „Hội nghị“", "its quotation marks are not straight. Write `title = \"Hội nghị\"`."),
            ("title = «Hội nghị»", "its quotation marks are not straight. Write `title = \"Hội nghị\"`."),
            ("title = ″Hội nghị″", "its quotation marks are not straight. Write `title = \"Hội nghị\"`."),
            ("title = ‘Hội \"thi\"’", "its quotation marks are not straight. Write `title = 'Hội \"thi\"'`."),
            ("title = \"Hội nghị”", "the text has no closing quotation mark. Write `title = \"Hội nghị\"`."),
            ("tags = [“a”, “b”]", "its quotation marks are not straight. Write `tags = [\"a\", \"b\"]`."),
            ("title = \"Hội \"thi\" năm\"", "a \" within the text ends it. Write `title = 'Hội \"thi\" năm'`."),
            ("title = \"\"Hội thi\" năm\"", "a \" within the text ends it. Write `title = '\"Hội thi\" năm'`."),
            ("title = \"Hội thi \"năm\"\"", "a \" within the text ends it. Write `title = 'Hội thi \"năm\"'`."),
            ("title = 'Lai Châu's'", "a ' within the text ends it. Write `title = \"Lai Châu's\"`."),
            ("title = \"x", "the text has no closing quotation mark. Write `title = \"x\"`."),
            ("title = 'x", "the text has no closing quotation mark. Write `title = \"x\"`."),
            ("title = x\"", "a text is not in quotation marks. Write `title = \"x\"`."),
            ("title = Hội nghị", "a text is not in quotation marks. Write `title = \"Hội nghị\"`."),
            ("published_at = 12/05/2021", "a text is not in quotation marks. Write `published_at = \"12/05/2021\"`."),
            ("published_at = 2021-5-2", "a text is not in quotation marks. Write `published_at = \"2021-5-2\"`."),
            (
                "published_at = 16:36 12/5/2021",
                "a text is not in quotation marks. Write `published_at = \"16:36 12/5/2021\"`.",
            ),
            ("phone = 02133 798", "a text is not in quotation marks. Write `phone = \"02133 798\"`."),
            (
                "tags = [Bầu cử, Hội nghị]",
                "a text is not in quotation marks. Write `tags = [\"Bầu cử\", \"Hội nghị\"]`.",
            ),
            ("title: Hội nghị", "a field is written with =, not with :. Write `title = \"Hội nghị\"`."),
            ("draft: true", "a field is written with =, not with :. Write `draft = true`."),
            ("title: \"a = b\"", "a field is written with =, not with :. Write `title = \"a = b\"`."),
            ("tags:", "a field is written with =, not with :. Write `tags = [\"…\", \"…\"]`."),
            ("- Bầu cử", "a list is not written with hyphens. Write it as `tags = [\"…\", \"…\"]`."),
            ("title \"x\"", "the = is missing. Write `title = \"x\"`."),
            ("draft = True", "it is neither true nor false. Write true or false, without quotes."),
            ("title =", "it is empty. Write `title = \"…\"`, or remove the line."),
            ("title = \"x\",", "there is something after the value. End the line with the value."),
            ("title = \"x\";", "there is something after the value. End the line with the value."),
            ("title = \"x\" y", "there is something after the value. End the line with the value."),
            (
                "tags = [\"a\" \"b\"]",
                "a comma is missing. Write one between any two: [\"…\", \"…\"] or { src = \"…\", alt = \"…\" }.",
            ),
            (
                "image = { src = \"a\" alt = \"b\" }",
                "a comma is missing. Write one between any two: [\"…\", \"…\"] or { src = \"…\", alt = \"…\" }.",
            ),
            (
                "tags = [\"a\", \"b\"",
                "a bracket is not closed. Write ] at the end of a list, and } at the end of a table.",
            ),
            ("[image", "the heading is not complete. Write it as [image] or [[attachments]], in a line of its own."),
            ("Thân bài.", "it is not a field. Write it as `title = \"…\"`, or move it below the second +++."),
            ("a = 1\u{a0}", "a text is not in quotation marks. Write `a = \"1\"`."),
            ("title\u{a0}= \"x\"", "there is an invisible character in the line. Type the line again."),
            ("title = \"x\"\u{a0}", "there is an invisible character in the line. Type the line again."),
            ("title = \u{200b}\"x\"", "there is an invisible character in the line. Type the line again."),
            ("title = \"a\u{b}b\"", "there is an invisible character in the line. Type the line again."),
            ("\"title\": \"x\",", "a field is written with =, not with :. Write `title = \"x\"`."),
            (
                "published_at:12/05/2021",
                "a field is written with =, not with :. Write `published_at = \"12/05/2021\"`.",
            ),
            ("tags = \"a\", \"b\"", "a list is not in brackets. Write `tags = [\"a\", \"b\"]`."),
            ("title = \"x\" slug = \"y\"", "there is something after the value. End the line with the value."),
            ("title = Hội \"thi\"", "a text is not in quotation marks. Write `title = 'Hội \"thi\"'`."),
            ("draft = có", "it is neither true nor false. Write true or false, without quotes."),
            ("title = \"\"\"x", "the text has no closing quotation mark. Write \"\"\" below its last line."),
            ("// nháp", "it is not a field. Write it as `title = \"…\"`, or move it below the second +++."),
            (
                "published–at = \"x\"",
                "`published–at` cannot be the name of a field. Names have only a-z, digits and _, as in `published_at = \"…\"`.",
            ),
            (
                "ngày đăng = \"x\"",
                "`ngày đăng` cannot be the name of a field. Names have only a-z, digits and _, as in `published_at = \"…\"`.",
            ),
        ] {
            assert_eq!(told(line), message, "{line}");
        }
        for line in
            [r#"src = "2021\Ảnh\a.jpg""#, r#"image = { src = "D:\Ảnh\a.jpg", alt = "x" }"#, r#"x = "C:\Users\a""#]
        {
            assert!(told(line).starts_with("a \\ means something else"), "{line}: {}", told(line));
        }
        assert!(told("a = 1\na = 2").ends_with("is given twice. Keep one of the two."));
    }
}
