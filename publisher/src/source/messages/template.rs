//! A sentence with places, `there is no {what} {number}`: finds what fills them, and fills them.

use std::collections::BTreeMap;

/// Where something is put in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place<'a> {
    pub name: &'a str,
    pub is_quoted: bool,
}

/// A sentence, taken apart.
#[derive(Debug)]
pub(super) struct Template<'a> {
    /// Before the first place.
    start: &'a str,
    /// Each place with the text behind it.
    parts: Vec<(Place<'a>, &'a str)>,
}

impl<'a> Template<'a> {
    pub fn new(text: &'a str) -> Self {
        let (start, mut rest) = next_place(text);
        let (mut parts, mut before) = (Vec::new(), start);
        while let Some((name, after)) = rest {
            let (text, next) = next_place(after);
            parts.push((Place { name, is_quoted: before.ends_with(['`', '"']) }, text));
            (before, rest) = (text, next);
        }
        Self { start, parts }
    }

    pub fn places(&self) -> impl Iterator<Item = Place<'a>> {
        self.parts.iter().map(|(place, _)| *place)
    }

    /// How long the text beside the places is.
    pub fn letters(&self) -> usize {
        self.start.len() + self.parts.iter().map(|(_, text)| text.len()).sum::<usize>()
    }

    /// What fills the places in a text, in their order; `None` when it is another text.
    pub fn values<'t>(&self, text: &'t str) -> Option<Vec<&'t str>> {
        let mut rest = text.strip_prefix(self.start)?;
        let Some(((_, end), inner)) = self.parts.split_last() else { return rest.is_empty().then(Vec::new) };
        let mut values = Vec::with_capacity(self.parts.len());
        for (_, text) in inner {
            let (value, after) = rest.split_once(text)?;
            values.push(value);
            rest = after;
        }
        values.push(rest.strip_suffix(end)?);
        Some(values)
    }

    /// The sentence with its places filled, by name; an ellipsis where there is nothing.
    pub fn fill(&self, values: &BTreeMap<&str, &str>) -> String {
        let mut filled = self.start.to_owned();
        for (place, text) in &self.parts {
            filled.push_str(values.get(place.name).unwrap_or(&"…"));
            filled.push_str(text);
        }
        filled
    }
}

/// The text before the next place; the place's name and what follows it.
fn next_place(text: &str) -> (&str, Option<(&str, &str)>) {
    for (start, _) in text.match_indices('{') {
        let (before, rest) = text.split_at_checked(start).unwrap_or_default();
        let place = rest.strip_prefix('{').and_then(|rest| rest.split_once('}'));
        let is_name = |name: &str| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        if let Some(place) = place.filter(|(name, _)| is_name(name)) {
            return (before, Some(place));
        }
    }
    (text, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fills_the_places_is_found_and_put_elsewhere() {
        let template = Template::new("`{digits}` is no {what}");
        let values = template.values("`7a` is no hour").unwrap();
        assert_eq!(values, ["7a", "hour"]);
        assert_eq!(template.places().map(|place| place.is_quoted).collect::<Vec<_>>(), [true, false]);
        let values = template.places().map(|place| place.name).zip(values).collect();
        assert_eq!(Template::new("{what}: `{digits}`, {other}").fill(&values), "hour: `7a`, …");
        for other in ["`7a` is not an hour", "", "7a` is no hour", "`7a"] {
            assert_eq!(template.values(other), None, "{other}");
        }
    }

    #[test]
    fn braces_around_anything_else_are_text() {
        let template = Template::new("Write it as { field = \"…\" } {");
        assert_eq!((template.places().count(), template.values("Write it as { field = \"…\" } {")), (0, Some(vec![])));
        assert_eq!(Template::new("{ {a} }").values("{ x } }"), Some(vec!["x }"]));
    }
}
