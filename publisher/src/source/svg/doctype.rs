//! The document type that some drawing programs write before a picture. Browsers read it for what it declares: default
//! attributes, which could be handlers, and entities, which could be anything.
//!
//! So it may declare nothing but what Illustrator does: short names of namespaces.

use crate::source::problem::Fault;

/// The longest text that a name may be short for. Namespaces have less than half of it.
const LONGEST: usize = 200;

/// Whether a picture has no document type, or a harmless one.
pub(super) fn check_doctype(source: &str) -> Result<(), Fault> {
    let Some(doctype) = find_doctype(source) else { return Ok(()) };
    let refused = |rest: &str| {
        let read = source.strip_suffix(rest).unwrap_or(source);
        let declared = rest.split(|c: char| c.is_whitespace() || matches!(c, '>' | ']')).next().unwrap_or_default();
        let message = format!("it declares `{declared}` before the picture");
        let help = "Remove this line and what belongs to it, or save the picture again as plain SVG.";
        Fault::new(message, help).at_line(read.matches('\n').count() + 1)
    };
    let Some(mut rest) = skip_head(doctype) else { return Err(refused(doctype)) };
    if let Some(declarations) = rest.strip_prefix('[') {
        rest = declarations.trim_start();
        while !rest.starts_with(']') {
            rest = skip_comment(rest).or_else(|| skip_entity(rest)).ok_or_else(|| refused(rest))?.trim_start();
        }
        rest = rest.strip_prefix(']').unwrap_or(rest).trim_start();
    }
    if rest.starts_with('>') { Ok(()) } else { Err(refused(rest)) }
}

/// The document type, from `<!DOCTYPE` on.
fn find_doctype(source: &str) -> Option<&str> {
    let mut rest = source.trim_start();
    loop {
        let instruction = || Some(rest.strip_prefix("<?")?.split_once("?>")?.1);
        match instruction().or_else(|| skip_comment(rest)) {
            Some(after) => rest = after.trim_start(),
            None => return rest.starts_with("<!DOCTYPE").then_some(rest),
        }
    }
}

fn skip_comment(rest: &str) -> Option<&str> {
    Some(rest.strip_prefix("<!--")?.split_once("-->")?.1)
}

/// What is behind `<!DOCTYPE svg PUBLIC "…" "…"`.
fn skip_head(doctype: &str) -> Option<&str> {
    let mut rest = doctype.strip_prefix("<!DOCTYPE")?;
    loop {
        let end = rest.find(['"', '\'', '[', '>'])?;
        let (_, found) = rest.split_at_checked(end)?;
        match quoted(found) {
            Some((_, after)) => rest = after,
            None => return Some(found).filter(|found| found.starts_with(['[', '>'])),
        }
    }
}

/// What is behind `<!ENTITY ns_svg "http://www.w3.org/2000/svg">`. Its text must be no markup and no other name.
fn skip_entity(rest: &str) -> Option<&str> {
    let declaration = rest.strip_prefix("<!ENTITY")?;
    let (name, value) = declaration.trim_start().split_once(|c: char| c.is_whitespace())?;
    let (text, after) = quoted(value.trim_start())?;
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
    let is_plain = text.len() <= LONGEST && !text.contains(['<', '&', '%', '"', '\'', '(', '\\', '@']);
    after.trim_start().strip_prefix('>').filter(|_| is_name && is_plain && declaration.starts_with(char::is_whitespace))
}

/// A text in quotes, and what is behind it.
fn quoted(rest: &str) -> Option<(&str, &str)> {
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest.strip_prefix(quote)?.split_once(quote)
}

#[cfg(test)]
mod tests {
    use super::super::read_svg;

    fn told(doctype: &str) -> Vec<String> {
        let source = format!(
            "<?xml version=\"1.0\"?>\n<!-- <!DOCTYPE x [<!ATTLIST a b>]> -->\n{doctype}\n\
             <svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><path fill=\"none\"/></svg>"
        );
        let faults = read_svg(&source).err().unwrap_or_default();
        faults.into_iter().map(|fault| format!("{}: {}", fault.line.unwrap_or_default(), fault.message)).collect()
    }

    #[test]
    fn what_drawing_programs_declare_is_taken() {
        for doctype in [
            "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">",
            "<!DOCTYPE svg>",
            "<!DOCTYPE svg SYSTEM '>[<!ENTITY'>",
            "<!DOCTYPE svg PUBLIC \"a\" \"b\" [\n\t<!ENTITY ns_svg \"http://www.w3.org/2000/svg\">\n\t<!-- x -->\n\
             <!ENTITY ns_xlink 'http://www.w3.org/1999/xlink' >\n] >",
            "<!DOCTYPE svg []>",
        ] {
            assert_eq!(told(doctype), [""; 0], "{doctype}");
        }
        let named = "<!DOCTYPE svg [<!ENTITY ns_svg \"http://www.w3.org/2000/svg\">]><svg xmlns=\"&ns_svg;\"/>";
        assert!(read_svg(named).is_ok());
        let act = "<!DOCTYPE svg [<!ENTITY a \"javascript:alert\">]><svg xmlns=\"http://www.w3.org/2000/svg\"><a href=\"&a;\"/></svg>";
        assert_eq!(read_svg(act).err().map(|faults| faults.len()), Some(1), "what a name is short for is read as well");
    }

    #[test]
    fn what_could_add_to_the_picture_is_told_with_its_line() {
        for (doctype, message) in [
            (
                "<!DOCTYPE svg [\n<!ATTLIST svg onload CDATA \"alert(1)\">]>",
                "4: it declares `<!ATTLIST` before the picture",
            ),
            ("<!DOCTYPE svg [\n\n<!ENTITY a \"<script/>\">]>", "5: it declares `<!ENTITY` before the picture"),
            (
                "<!DOCTYPE svg [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>",
                "3: it declares `<!ENTITY` before the picture",
            ),
            ("<!DOCTYPE svg [<!ENTITY % a \"b\">%a;]>", "3: it declares `<!ENTITY` before the picture"),
            ("<!DOCTYPE svg [<!ENTITY a \"b\">%a;]>", "3: it declares `%a;` before the picture"),
            (
                "<!DOCTYPE svg [<!ENTITY a \"b\"><!ENTITY c \"&a;&a;\">]>",
                "3: it declares `<!ENTITY` before the picture",
            ),
            ("<!DOCTYPE svg [<!ENTITY a \"&#60;script/>\">]>", "3: it declares `<!ENTITY` before the picture"),
            ("<!DOCTYPE svg [<?x?>]>", "3: it declares `<?x?` before the picture"),
            ("<!DOCTYPE svg \"", "3: it declares `<!DOCTYPE` before the picture"),
            ("<!DOCTYPE svg [", "4: it declares `<svg` before the picture"),
        ] {
            assert_eq!(told(doctype).first().map(String::as_str), Some(message), "{doctype}");
        }
        let long = format!("<!DOCTYPE svg [<!ENTITY a \"{}\">]>", "x".repeat(300));
        assert_eq!(told(&long).len(), 1);
    }
}
