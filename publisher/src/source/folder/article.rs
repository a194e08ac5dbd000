//! Articles: front matter into the content model.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;
use portal_app::content::model::{Attribution, Audio, FileLink, HistoryEntry, Image, Tag, Withdrawal};
use portal_app::path::word::{ArticleId, Slug};
use portal_app::text::Lang;
use portal_app::text::moment::Moment;
use toml::de::DeValue;

use super::body::{ReadFile, read_content};
use super::context::{Context, MAIN_LANG};
use super::front_matter::{Fields, Places};
use super::settings::read_zone;
use super::value;
use crate::source::body::Body;
use crate::source::edition::ArticleSource;
use crate::source::encoded::encoded;
use crate::source::files::list_files;
use crate::source::media::{Asked, MediaFile, MediaFolder};
use crate::source::problem::{Fault, Problems};
use crate::source::slug::fold_slug;
use crate::source::texts::TextFile;
use crate::source::time::{Clock, to_instant};

/// An article's file, read. The id is known even where the rest is not, so that what refers to it isn't blamed.
#[derive(Clone, Debug)]
pub(super) struct ReadArticle {
    pub file: ReadFile<ArticleSource>,
    pub id: Option<ArticleId>,
    /// Known even where the rest is not, as the id is.
    pub appears_at: Option<DateTime<FixedOffset>>,
    pub problems: Problems,
    /// The fingerprint of the context it was read with.
    context: u64,
    /// What it asked of the media folder.
    asked: Box<[Asked]>,
}

encoded! {
    ReadArticle { file, id, appears_at, problems, context, asked }
}

/// Reads an article.
pub(super) fn read_article(file: &Path, context: Context<'_>) -> ReadArticle {
    let (mut id, mut appears_at, mut problems) = (None, None, Problems::default());
    let media = context.media.noting();
    let noting = Context { media: &media, ..context };
    let content = read_content(file, noting, &mut problems, |mut fields, body| {
        id = fields.required("id", value::article_id);
        let times = parse_times(&mut fields, context.clock);
        appears_at = times.appears_at.filter(|_| fields.are_sound());
        let article = parse_article(file, noting, &mut fields, id.clone(), times, body);
        fields.finish();
        article
    });
    let (context, asked) = (context.fingerprint(), media.into_asked());
    ReadArticle { file: content, id, appears_at, problems, context, asked }
}

impl ReadArticle {
    /// Whether reading the same file again gives the same.
    pub fn still_holds(&self, context: Context<'_>, fingerprint: u64) -> bool {
        self.context == fingerprint && context.media.answers_as_before(&self.asked)
    }

    /// The same with its long texts in `file`, where they can be put there.
    pub fn moved_to(self, file: &Arc<TextFile>) -> Self {
        let ReadFile { places, item } = self.file;
        let item = item.map(|item| ArticleSource { body: item.body.moved_to(file), ..item });
        Self { file: ReadFile { places: places.moved_to(file), item }, ..self }
    }

    pub fn is_in(&self, file: &Arc<TextFile>) -> bool {
        self.file.places.is_in(file) && self.file.item.as_ref().is_none_or(|item| item.body.is_in(file))
    }

    /// How long its long texts are.
    pub fn bytes(&self) -> usize {
        self.file.places.bytes() + self.file.item.as_ref().map_or(0, |item| item.body.bytes())
    }
}

/// Every id in the folder, of sound articles or not.
pub fn read_ids(folder: &Path) -> BTreeSet<ArticleId> {
    let translated = Lang::ALL.map(|lang| folder.join(lang.tag()));
    let folders = translated.iter().map(PathBuf::as_path).chain([folder]);
    folders.flat_map(|folder| read_articles(folder, Tz::UTC, true)).filter_map(|article| article.id).collect()
}

/// What a translation names.
pub enum Original {
    /// Nothing translates it yet.
    Free(Box<ArticleSource>),
    Translated,
    /// The ids that there are.
    Unknown(BTreeSet<ArticleId>),
}

/// The article of the main edition that a new one of the edition in `translated` is to translate.
pub fn read_original(folder: &Path, translated: &Path, id: &str) -> Original {
    let zone = read_zone(&folder.join("site.toml"), &mut Problems::default());
    let is_translated = |article: ReadArticle| {
        article.file.item.is_some_and(|item| item.translation_of.is_some_and(|original| original.as_str() == id))
    };
    if read_articles(translated, zone, false).any(is_translated) {
        return Original::Translated;
    }
    let mut ids = BTreeSet::new();
    for article in read_articles(folder, zone, true) {
        match article.file.item {
            Some(item) if item.id.as_str() == id => return Original::Free(Box::new(item)),
            _ => ids.extend(article.id),
        }
    }
    Original::Unknown(ids)
}

/// The articles of an edition's folder, without what its media and other files would add.
fn read_articles(folder: &Path, zone: Tz, is_main: bool) -> impl Iterator<Item = ReadArticle> {
    let files = list_files(&folder.join("articles"), &mut Problems::default());
    let clock = Clock { zone, lang: MAIN_LANG };
    files.into_iter().map(move |file| {
        let media = MediaFolder::default();
        read_article(&file, Context { lang: MAIN_LANG, is_main, clock, host: "", media: &media })
    })
}

/// Everything is read before a missing field ends it, so that all problems are reported at once.
fn parse_article(
    file: &Path,
    context: Context<'_>,
    fields: &mut Fields<'_>,
    id: Option<ArticleId>,
    times: Times,
    body: Body,
) -> Option<ArticleSource> {
    let Context { lang, is_main, clock, media, .. } = context;
    let title = fields.required("title", value::text);
    let slug = parse_slug(fields, title.as_deref());
    let section = fields.required("section", value::slug);
    let translation_of = match is_main {
        true => None,
        false => fields.optional("translation_of", value::other_article),
    };
    let summary = fields.optional("summary", value::text);
    let author = fields.optional("author", value::text);
    let tags = fields.set("tags", parse_tag);
    let related = fields.list("related", value::other_article);
    let aliases = fields.list("aliases", value::old_address);
    let draft = fields.optional("draft", value::boolean).unwrap_or_default();
    let image = fields.table("image").and_then(|image| parse_image(image, media));
    let source = fields.table("source").and_then(parse_attribution);
    let audio = fields.table("audio").and_then(|audio| parse_audio(audio, media));
    let mut attachments = Vec::new();
    for fields in fields.tables("attachments") {
        attachments.extend(parse_attachment(fields, media).filter(|attachment| !attachments.contains(attachment)));
    }
    let withdrawn = fields.table("withdrawn").and_then(|fields| parse_withdrawal(fields, clock));
    let history: Vec<_> =
        fields.tables("history").into_iter().filter_map(|fields| parse_history_entry(fields, clock)).collect();
    let happened = [("withdrawn", withdrawn.as_ref().map(|withdrawn| withdrawn.at))];
    let happened = happened.into_iter().chain(history.iter().map(|entry: &HistoryEntry| ("history", Some(entry.at))));
    for (name, at) in happened.collect::<Vec<_>>() {
        if let (Some(published), Some(at)) = (times.published_at, at)
            && at.date() < published.date()
        {
            fields.report(name, Fault::warning("it is before published_at", "Correct one of the two."));
        }
    }
    Some(ArticleSource {
        file: file.to_owned(),
        id: id?,
        slug: slug?,
        lang,
        translation_of,
        title: title?,
        published_at: times.published_at?,
        section: section?,
        summary,
        updated_at: times.updated_at,
        image,
        author,
        source,
        tags,
        attachments,
        audio,
        related,
        aliases,
        draft,
        appears_at: times.appears_at?,
        expires_at: times.expires_at,
        withdrawn,
        history,
        body,
    })
}

/// The slug as it is written, else folded from the title.
fn parse_slug(fields: &mut Fields<'_>, title: Option<&str>) -> Option<Slug> {
    if fields.has("slug") {
        return fields.optional("slug", value::slug);
    }
    let slug = fold_slug(title?);
    if slug.is_none() {
        fields.report("slug", Fault::new("it cannot be made of the title", "Write a line `slug = …`."));
    }
    slug
}

struct Times {
    published_at: Option<Moment>,
    updated_at: Option<Moment>,
    appears_at: Option<DateTime<FixedOffset>>,
    expires_at: Option<DateTime<FixedOffset>>,
}

fn parse_times(fields: &mut Fields<'_>, clock: Clock) -> Times {
    let moment = |value: &DeValue<'_>| value::moment(value, clock);
    let to_instant = |moment| to_instant(moment, clock.zone);
    let publish_at = fields.optional("publish_at", moment);
    let published_at = if fields.has("publish_at") {
        fields.optional("published_at", moment).or(publish_at)
    } else {
        fields.required("published_at", moment)
    };
    let updated_at = fields.optional("updated_at", moment);
    let expires_at = fields.optional("expires_at", |value| value::end(value, clock));
    if let (Some(published), Some(updated)) = (published_at, updated_at)
        && updated.date() < published.date()
    {
        fields.report("updated_at", Fault::new("it is before published_at", "Correct one of the two."));
    }
    let appears_at = publish_at.or(published_at).map(to_instant);
    if let (Some(begins), Some(ends)) = (appears_at, expires_at)
        && ends <= begins
    {
        let help = if publish_at.is_some() { "Correct it, or publish_at." } else { "Correct it, or published_at." };
        fields.report("expires_at", Fault::new("it is not after the article appears", help));
    }
    Times { published_at, updated_at, appears_at, expires_at }
}

fn parse_image(mut fields: Fields<'_>, media: &MediaFolder) -> Option<Image> {
    let image = fields.required("src", |src| media.find_image(&value::file_name(src)?, String::new()));
    let alt = fields.required("alt", value::text_or_empty);
    fields.finish();
    Some(Image { alt: alt?, ..image? })
}

fn parse_attribution(mut fields: Fields<'_>) -> Option<Attribution> {
    let name = fields.required("name", value::text);
    let url = fields.optional("url", value::href);
    fields.finish();
    Some(Attribution { name: name?, url })
}

fn parse_attachment(mut fields: Fields<'_>, media: &MediaFolder) -> Option<FileLink> {
    let name = fields.required("name", value::text);
    let file = fields.required("src", |src| media_file(src, media));
    fields.finish();
    Some(file?.to_link(name?))
}

fn parse_audio(mut fields: Fields<'_>, media: &MediaFolder) -> Option<Audio> {
    let file = fields.required("src", |src| {
        let file = media_file(src, media)?;
        let sound = file.media_type.starts_with("audio/");
        if sound { Ok(file) } else { Err(Fault::new("it is not a sound file", "Use an MP3, M4A or OGG file.")) }
    });
    let duration_secs = fields.optional("duration_secs", value::count);
    fields.finish();
    let file = file?;
    Some(Audio { src: file.src.into(), media_type: file.media_type.to_owned(), duration_secs })
}

fn media_file(src: &DeValue<'_>, media: &MediaFolder) -> Result<MediaFile, Fault> {
    media.find(&value::file_name(src)?).cloned()
}

fn parse_withdrawal(mut fields: Fields<'_>, clock: Clock) -> Option<Withdrawal> {
    let at = fields.required("at", |at| value::moment(at, clock));
    let note = fields.required("note", value::text);
    fields.finish();
    Some(Withdrawal { at: at?, note: note? })
}

fn parse_history_entry(mut fields: Fields<'_>, clock: Clock) -> Option<HistoryEntry> {
    let at = fields.required("at", |at| value::moment(at, clock));
    let kind = fields.required("kind", value::keyword);
    let note = fields.optional("note", value::text);
    fields.finish();
    Some(HistoryEntry { at: at?, kind: kind?, note })
}

/// A name, or a name with its address.
fn parse_tag(value: &DeValue<'_>) -> Result<Tag, Fault> {
    let Some(table) = value.as_table() else {
        let name = value::text(value)?;
        let fault = || Fault::new("no address can be made of it", "Write it with letters or digits.");
        return Ok(Tag { slug: fold_slug(&name).ok_or_else(fault)?, name });
    };
    let field = |name| table.get(name).map(|value| value.get_ref());
    match (field("name"), field("slug"), table.len()) {
        (Some(name), Some(slug), 2) => Ok(Tag { slug: value::slug(slug)?, name: value::text(name)? }),
        _ => Err(Fault::new("it is not a tag", "Write \"…\", or { name = \"…\", slug = \"…\" }.")),
    }
}

/// Articles whose front matter is sound, with their places.
pub(super) fn sound(articles: &[Arc<ReadArticle>]) -> impl Iterator<Item = (&ArticleSource, &Places)> {
    articles.iter().filter_map(|article| Some((article.file.item.as_ref()?, &article.file.places)))
}
