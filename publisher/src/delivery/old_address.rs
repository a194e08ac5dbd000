//! Old addresses: read from what an editor wrote, and looked up by `portal serve`, nginx and Caddy alike.
//!
//! All that a `map` of nginx can do is find a key, whatever the case of its ASCII letters, in what a request has: its
//! decoded path, and parameters of its query as they are written there. So an address is one key for each way in which
//! it may be written, and there is a table for each set of parameters by which addresses are told apart.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::media_types::COMPRESSED_SUFFIXES;

/// Longer than any address of a real site, and short enough for one line of an nginx configuration.
pub const LONGEST_ADDRESS: usize = 1_000;

/// An entry of the tables of our nginx configuration has 2,048 bytes.
const LONGEST_KEY: usize = 1_900;

/// What tells addresses apart is one line of an nginx configuration, which has at most 4,096 bytes.
const MOST_PARAMETERS: usize = 8;

/// In bytes.
const LONGEST_NAME: usize = 60;

/// How many sets of parameters may tell addresses apart: each is a table to look in before a page is not found.
pub const MOST_TABLES: usize = 40;

/// What is added to links that are shared or advertised, and is no part of an address.
const TRACKING: [&str; 4] = ["fbclid", "gclid", "utm_", "zarsrc"];

/// How a browser writes a value that was typed (WHATWG URL, special-query percent-encode set).
const TYPED: AsciiSet =
    CONTROLS.add(b' ').add(b'"').add(b'#').add(b'<').add(b'>').add(b'\'').add(b'%').add(b'&').add(b'+');

/// How `encodeURIComponent` does. SharePoint encodes everything: `NON_ALPHANUMERIC`.
const COMPONENT: AsciiSet = NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'~')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');

/// An old address, in every way in which it may be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OldAddress {
    /// The parameters it needs, in lower case and in order. What is first in a query and has no `=` has an empty name.
    names: Vec<String>,
    /// The path, then `?` and the parameters' values joined by `&`. The first is all in lower case.
    keys: Vec<String>,
}

/// Why there is no such old address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No request has it, or no server looks it up: the root, an empty or hidden segment, a compressed form.
    NotPlain,
    TooLong,
    /// There is one already.
    Taken,
    /// More than `MOST_TABLES` sets of parameters.
    TooManyTables,
}

impl OldAddress {
    /// Reads a path with or without a query, percent-encoded or not.
    ///
    /// # Errors
    /// When it cannot be an old address.
    pub fn read(written: &str) -> Result<Self, Refusal> {
        let (path, query) = written.split_once('?').unwrap_or((written, ""));
        let path = read_path(path)?;
        let parameters = read_query(query)?;
        let mut keys = Vec::new();
        for spell in [str::to_lowercase, str::to_owned, str::to_uppercase] {
            let values = parameters.values().map(|value| spell(value)).collect::<Vec<_>>();
            for written in ways_to_write(&values) {
                let key = format!("{}{written}", spell(&path)).to_ascii_lowercase();
                if !keys.contains(&key) {
                    keys.push(key);
                }
            }
        }
        if keys.iter().any(|key| key.len() > LONGEST_KEY) {
            return Err(Refusal::TooLong);
        }
        Ok(Self { names: parameters.into_keys().collect(), keys })
    }

    /// The path, decoded, in lower case and without a final slash.
    pub fn path(&self) -> &str {
        self.keys.first().and_then(|key| key.split('?').next()).unwrap_or_default()
    }
}

fn read_path(written: &str) -> Result<String, Refusal> {
    let folded = written.to_ascii_lowercase();
    let path = percent_decode_str(written).decode_utf8().map_err(|_| Refusal::NotPlain)?;
    let bare = path.strip_suffix('/').unwrap_or(&path);
    if bare.len() > LONGEST_ADDRESS {
        return Err(Refusal::TooLong);
    }
    let mut segments = bare.strip_prefix('/').ok_or(Refusal::NotPlain)?.split('/');
    let is_sound = !folded.contains("%2f")
        && !bare.contains(|c: char| c.is_control() || matches!(c, '?' | '#' | '\\'))
        && !segments.any(|segment| segment.is_empty() || segment.starts_with('.'))
        && !COMPRESSED_SUFFIXES.iter().any(|suffix| bare.to_ascii_lowercase().ends_with(suffix));
    if is_sound { Ok(bare.to_owned()) } else { Err(Refusal::NotPlain) }
}

/// Name → decoded value. A parameter without a value is as good as none; of two with one name the first counts.
fn read_query(written: &str) -> Result<BTreeMap<String, String>, Refusal> {
    if written.contains('#') {
        return Err(Refusal::NotPlain);
    }
    let mut parameters = BTreeMap::new();
    // As it is in the source of a page.
    let written = written.replace("&amp;", "&");
    for (position, part) in written.split('&').enumerate() {
        let (name, value) = match part.split_once('=') {
            Some(pair) => pair,
            None if position == 0 => ("", part),
            None => continue,
        };
        // As it comes in a request, in lower case like the rest of it.
        let name = utf8_percent_encode(name, CONTROLS).to_string().to_ascii_lowercase();
        let is_nameless = name.is_empty() && part.starts_with('=');
        if is_nameless || value.is_empty() || TRACKING.iter().any(|start| name.starts_with(start)) {
            continue;
        }
        let value = value.replace('+', " ");
        let value = percent_decode_str(&value).decode_utf8().map_err(|_| Refusal::NotPlain)?;
        if value.contains(char::is_control) {
            return Err(Refusal::NotPlain);
        }
        if name.len() > LONGEST_NAME {
            return Err(Refusal::TooLong);
        }
        parameters.entry(name).or_insert_with(|| value.into_owned());
    }
    if parameters.len() > MOST_PARAMETERS { Err(Refusal::TooLong) } else { Ok(parameters) }
}

/// `?` and the values, in each way in which they may be encoded.
fn ways_to_write(values: &[String]) -> Vec<String> {
    if values.is_empty() {
        return vec![String::new()];
    }
    let all = [&TYPED, &COMPONENT, NON_ALPHANUMERIC].map(|set| {
        let encoded = values.iter().map(|value| utf8_percent_encode(value, set).to_string()).collect::<Vec<_>>();
        format!("?{}", encoded.join("&"))
    });
    // Forms write a space as a plus.
    let with_plus = all.clone().map(|written| written.replace("%20", "+"));
    all.into_iter().chain(with_plus).collect()
}

/// Old addresses and where they lead.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Redirects {
    /// By the parameters: those with the most come first, because they are the most exact.
    tables: BTreeMap<(Reverse<usize>, Vec<String>), BTreeMap<String, String>>,
}

impl Redirects {
    /// Adds an address.
    ///
    /// # Errors
    /// When it is there already, or there are too many kinds of addresses.
    pub fn insert(&mut self, address: OldAddress, location: &str) -> Result<(), Refusal> {
        let OldAddress { names, keys } = address;
        let kind = (Reverse(names.len()), names);
        let is_new = !kind.1.is_empty() && !self.tables.contains_key(&kind);
        if is_new && self.with_parameters().count() >= MOST_TABLES {
            return Err(Refusal::TooManyTables);
        }
        let table = self.tables.entry(kind).or_default();
        if keys.iter().any(|key| table.contains_key(key)) {
            return Err(Refusal::Taken);
        }
        table.extend(keys.into_iter().map(|key| (key, location.to_owned())));
        Ok(())
    }

    /// Where an address leads that needs parameters, if they are in the query. The path is decoded; the query is not.
    pub fn find_by_query(&self, path: &str, query: &str) -> Option<&str> {
        let path = fold(path);
        let query = query.to_ascii_lowercase();
        self.with_parameters().find_map(|(names, table)| {
            let values = names.iter().map(|name| value_of(&query, name)).collect::<Option<Vec<_>>>()?;
            table.get(&format!("{path}?{}", values.join("&"))).map(String::as_str)
        })
    }

    /// Where an address leads that needs no parameters.
    pub fn find_by_path(&self, path: &str) -> Option<&str> {
        self.of_paths()?.get(&fold(path)).map(String::as_str)
    }

    /// The addresses that need no parameters.
    pub(super) fn of_paths(&self) -> Option<&BTreeMap<String, String>> {
        self.tables.get(&(Reverse(0), Vec::new()))
    }

    /// The others, by the parameters they need, in the order in which they are looked up.
    pub(super) fn with_parameters(&self) -> impl Iterator<Item = (&Vec<String>, &BTreeMap<String, String>)> {
        self.tables.iter().map(|((_, names), table)| (names, table)).filter(|(names, _)| !names.is_empty())
    }
}

/// A path as keys have it.
fn fold(path: &str) -> String {
    path.strip_suffix('/').unwrap_or(path).to_ascii_lowercase()
}

/// The value of the first parameter of this name that has one.
fn value_of<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    if name.is_empty() {
        return query.split('&').next().filter(|word| !word.is_empty() && !word.contains('='));
    }
    let mut values = query.split('&').filter_map(|part| part.strip_prefix(name)?.strip_prefix('='));
    values.find(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redirects(addresses: &[&str]) -> Redirects {
        let mut redirects = Redirects::default();
        for address in addresses {
            redirects.insert(OldAddress::read(address).unwrap(), address).unwrap();
        }
        redirects
    }

    #[test]
    fn an_address_is_read_or_refused() {
        for (written, expected) in [
            ("/A/b/", Ok("/a/b")),
            ("/tin%20t%E1%BB%A9c", Ok("/tin tức")),
            ("/TIN TỨC/Đ.aspx", Ok("/tin tức/đ.aspx")),
            ("/a?b=c", Ok("/a?c")),
            ("/a/?B=C&a=1", Ok("/a?1&c")),
            ("/a?tabid=120&amp;id=45", Ok("/a?45&120")),
            ("/a?id=45&utm_source=x&fbclid=y", Ok("/a?45")),
            ("/a?fbclid=y", Ok("/a")),
            ("/a?45", Ok("/a?45")),
            ("/a?", Ok("/a")),
            ("/a?id=", Ok("/a")),
            ("/a?id=1&id=2", Ok("/a?1")),
            ("/a%0ab", Err(Refusal::NotPlain)),
            ("/a/.b", Err(Refusal::NotPlain)),
            ("/a//b", Err(Refusal::NotPlain)),
            ("/a%2Fb", Err(Refusal::NotPlain)),
            ("/a.gz", Err(Refusal::NotPlain)),
            ("/a.GZ", Err(Refusal::NotPlain)),
            ("/a#b", Err(Refusal::NotPlain)),
            ("/a?b=c#d", Err(Refusal::NotPlain)),
            ("/a?b=%00", Err(Refusal::NotPlain)),
            ("/a?b=%ff", Err(Refusal::NotPlain)),
            ("/%ff", Err(Refusal::NotPlain)),
            ("/", Err(Refusal::NotPlain)),
            ("/?p=1", Err(Refusal::NotPlain)),
            ("", Err(Refusal::NotPlain)),
        ] {
            let read = OldAddress::read(written);
            assert_eq!(read.as_ref().map(|address| address.keys[0].as_str()).map_err(|refusal| *refusal), expected);
        }
        for long in [format!("/{}", "a".repeat(1_000)), format!("/a?b={}", "đ".repeat(400))] {
            assert_eq!(OldAddress::read(&long), Err(Refusal::TooLong));
        }
    }

    #[test]
    fn the_most_exact_address_is_found() {
        let redirects = redirects(&[
            "/Default.aspx",
            "/Default.aspx?id=45",
            "/Default.aspx?tabid=120&id=45",
            "/xem.asp?45",
            "/Lists/Forms/DispForm.aspx?List={8C5B-9}&ID=3",
            "/Pages/Tin.aspx?Ten=Bài một&so=1:a",
        ]);
        for (path, query, expected) in [
            ("/default.aspx", "id=45", Some("/Default.aspx?id=45")),
            ("/DEFAULT.aspx/", "ID=45&fbclid=x", Some("/Default.aspx?id=45")),
            ("/default.aspx", "a=b&id=45&tabid=120&c", Some("/Default.aspx?tabid=120&id=45")),
            ("/default.aspx", "id=45&tabid=121", Some("/Default.aspx?id=45")),
            ("/default.aspx", "id=&id=45", Some("/Default.aspx?id=45")),
            ("/default.aspx", "id=4&id=45", None),
            ("/default.aspx", "xid=45", None),
            ("/default.aspx", "id=450", None),
            ("/default.aspx", "", None),
            ("/xem.asp", "45", Some("/xem.asp?45")),
            ("/xem.asp", "45&utm_source=x", Some("/xem.asp?45")),
            ("/xem.asp", "a=1&45", None),
            ("/xem.asp", "45=", None),
            ("/lists/forms/dispform.aspx", "ID=3&List={8c5b-9}", Some("/Lists/Forms/DispForm.aspx?List={8C5B-9}&ID=3")),
            (
                "/lists/forms/dispform.aspx",
                "List=%7B8C5B-9%7D&ID=3",
                Some("/Lists/Forms/DispForm.aspx?List={8C5B-9}&ID=3"),
            ),
            (
                "/lists/forms/dispform.aspx",
                "List=%7B8C5B%2D9%7D&ID=3",
                Some("/Lists/Forms/DispForm.aspx?List={8C5B-9}&ID=3"),
            ),
            ("/pages/tin.aspx", "ten=b%C3%A0i%20m%E1%BB%99t&so=1:a", Some("/Pages/Tin.aspx?Ten=Bài một&so=1:a")),
            ("/pages/tin.aspx", "ten=B%C3%80I+M%E1%BB%98T&so=1%3Aa", Some("/Pages/Tin.aspx?Ten=Bài một&so=1:a")),
        ] {
            assert_eq!(redirects.find_by_query(path, query), expected, "{path}?{query}");
        }
        assert_eq!(redirects.find_by_path("/default.ASPX/"), Some("/Default.aspx"));
        assert_eq!(redirects.find_by_path("/xem.asp"), None);
    }

    #[test]
    fn what_servers_cannot_tell_apart_is_one_address() {
        for (one, other) in [
            ("/Tin-Cu/Bai-1.aspx", "/tin-cu/BAI-1.aspx/"),
            ("/TIN TỨC", "/tin%20t%E1%BB%A9c"),
            ("/a?id=45&tabid=1", "/a?TabID=1&amp;ID=45"),
            ("/a?q=B%C3%A0i+m%E1%BB%99t", "/a?q=bài%20MỘT"),
        ] {
            let other = OldAddress::read(other).unwrap();
            assert_eq!(redirects(&[one]).insert(other, ""), Err(Refusal::Taken), "{one}");
        }
        for (one, other) in
            [("/a?id=45", "/a?id=46"), ("/a?id=45", "/a"), ("/a?id=45", "/a?tabid=45"), ("/a?b=1%2B1", "/a?b=1+1")]
        {
            assert_eq!(redirects(&[one]).insert(OldAddress::read(other).unwrap(), ""), Ok(()), "{one}");
        }
    }

    #[test]
    fn the_kinds_of_addresses_are_limited() {
        let mut redirects = redirects(&[]);
        let mut insert = |number: usize| redirects.insert(OldAddress::read(&format!("/a?p{number}=1")).unwrap(), "");
        assert!((0..MOST_TABLES).all(|number| insert(number).is_ok()));
        assert_eq!(insert(MOST_TABLES), Err(Refusal::TooManyTables));
        assert_eq!(redirects.insert(OldAddress::read("/a").unwrap(), ""), Ok(()));
    }
}
