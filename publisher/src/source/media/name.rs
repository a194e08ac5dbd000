//! The ways to write a file's name, and what is said of a name that no file has.

use percent_encoding::percent_decode_str;
use unicode_normalization::UnicodeNormalization;

use crate::source::problem::Fault;

const SAVE: &str = "Save it as a file into content/media and write its name, as `anh.jpg`.";
const DOWNLOAD: &str = "Download it into content/media and write its file name.";
const OLD_PORTAL: &str =
    "If it is on the old portal, download it from there into content/media and write its file name.";

/// How often names have been percent-encoded, one after another.
const MOST_ENCODINGS: usize = 3;

/// Ends of the names of hosts that editors write without `https://`.
const HOST_ENDS: [&str; 7] = [".vn", ".com", ".net", ".org", ".info", ".gov", ".edu"];

/// A name without percent-encoding, in the one form of its letters.
pub(super) fn decode(name: &str) -> String {
    percent_decode_str(name).decode_utf8_lossy().nfc().collect()
}

/// What names have in common that a person or Windows takes for the same.
pub(super) fn fold(name: &str) -> String {
    let name = (0..MOST_ENCODINGS).fold(name.to_owned(), |name, _| decode(&name)).replace('\\', "/").to_lowercase();
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A name below the media folder, written from the folder itself, its neighbours, the site's root or the content folder.
pub(super) fn below_media(name: &str) -> &str {
    let name = name.strip_prefix("./").unwrap_or(name);
    let bare = name.trim_start_matches("../").trim_start_matches('/');
    let bare = bare.strip_prefix("content/").unwrap_or(bare);
    bare.strip_prefix("media/").unwrap_or(name)
}

/// The last part of a path of any kind of computer.
pub(super) fn last_part(name: &str) -> &str {
    name.rsplit(['/', '\\', ':']).next().unwrap_or(name)
}

/// A name as it may be meant: whole, or without the query and the fragment that a browser would take it for; each with
/// the fragment that is left over.
pub(super) fn readings(name: &str) -> impl Iterator<Item = (&str, &str)> {
    let cut = |end: Option<usize>| {
        let (file, rest) = name.split_at_checked(end?)?;
        Some((file, rest.find('#').and_then(|fragment| rest.get(fragment..)).unwrap_or_default()))
    };
    let cuts = [Some(name.len()), name.rfind('#'), name.rfind('?'), name.find(['?', '#'])];
    cuts.into_iter().filter_map(cut)
}

/// Why a name names no file; `same` is a file with the same last part.
pub(super) fn fault_of(name: &str, same: Option<&str>) -> Option<Fault> {
    let (message, help) = origin(name)?;
    let known = same.map(|same| format!("Write `{same}`: a file of that name is in content/media."));
    Some(Fault::new(message, known.unwrap_or(help)))
}

/// Where a name leads that is of no file of the folder, and what to do.
fn origin(name: &str) -> Option<(String, String)> {
    let scheme = name.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    let scheme = scheme.filter(|scheme| !scheme.is_empty() && scheme.bytes().all(|b| b.is_ascii_alphanumeric()));
    let (message, help) = match scheme.as_deref() {
        Some("data") => ("it is pasted into the text and is not a file", SAVE),
        Some("cid" | "mid") => ("it is in the e-mail that the text was copied from", SAVE),
        Some("blob") => ("it was only in the browser that the text was copied from", SAVE),
        Some("file") => ("it is on the computer where the text was written", SAVE),
        Some(drive) if drive.len() == 1 => ("it is on the computer where the text was written", SAVE),
        Some(_) => ("it is not on this site", DOWNLOAD),
        None if name.starts_with(r"\\") => ("it is on the computer where the text was written", SAVE),
        None if name.starts_with("//") => ("it is not on this site", DOWNLOAD),
        None if is_host(name) => {
            return Some((
                "the address of another site begins with https://".to_owned(),
                format!("Write https://{name}."),
            ));
        }
        None if leads_out(below_media(name)) => {
            let help = help_for_page(name).unwrap_or_else(|| OLD_PORTAL.to_owned());
            return Some(("it leads out of content/media".to_owned(), help));
        }
        None => return None,
    };
    Some((message.to_owned(), help.to_owned()))
}

fn leads_out(name: &str) -> bool {
    name.starts_with('/') || name.split(['/', '\\']).any(|part| part == "..")
}

/// The ends of pages' names on the site itself.
const PAGES: [&str; 7] = ["asp", "aspx", "cgi", "htm", "html", "jsp", "php"];

/// What to do about the address of an old portal's page, `/Pages/tin.aspx?id=45`; `None` when it is of a file.
pub(in crate::source) fn help_for_page(address: &str) -> Option<String> {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let (_, end) = path.rsplit_once('.')?;
    let address = address.split('#').next().unwrap_or_default().trim_start_matches(['.', '/']);
    PAGES.contains(&end.to_ascii_lowercase().as_str()).then(|| {
        format!(
            "Link to the text that took this page's place; or write aliases = [\"/{address}\"] there, and link to \"/{address}\"."
        )
    })
}

fn is_host(name: &str) -> bool {
    let (host, path) = name.split_once('/').map_or((name, None), |(host, path)| (host, Some(path)));
    let host = host.to_ascii_lowercase();
    let last = host.rsplit_once('.').map_or("", |(_, last)| last);
    let is_word = last.len() >= 2 && last.bytes().all(|byte| byte.is_ascii_alphabetic()) && !PAGES.contains(&last);
    host.starts_with("www.") || HOST_ENDS.iter().any(|end| host.ends_with(end)) || path.is_some() && is_word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_and_a_fragment_may_belong_to_the_name_or_not() {
        assert_eq!(
            readings("a #2.pdf?v=1#page=3").collect::<Vec<_>>(),
            [
                ("a #2.pdf?v=1#page=3", ""),
                ("a #2.pdf?v=1", "#page=3"),
                ("a #2.pdf", "#page=3"),
                ("a ", "#2.pdf?v=1#page=3")
            ]
        );
        assert_eq!(readings("a.pdf").collect::<Vec<_>>(), [("a.pdf", "")]);
    }

    #[test]
    fn what_was_copied_is_told_by_where_it_is() {
        for (name, told) in [
            ("data:image/png;base64,AAAA", "it is pasted into the text and is not a file"),
            ("cid:image001.png@01D7", "it is in the e-mail that the text was copied from"),
            ("blob:https://docs.example/1", "it was only in the browser that the text was copied from"),
            ("file:///C:/Users/THU/clip_image002.jpg", "it is on the computer where the text was written"),
            (r"C:\Users\THU\anh.jpg", "it is on the computer where the text was written"),
            ("c:/anh.jpg", "it is on the computer where the text was written"),
            (r"\\MAYCHU\chung\anh.jpg", "it is on the computer where the text was written"),
            ("/Portals/0/News/anh.jpg", "it leads out of content/media"),
            ("../../images/anh.jpg", "it leads out of content/media"),
            ("https://example.com/a.png", "it is not on this site"),
            ("//example.com/a.png", "it is not on this site"),
            ("www.example.org", "the address of another site begins with https://"),
            ("example.org/trang", "the address of another site begins with https://"),
            ("laichau.gov.vn", "the address of another site begins with https://"),
        ] {
            assert_eq!(fault_of(name, None).map(|fault| fault.message).as_deref(), Some(told), "{name}");
        }
        for name in [
            "anh.jpg",
            "/media/anh.jpg",
            "../media/anh.jpg",
            "2021/anh.jpg",
            "index.php?id=3",
            "index.php/5",
            "",
            "2021.05/anh",
        ] {
            assert_eq!(fault_of(name, None), None, "{name}");
        }
    }
}
