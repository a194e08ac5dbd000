//! Brings the store of a source up to date: what was read becomes texts and files of the next state, or nothing changes.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use reqwest::Url;
use serde::de::DeserializeOwned;

use super::answers::{Medium, Names, Post};
use super::client::{Client, Fetched};
use super::convert::{Context, key_of};
use super::crawl::{Crawl, Crawler, Effort, MEDIA, PAGES, POSTS, too_little};
use super::fault;
use super::media::{Library, Wanted, decoded};
use super::post::{Place, make, place_of_page, place_of_post, tags_of};
use super::removals::are_too_many;
use super::settings::WordpressSource;
use super::store::{self, Item, Items, Next, State, Store, Text};
use super::survey::{unknown_categories, unknown_pages};
use crate::release::keys::sha256_hex;
use crate::source::media::accept;
use crate::source::problem::{Fault, Problem, Problems, Severity};

/// Another number when other texts are made of the same posts.
const FORMAT: u32 = 1;

/// What came of a sync.
#[derive(Debug, Default)]
pub struct Outcome {
    pub articles: usize,
    pub pages: usize,
    pub media: usize,
    /// Things that were read in full.
    pub fetched: usize,
    /// Texts that are in the store no more.
    pub removed: usize,
    /// Posts that a password opens.
    pub protected: usize,
    pub is_changed: bool,
    pub told: Problems,
}

/// A text that is taken.
struct Taken {
    post: u64,
    file: PathBuf,
    place: Place,
    link: String,
}

/// Reads a source into its store.
///
/// # Errors
/// When it cannot be read or the store cannot be written: then the store is what it was.
pub async fn sync(source: &WordpressSource, store: &Store, effort: Effort) -> Result<Outcome, Fault> {
    let client = Client::open(source).await?;
    let mut crawl = Crawler { client: &client, source, store, effort }.read().await?;
    let before = store.state();
    let inputs = sha256_hex(format!("{:?}", (FORMAT, env!("CARGO_PKG_VERSION"), source, &crawl.names)));
    let is_same = crawl.fetched == 0 && crawl.gone == 0 && before.inputs == inputs && !before.is_partial;
    if store.has_state() && is_same && !effort.is_full {
        let (articles, pages, media) = (before.articles.len(), before.pages.len(), before.media.len());
        return Ok(Outcome { articles, pages, media, told: crawl.told, ..Outcome::default() });
    }
    let mut outcome = Outcome { fetched: crawl.fetched, is_changed: true, ..Outcome::default() };
    let told = std::mem::take(&mut crawl.told);
    outcome.told.append(told);
    let categories = crawl.names.categories.values().map(|term| decoded(&term.slug)).collect::<Vec<_>>();
    outcome.told.append(unknown_categories(source, categories.iter().map(String::as_str)));
    let (posts, pages, lead) = choose(&crawl, source, &mut outcome);
    let library = Library::new(crawl.media.values().filter_map(read::<Medium>));
    let links = links_of(source, posts.iter().chain(&pages));
    let tags = tags_of(&crawl.names);
    let settings = sha256_hex(format!("{source:?}"));
    // What an editor takes no more is no fault of the source.
    let is_other_choice = before.settings != settings;
    let mut state = State { inputs, settings, lead, ..State::default() };
    let mut at_hand = before.media.clone();
    at_hand.retain(|_, name| !effort.is_full && has(store.file(store::MEDIA, name)));

    let maker = Maker { source, library: &library, links: &links, names: &crawl.names, tags: &tags };
    let next = store.begin().map_err(|error| fault::of_disk(&error))?;
    let mut wanted = BTreeSet::new();
    let mut written = Vec::new();
    for (folder, texts) in [(store::ARTICLES, &posts), (store::PAGES, &pages)] {
        let texts = texts.iter().collect::<Vec<_>>();
        let first = maker.write(&texts, folder, &next, &at_hand, true).map_err(|error| fault::of_disk(&error))?;
        wanted.extend(first.wanted.iter().cloned());
        written.push(first);
    }
    take_files(&client, store, wanted, &at_hand, &mut state, &mut outcome).await?;
    let mut keeps_removed = false;
    let finished = (|| {
        let mut written = written.into_iter();
        for (folder, items, known, kept) in [
            (store::ARTICLES, &crawl.posts, &before.articles, &mut state.articles),
            (store::PAGES, &crawl.pages, &before.pages, &mut state.pages),
        ] {
            let first = written.next().unwrap_or_default();
            let rest = maker.write(&first.waiting, folder, &next, &state.media, false)?;
            for done in [first, rest] {
                kept.extend(done.texts);
                outcome.told.append(done.told);
            }
            let gone = known.iter().filter(|(post, _)| !kept.contains_key(post)).collect::<Vec<_>>();
            let is_choice = |post| is_other_choice && (items.contains_key(post) || folder == store::PAGES);
            let lost = gone.iter().filter(|(post, _)| !is_choice(post)).count();
            if are_too_many(known.len(), lost) && !effort.accepts_removals {
                let fault = too_little(known.len() - gone.len(), known.len());
                outcome.told.push(Problem::new(source.url.as_str().as_ref(), fault));
                keeps_removed = true;
                for (post, text) in gone {
                    if let Some(from) = store.file(folder, &text.file) {
                        next.link(folder, &text.file, &from)?;
                        kept.insert(*post, text.clone());
                    }
                }
            } else {
                outcome.removed += gone.len();
            }
        }
        let texts = state.articles.values().chain(state.pages.values());
        let named = texts.flat_map(|text| &text.media).collect::<BTreeSet<_>>();
        for file in &named {
            let came = store.coming_file("files", file);
            let from = if came.is_file() { Some(came) } else { store.file(store::MEDIA, file) };
            if let Some(from) = from {
                next.link(store::MEDIA, file, &from)?;
            }
        }
        state.media.retain(|_, file| named.contains(file));
        // It is told each time.
        state.is_partial |= keeps_removed;
        (outcome.articles, outcome.pages, outcome.media) = (state.articles.len(), state.pages.len(), named.len());
        for (kind, items) in [(POSTS, &crawl.posts), (PAGES, &crawl.pages), (MEDIA, &crawl.media)] {
            next.keep(kind.name, items)?;
        }
        next.finish(&state)
    })();
    finished.map_err(|error| fault::of_disk(&error))?;
    Ok(outcome)
}

/// What texts are made with.
struct Maker<'a> {
    source: &'a WordpressSource,
    library: &'a Library,
    links: &'a HashMap<String, String>,
    names: &'a Names,
    tags: &'a BTreeMap<u64, String>,
}

/// What came of writing texts.
#[derive(Default)]
struct Written<'a> {
    texts: BTreeMap<u64, Text>,
    /// Those that name files which are not at hand yet.
    waiting: Vec<&'a Taken>,
    wanted: BTreeSet<Wanted>,
    told: Problems,
}

/// How many texts are in memory at once.
const AT_ONCE: usize = 500;

impl Maker<'_> {
    /// Writes texts; where `waits`, not those that name files which are not among `files`.
    fn write<'t>(
        &self,
        texts: &[&'t Taken],
        folder: &str,
        next: &Next<'_>,
        files: &BTreeMap<String, String>,
        waits: bool,
    ) -> io::Result<Written<'t>> {
        let Self { source, library, links, names, tags } = *self;
        let context = Context { source, library, links, files };
        let mut written = Written::default();
        for part in texts.chunks(AT_ONCE) {
            let made = part.par_iter().filter_map(|taken| {
                let post = read_file::<Post>(&taken.file)?;
                Some((*taken, make(&post, &taken.place, names, tags, &context)))
            });
            for (taken, made) in made.collect::<Vec<_>>() {
                let is_whole = made.wanted.iter().all(|wanted| files.contains_key(&wanted.key()));
                written.wanted.extend(made.wanted);
                if waits && !is_whole {
                    written.waiting.push(taken);
                    continue;
                }
                let file = format!("{}.html", taken.post);
                next.write(folder, &file, made.text.as_bytes())?;
                written.told.append(made.told);
                written.texts.insert(taken.post, Text { file, media: made.media });
            }
        }
        Ok(written)
    }
}

/// What is taken, and which article leads; what is not is told.
fn choose(crawl: &Crawl, source: &WordpressSource, outcome: &mut Outcome) -> (Vec<Taken>, Vec<Taken>, Option<String>) {
    let (mut ids, mut slugs) = (BTreeSet::new(), BTreeSet::new());
    let mut unmapped = BTreeMap::<Vec<String>, usize>::new();
    let mut page_slugs = Vec::new();
    let mut lead: Option<(String, String)> = None;
    let mut choose = |items: &Items, is_page: bool| {
        let mut texts = Vec::new();
        for (id, item) in items {
            let Some(post) = read::<Post>(item) else {
                let help = "See what a plugin has made of its REST API.";
                let fault = Fault::warning("this text is not as WordPress gives it, and is left out", help);
                outcome.told.push(Problem::new(format!("{}?p={id}", source.url).as_ref(), fault));
                continue;
            };
            if is_page {
                page_slugs.push(decoded(&post.slug));
            }
            let place = if is_page { place_of_page(&post, source) } else { place_of_post(&post, source, &crawl.names) };
            let mut tell = |fault| outcome.told.push(Problem::new(post.link.as_ref(), fault));
            match &place {
                Place::Article { id, .. } if !ids.insert(id.clone()) => {
                    let help = "Publish it as a new post in WordPress.";
                    tell(Fault::warning("another text has the same id by chance, and this one is left out", help));
                    continue;
                }
                Place::Page { slug } if !slugs.insert(slug.clone()) => {
                    let help = "Write another slug in WordPress.";
                    tell(Fault::warning("another page has the same address here, and this one is left out", help));
                    continue;
                }
                Place::Article { id, .. } => {
                    let is_newer = lead.as_ref().is_none_or(|(date, _)| *date < post.date);
                    if post.sticky && source.sticky_leads && is_newer {
                        lead = Some((post.date.clone(), id.to_string()));
                    }
                }
                Place::Page { .. } => {}
                Place::Protected => {
                    outcome.protected += 1;
                    continue;
                }
                Place::Unmapped(categories) => {
                    *unmapped.entry(categories.clone()).or_default() += 1;
                    continue;
                }
                Place::Unwanted => continue,
                Place::Faulty(fault) => {
                    tell(fault.clone());
                    continue;
                }
            }
            texts.push(Taken { post: *id, file: item.file.clone(), place, link: post.link });
        }
        texts
    };
    let (posts, pages) = (choose(&crawl.posts, false), choose(&crawl.pages, true));
    outcome.told.append(unknown_pages(source, page_slugs.iter().map(String::as_str)));
    for (categories, count) in unmapped {
        let message = format!("posts that are left out, since none of their categories has a section: {count}");
        let help = "Write a line for one of the categories below [source.sections] in sources.toml, if they are to be published.";
        let problem = Problem::new(source.url.as_str().as_ref(), Fault::warning(message, help));
        outcome.told.push(problem.with_value(format!("\"{}\"", categories.join(", "))));
    }
    (posts, pages, lead.map(|(_, id)| id))
}

/// The addresses of what is taken, by those that it has in WordPress.
fn links_of<'a>(source: &WordpressSource, texts: impl Iterator<Item = &'a Taken>) -> HashMap<String, String> {
    let mut links = HashMap::new();
    for taken in texts {
        let Some(path) = taken.place.path() else { continue };
        let number = match &taken.place {
            Place::Page { .. } => "page_id",
            _ => "p",
        };
        let by_number = source.url.join(&format!("?{number}={}", taken.post)).ok();
        let by_link = source.url.join(&taken.link).ok();
        links.extend(by_number.iter().chain(&by_link).map(|url: &Url| (key_of(url), path.clone())));
    }
    links
}

/// Has every wanted file in the store or among what is coming, or tells why not.
async fn take_files(
    client: &Client<'_>,
    store: &Store,
    wanted: BTreeSet<Wanted>,
    at_hand: &BTreeMap<String, String>,
    state: &mut State,
    outcome: &mut Outcome,
) -> Result<(), Fault> {
    // What came before an interruption, by its key.
    let index = store.coming_file("files", "index");
    let mut came = BTreeMap::new();
    for line in fs::read_to_string(&index).unwrap_or_default().lines() {
        came.extend(line.split_once('\t').map(|(name, key)| (key.to_owned(), name.to_owned())));
    }
    for file in wanted {
        let key = file.key();
        let known = at_hand.get(&key);
        let known = known.or_else(|| came.get(&key).filter(|name| store.coming_file("files", name).is_file()));
        if let Some(name) = known {
            state.media.insert(key, name.clone());
            continue;
        }
        let mut tell = |fault: Fault| {
            let fault = Fault { severity: Severity::Warning, ..fault };
            outcome.told.push(Problem::new(file.url.as_str().as_ref(), fault));
        };
        let content = match client.file(&file.url).await? {
            Fetched::File(content) => content,
            Fetched::Refused(fault) => {
                tell(fault);
                continue;
            }
            Fetched::Away(fault) => {
                state.is_partial = true;
                tell(fault);
                continue;
            }
        };
        match accept(&file.extension(), &content) {
            Ok(extension) => {
                let name = file.name(&content, extension);
                keep_file(store, &index, &key, &name, &content).map_err(|error| fault::of_disk(&error))?;
                state.media.insert(key, name);
            }
            Err(faults) => faults.into_iter().for_each(tell),
        }
    }
    Ok(())
}

fn has(file: Option<PathBuf>) -> bool {
    file.is_some_and(|file| file.is_file())
}

fn keep_file(store: &Store, index: &Path, key: &str, name: &str, content: &[u8]) -> io::Result<()> {
    use std::io::Write as _;
    store::put(&store.coming_file("files", name), content)?;
    let mut index = fs::OpenOptions::new().create(true).append(true).open(index)?;
    writeln!(index, "{name}\t{key}")
}

fn read<T: DeserializeOwned>(item: &Item) -> Option<T> {
    read_file(&item.file)
}

fn read_file<T: DeserializeOwned>(file: &Path) -> Option<T> {
    serde_json::from_slice(&fs::read(file).ok()?).ok()
}
