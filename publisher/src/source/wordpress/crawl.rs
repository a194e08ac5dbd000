//! Learns what a WordPress has: everything by its ids each time, and in full only what has changed.
//!
//! What came is kept as it came, one file each, so that a reading that is broken off goes on where it was.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use serde_json::Value;

use super::answers::{MEDIA_FIELDS, Names, POST_FIELDS, POST_STAMP, Term, User};
use super::client::{Client, Unread};
use super::fault;
use super::removals::are_too_many;
use super::settings::WordpressSource;
use super::store::{Item, Items, Store, put};
use crate::release::keys::sha256_hex;
use crate::source::problem::{Fault, Problem, Problems};

/// The most things that are asked for at once.
const BATCH: usize = 100;

/// Of so many that seem to be gone each is asked for; of more the list is read again.
const ASKED_FOR: usize = 20;

/// What came of a reading.
pub struct Crawl {
    pub posts: Items,
    pub pages: Items,
    pub media: Items,
    pub names: Names,
    /// How many came anew.
    pub fetched: usize,
    /// How many are gone.
    pub gone: usize,
    pub told: Problems,
}

/// How thoroughly it is read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Effort {
    /// Everything anew.
    pub is_full: bool,
    /// However little is left.
    pub accepts_removals: bool,
}

/// A list of things.
#[derive(Clone, Copy)]
pub struct Kind {
    pub name: &'static str,
    fields: &'static str,
    /// What its stamp is made of.
    stamp: &'static str,
}

pub const POSTS: Kind = Kind { name: "posts", fields: POST_FIELDS, stamp: POST_STAMP };
pub const PAGES: Kind = Kind { name: "pages", fields: POST_FIELDS, stamp: POST_STAMP };
pub const MEDIA: Kind = Kind { name: "media", fields: MEDIA_FIELDS, stamp: MEDIA_FIELDS };

pub struct Crawler<'a> {
    pub client: &'a Client<'a>,
    pub source: &'a WordpressSource,
    pub store: &'a Store,
    pub effort: Effort,
}

impl Crawler<'_> {
    /// Reads what there is.
    ///
    /// # Errors
    /// When any part cannot be read: what is known of the rest is not enough to say what is gone.
    pub async fn read(&self) -> Result<Crawl, Fault> {
        let mut crawl = Crawl {
            posts: Items::new(),
            pages: Items::new(),
            media: Items::new(),
            names: Names::default(),
            fetched: 0,
            gone: 0,
            told: Problems::default(),
        };
        let client = self.client;
        let terms = |terms: Vec<Term>| terms.into_iter().map(|term| (term.id, term)).collect::<BTreeMap<_, _>>();
        crawl.names.categories = terms(client.list("categories", "id,name,slug").await?);
        crawl.names.tags = terms(client.list("tags", "id,name,slug").await?);
        // Many sites hide who writes; their texts have no names then.
        match client.list::<User>("users", "id,name").await {
            Ok(users) => crawl.names.users = users.into_iter().map(|user| (user.id, user.name)).collect(),
            Err(found) if found.message.starts_with("it answers 4") => {
                let help = "Let /wp-json/wp/v2/users be read, or do without.";
                let message = format!("the names of the authors are not to be had: {}", found.message);
                crawl.told.push(Problem::new(self.source.url.as_str().as_ref(), Fault::warning(message, help)));
            }
            Err(found) => return Err(found),
        }
        crawl.posts = self.kind(POSTS, &mut crawl).await?;
        if !self.source.pages.is_none() {
            crawl.pages = self.kind(PAGES, &mut crawl).await?;
        }
        crawl.media = self.kind(MEDIA, &mut crawl).await?;
        Ok(crawl)
    }

    async fn kind(&self, kind: Kind, crawl: &mut Crawl) -> Result<Items, Fault> {
        let known = self.store.received(kind.name);
        let mut swept = self.sweep(kind).await?;
        let mut missing = gone(&known, &swept);
        if !missing.is_empty() && kind.name != MEDIA.name {
            if missing.len() > ASKED_FOR {
                // What is published between two pages moves the others.
                swept.extend(self.sweep(kind).await?);
                missing = gone(&known, &swept);
            } else {
                let mut confirmed = BTreeSet::new();
                for id in missing {
                    if self.client.is_gone(kind.name, id).await? {
                        confirmed.insert(id);
                    } else {
                        swept.insert(id, String::new());
                    }
                }
                missing = confirmed;
            }
        }
        // Texts are counted when it is known which of them are published.
        let keeps =
            kind.name == MEDIA.name && !self.effort.accepts_removals && are_too_many(known.len(), missing.len());
        if keeps {
            let fault = too_little(known.len() - missing.len(), known.len());
            crawl.told.push(Problem::new(self.source.url.as_str().as_ref(), fault));
        } else {
            crawl.gone += missing.len();
        }
        let mut items = Items::new();
        let mut wanted = Vec::new();
        for (id, stamp) in &swept {
            let at_hand = [known.get(id).cloned(), self.store.coming(kind.name, *id, stamp)];
            let at_hand = at_hand.into_iter().flatten().find(|item| item.stamp == *stamp && !self.effort.is_full);
            match at_hand {
                Some(item) => drop(items.insert(*id, item)),
                None => wanted.push(*id),
            }
        }
        for ids in wanted.chunks(BATCH) {
            self.fetch(kind, ids, &swept, &mut items, crawl).await?;
        }
        // What was not given, or not understood, stays as it was.
        for id in wanted.iter().chain(missing.iter().filter(|_| keeps)) {
            if let (false, Some(item)) = (items.contains_key(id), known.get(id)) {
                items.insert(*id, item.clone());
            }
        }
        Ok(items)
    }

    async fn sweep(&self, kind: Kind) -> Result<BTreeMap<u64, String>, Fault> {
        let swept = self.client.list::<Value>(kind.name, kind.stamp).await?;
        Ok(swept.iter().filter_map(|value| Some((value.get("id")?.as_u64()?, stamp_of(kind, value)))).collect())
    }

    /// Takes what has these ids, in smaller parts where the whole is too large.
    async fn fetch(
        &self,
        kind: Kind,
        ids: &[u64],
        swept: &BTreeMap<u64, String>,
        items: &mut Items,
        crawl: &mut Crawl,
    ) -> Result<(), Fault> {
        let mut parts = vec![ids];
        while let Some(part) = parts.pop() {
            match self.client.some(kind.name, kind.fields, part).await {
                Ok(values) => {
                    for value in values {
                        let Some(id) = value.get("id").and_then(Value::as_u64) else { continue };
                        if !swept.contains_key(&id) {
                            continue;
                        }
                        let item = self.keep(kind, id, &value).map_err(|error| fault::of_disk(&error))?;
                        items.insert(id, item);
                        crawl.fetched += 1;
                    }
                }
                Err(Unread::TooLarge) if part.len() > 1 => {
                    let (first, second) = part.split_at(part.len() / 2);
                    parts.extend([first, second]);
                }
                Err(Unread::TooLarge) => {
                    let address = part.first().map(|id| format!("{}?p={id}", self.source.url)).unwrap_or_default();
                    let help = "Make it shorter, or put what it holds into files.";
                    let fault = Fault::warning("it is larger than anything that is read, and is left out", help);
                    crawl.told.push(Problem::new(address.as_ref(), fault));
                }
                Err(Unread::Fault(found)) => return Err(found),
            }
        }
        Ok(())
    }

    /// Keeps what came in a file whose name says what it is.
    fn keep(&self, kind: Kind, id: u64, value: &Value) -> io::Result<Item> {
        let stamp = stamp_of(kind, value);
        let file = self.store.coming_file(kind.name, &format!("{id}-{stamp}.json"));
        put(&file, value.to_string().as_bytes())?;
        Ok(Item { stamp, file })
    }
}

/// What is said when so little is left that it is not believed.
pub fn too_little(found: usize, known: usize) -> Fault {
    Fault::new(
        format!("it gives only {found} of {known} that are known, so nothing is removed"),
        "If they were meant to go, run `portal sync --accept-removals`.",
    )
}

/// Another one when something is different: the digits of the time and a hash, which can be part of a file's name.
fn stamp_of(kind: Kind, value: &Value) -> String {
    let modified = value.get("modified_gmt").and_then(Value::as_str).unwrap_or_default();
    let digits = modified.chars().filter(char::is_ascii_digit).take(20).collect::<String>();
    let field = |path: &str| path.split('.').try_fold(value, |value, name| value.get(name)).cloned();
    let said = kind.stamp.split(',').map(field).map(Option::unwrap_or_default).collect::<Vec<_>>();
    let hash = sha256_hex(Value::Array(said).to_string());
    format!("{digits}-{}", hash.get(..8).unwrap_or_default())
}

fn gone(known: &Items, swept: &BTreeMap<u64, String>) -> BTreeSet<u64> {
    known.keys().copied().filter(|id| !swept.contains_key(id)).collect()
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use serde_json::json;

    use super::*;

    #[test]
    fn a_stamp_is_another_when_anything_that_is_swept_is() {
        let post = json!({ "id": 5, "modified_gmt": "2021-03-11T17:00:00", "slug": "a", "content": { "rendered": "x", "protected": false } });
        let stamp = |change: &dyn Fn(&mut Value)| {
            let mut changed = post.clone();
            change(&mut changed);
            stamp_of(POSTS, &changed)
        };
        let before = stamp(&|_| {});
        assert!(before.starts_with("20210311170000-") && before.len() == 23, "{before}");
        assert_eq!(stamp(&|post| post["content"]["rendered"] = "y".into()), before, "a sweep does not ask for it");
        assert_ne!(stamp(&|post| post["content"]["protected"] = true.into()), before);
        assert_ne!(stamp(&|post| post["slug"] = "b".into()), before);
        let foreign = stamp(&|post| post["modified_gmt"] = "../../x".into());
        assert!(
            foreign.starts_with('-') && foreign.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'),
            "{foreign}"
        );
    }

    #[test]
    fn what_is_known_and_not_swept_is_gone() {
        let item = || Item { stamp: String::new(), file: PathBuf::new() };
        let known = [1, 2, 3].map(|id| (id, item())).into();
        let swept = [(1, String::new()), (3, String::new()), (4, String::new())].into();
        assert_eq!(gone(&known, &swept), BTreeSet::from([2]));
    }
}
