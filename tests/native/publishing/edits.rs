//! Whatever is edited, what is published after it is byte for byte what publishing the content anew would be.
//!
//! `PORTAL_EDITS=1000` is the long form.

use std::collections::BTreeMap;
use std::fs;

use chrono::{DateTime, FixedOffset, TimeDelta};
use portal_fixtures::random::Random;
use portal_publisher::commands::publish::{PublishOptions, publish};

use super::killed::times;
use super::release::published;
use super::search::SMALL_PARTS;
use crate::published::write_files;
use crate::workshop::Workshop;

/// An article as it is written: its file, and what its front matter says.
#[derive(Clone)]
struct Draft {
    file: String,
    title: u64,
    section: &'static str,
    day: u64,
    summary: u64,
    /// Lines that are there or not.
    more: BTreeMap<&'static str, String>,
}

const SECTIONS: [&str; 2] = ["cha", "con"];

impl Draft {
    fn new(id: &str, dice: &mut Random) -> Self {
        let (title, summary, day) = (dice.below(9), dice.below(9), dice.between(1, 28).into());
        Self { file: id.to_owned(), title, section: dice.pick(&SECTIONS), day, summary, more: BTreeMap::new() }
    }

    fn front_matter(&self) -> String {
        let Self { title, section, day, summary, more, .. } = self;
        let more = more.values().cloned().collect::<Vec<_>>().join("\n");
        format!(
            "title = \"Bài {title}\"\nsection = \"{section}\"\npublished_at = \"2021-0{}-{day:02}\"\nsummary = \"Tóm tắt {summary}\"\n{more}",
            1 + title % 9
        )
    }
}

/// A content folder that is edited.
struct Desk {
    workshop: Workshop,
    settings: String,
    articles: BTreeMap<String, Draft>,
    at: DateTime<FixedOffset>,
}

impl Desk {
    fn write(&self, id: &str) {
        let Some(draft) = self.articles.get(id) else { return };
        self.workshop.write_article(id, &draft.front_matter());
        let folder = self.workshop.content().join("articles");
        let file = folder.join(format!("{}.md", draft.file));
        if draft.file != id {
            fs::rename(folder.join(format!("{id}.md")), file).unwrap();
        }
    }

    fn add(&mut self, dice: &mut Random) -> &'static str {
        let id = dice.id();
        self.articles.insert(id.clone(), Draft::new(&id, dice));
        self.write(&id);
        "an article more"
    }

    /// Nothing may name an article that is not there.
    fn forget(&mut self, gone: &str) {
        let names_it = |draft: &&mut Draft| draft.more.get("related").is_some_and(|line| line.contains(gone));
        self.articles.values_mut().filter(names_it).for_each(|draft| drop(draft.more.remove("related")));
        self.articles.keys().for_each(|id| self.write(id));
    }

    /// Changes one thing, and says what.
    fn edit(&mut self, dice: &mut Random) -> &'static str {
        let number = usize::try_from(dice.below(self.articles.len() as u64)).unwrap();
        let id = self.articles.keys().nth(number).unwrap().clone();
        let other = self.articles.keys().next().unwrap().clone();
        let mut draft = self.articles[&id].clone();
        let mut toggle = |name: &'static str, line: String| {
            if draft.more.remove(name).is_none() {
                draft.more.insert(name, line);
            }
        };
        let after = |hours: u64| (self.at + TimeDelta::hours(i64::try_from(hours).unwrap())).to_rfc3339();
        let what = match dice.below(16) {
            0 => return self.add(dice),
            1 if self.articles.len() > 5 => {
                fs::remove_file(self.workshop.content().join(format!("articles/{}.md", draft.file))).unwrap();
                self.articles.remove(&id);
                self.forget(&id);
                return "an article less";
            }
            2 => {
                let texts = [format!("short_name = \"Bản {}\"", dice.below(4)), "short_name = \"Khác\"".to_owned()];
                let text = self.settings.replace("short_name = \"Thử nghiệm\"", &texts[usize::from(dice.chance(20))]);
                write_files(&self.workshop.content(), &[("site.toml", &text)]);
                return "other settings";
            }
            3 => {
                let until = after(dice.below(9));
                let notice =
                    format!("\n[notice]\nlevel = \"urgent\"\ntext = \"Báo {}\"\nuntil = \"{until}\"\n", dice.below(9));
                write_files(&self.workshop.content(), &[("site.toml", &format!("{}{notice}", self.settings))]);
                return "a notice";
            }
            4 => {
                let sheet = format!(".masthead {{ border-width: {}px; }}\n", dice.below(5));
                write_files(&self.workshop.content(), &[("theme/theme.css", &sheet)]);
                return "another look";
            }
            5 => {
                self.at += TimeDelta::hours(i64::try_from(dice.below(40)).unwrap());
                return "time goes by";
            }
            6 => {
                toggle("publish_at", format!("publish_at = \"{}\"", after(dice.below(30))));
                "scheduled, or no longer"
            }
            7 => {
                toggle("expires_at", format!("expires_at = \"{}\"", after(1 + dice.below(30))));
                "expires, or no longer"
            }
            8 => {
                let at = "2021-11-30T08:00:00+07:00";
                toggle("withdrawn", format!("withdrawn = {{ at = \"{at}\", note = \"Sai.\" }}"));
                "withdrawn, or no longer"
            }
            9 => {
                toggle("draft", "draft = true".to_owned());
                "a draft, or no longer"
            }
            10 => {
                draft.section = dice.pick(&SECTIONS);
                "moved to a section"
            }
            11 => {
                draft.title = dice.below(9);
                "renamed, and its address with it"
            }
            12 => {
                draft.file = format!("tep-{}-{id}", dice.below(9));
                fs::remove_file(self.workshop.content().join(format!("articles/{}.md", self.articles[&id].file)))
                    .unwrap();
                "another file"
            }
            13 if other != id => {
                toggle("related", format!("related = [\"{other}\"]"));
                "related, or no longer"
            }
            14 => {
                toggle("tags", format!("tags = [\"Thẻ {}\"]", dice.below(3)));
                "tagged, or no longer"
            }
            _ => {
                draft.summary = dice.below(9);
                "another summary"
            }
        };
        self.articles.insert(id.clone(), draft);
        self.write(&id);
        what
    }
}

/// What is published, without what only open pages load, and without compressed forms where they are not asked for.
fn compared(workshop: &Workshop, compresses: bool) -> BTreeMap<String, Vec<u8>> {
    let mut files = published(workshop);
    files.retain(|file, _| {
        !file.starts_with("www/assets/") && (compresses || !(file.ends_with(".br") || file.ends_with(".gz")))
    });
    files
}

#[test]
fn after_any_edit_everything_is_as_if_it_were_published_anew() {
    let (edits, seed) = (times("PORTAL_EDITS", 30), times("PORTAL_SEED", 1));
    let mut dice = Random::of(seed, "edits");
    let workshop = Workshop::new(&[]);
    let settings = fs::read_to_string(workshop.content().join("site.toml")).unwrap();
    let at = DateTime::parse_from_rfc3339("2021-12-01T08:00:00+07:00").unwrap();
    let mut desk = Desk { workshop, settings, articles: BTreeMap::new(), at };
    for _ in 0..8 {
        desk.add(&mut dice);
    }
    let anew = Workshop::new(&[]);
    let mut compared_times = 0;
    for step in 0..edits {
        let what = format!("seed {seed}, edit {step}: {}", desk.edit(&mut dice));
        let (compresses, indexes) = (dice.chance(10), dice.chance(10));
        let of =
            PublishOptions { at: desk.at, compresses, indexes, index_parts: SMALL_PARTS, ..desk.workshop.options() };
        let again = PublishOptions { out: anew.out(), rebuilds: true, ..of.clone() };
        let [refused, refused_anew] = [of, again].map(|of| publish(&of).err().map(|error| error.to_string()));
        assert_eq!(refused, refused_anew, "{what}");
        // What contradicts itself, as an article that ends before it appears, is published neither way.
        if refused.is_some() {
            continue;
        }
        compared_times += 1;
        let [after, anew] = [&desk.workshop, &anew].map(|workshop| compared(workshop, compresses));
        let names = after.keys().chain(anew.keys());
        let differ = names.filter(|file| after.get(*file) != anew.get(*file)).collect::<Vec<_>>();
        assert!(differ.is_empty(), "{what}: {differ:?}");
    }
    assert!(compared_times * 2 > edits, "of {edits} edits {compared_times} were published");
}
