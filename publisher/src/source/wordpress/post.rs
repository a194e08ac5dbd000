//! A post or a page as a text of the content folder: which are taken, their front matter, their address.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{NaiveDateTime, NaiveTime, TimeDelta};
use portal_app::path::PagePath;
use portal_app::path::word::{ArticleId, Slug};
use portal_app::text::Lang;
use reqwest::Url;

use super::answers::{Names, Post};
use super::convert::{Body, Context, convert, name_in_texts, text_of, title_of};
use super::media::{Library, Wanted, decoded};
use super::settings::WordpressSource;
use crate::release::keys::sha256_hex;
use crate::source::article_id::to_id;
use crate::source::limits;
use crate::source::problem::{Fault, Problem, Problems};
use crate::source::slug::fold_slug;

/// An edit sooner after the publication is none that readers are told of.
const SOON: TimeDelta = TimeDelta::days(1);

/// Whether a post is taken, and as what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a section.
    Article {
        section: Slug,
        id: ArticleId,
        slug: Slug,
    },
    Page {
        slug: Slug,
    },
    /// A password opens it.
    Protected,
    /// None of its categories is mapped: their slugs.
    Unmapped(Vec<String>),
    /// Of a page that is not named.
    Unwanted,
    /// Nothing can be made of it.
    Faulty(Fault),
}

/// A text, ready to be written.
pub struct Made {
    pub text: String,
    pub wanted: BTreeSet<Wanted>,
    pub media: BTreeSet<String>,
    pub told: Problems,
}

/// The id of an article of ours: the same for a post each time.
pub fn article_id(source: &WordpressSource, post: u64) -> Option<ArticleId> {
    let hash = sha256_hex(format!("wordpress\0{}\0{post}", source.name));
    let bytes = hash.as_bytes().chunks(2).filter_map(|pair| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok());
    to_id(bytes.take(8).collect::<Vec<_>>().try_into().ok()?)
}

/// Where a post goes.
pub fn place_of_post(post: &Post, source: &WordpressSource, names: &Names) -> Place {
    if post.content.protected {
        return Place::Protected;
    }
    let slugs = post.categories.iter().filter_map(|id| names.categories.get(id));
    let slugs = slugs.map(|category| decoded(&category.slug)).collect::<Vec<_>>();
    let Some(section) = source.section_of(&slugs.iter().map(String::as_str).collect::<Vec<_>>()) else {
        return Place::Unmapped(slugs);
    };
    if let Some(fault) = fault_of(post) {
        return Place::Faulty(fault);
    }
    match (article_id(source, post.id), slug_of(post)) {
        (Some(id), Some(slug)) => Place::Article { section: section.clone(), id, slug },
        _ => Place::Faulty(without_address()),
    }
}

/// Where a page goes.
pub fn place_of_page(page: &Post, source: &WordpressSource) -> Place {
    if page.content.protected {
        return Place::Protected;
    }
    if !source.pages.takes(&decoded(&page.slug)) {
        return Place::Unwanted;
    }
    match (fault_of(page), slug_of(page)) {
        (Some(fault), _) => Place::Faulty(fault),
        (None, Some(slug)) => Place::Page { slug },
        (None, None) => Place::Faulty(without_address()),
    }
}

impl Place {
    /// Its address on the site.
    pub fn path(&self) -> Option<String> {
        let page = match self {
            Self::Article { id, slug, .. } => PagePath::Article { slug: slug.clone(), id: id.clone() },
            Self::Page { slug } => PagePath::Standing { slug: slug.clone() },
            _ => return None,
        };
        Some(page.in_lang(Lang::AT_ROOT).to_string())
    }
}

fn fault_of(post: &Post) -> Option<Fault> {
    const HELP: &str = "Correct it in WordPress; until then it is left out.";
    if title_of(&post.title.rendered).is_empty() {
        return Some(Fault::warning("this text has no title", HELP));
    }
    time_of(&post.date).is_none().then(|| Fault::warning("this text has no date", HELP))
}

fn without_address() -> Fault {
    let help = "Write a slug with letters or digits in WordPress; until then it is left out.";
    Fault::warning("no address can be made of this text's slug", help)
}

fn slug_of(post: &Post) -> Option<Slug> {
    fold_slug(&decoded(&post.slug)).or_else(|| fold_slug(&title_of(&post.title.rendered)))
}

fn time_of(written: &str) -> Option<NaiveDateTime> {
    NaiveDateTime::parse_from_str(written, "%Y-%m-%dT%H:%M:%S").ok()
}

/// Midnight means that the source has kept a day alone.
fn written(time: NaiveDateTime) -> String {
    let is_day = time.time() == NaiveTime::MIN;
    time.format(if is_day { "%Y-%m-%d" } else { "%Y-%m-%d %H:%M:%S" }).to_string()
}

/// The names of tags, and their addresses where two would share one.
pub fn tags_of(names: &Names) -> BTreeMap<u64, String> {
    let mut taken = HashMap::<String, String>::new();
    let mut tags = BTreeMap::new();
    for (id, term) in &names.tags {
        let name = text_of(&term.name);
        let Some(folded) = fold_slug(&name) else { continue };
        let mut free = (1..).map(|number| match number {
            1 => folded.to_string(),
            _ => format!("{folded}-{number}"),
        });
        let Some(slug) = free.find(|slug| taken.get(slug).is_none_or(|owner| *owner == name)) else { continue };
        let written = match slug == folded.as_str() {
            true => quoted(&name),
            false => ["{ name = ", &quoted(&name), ", slug = ", &quoted(&slug), " }"].concat(),
        };
        taken.insert(slug, name);
        tags.insert(*id, written);
    }
    tags
}

/// Makes the text of a post or page that is taken.
pub fn make(post: &Post, place: &Place, names: &Names, tags: &BTreeMap<u64, String>, context: &Context<'_>) -> Made {
    let source = context.source;
    let base = source.url.join(&post.link).unwrap_or_else(|_| source.url.clone());
    let Body { mut html, text, mut wanted, mut media, has_picture, told } =
        convert(&post.content.rendered, &base, context);
    let title = title_of(&post.title.rendered);
    let mut fields = vec![("title", quoted(&title))];
    let mut add = |name, value: Option<String>| fields.extend(value.map(|value| (name, value)));
    let (published, updated) = (time_of(&post.date), time_of(&post.modified));
    match place {
        Place::Article { section, id, slug } => {
            add("id", Some(quoted(id.as_str())));
            add("slug", Some(quoted(slug.as_str())));
            add("section", Some(quoted(section.as_str())));
            add("published_at", published.map(|time| quoted(&written(time))));
            let is_news = |updated: &NaiveDateTime| published.is_some_and(|published| *updated - published > SOON);
            add("updated_at", updated.filter(is_news).map(|time| quoted(&written(time))));
            add("summary", summary_of(post, &text).map(|summary| quoted(&summary)));
            add(
                "author",
                names
                    .users
                    .get(&post.author)
                    .map(|name| text_of(name))
                    .filter(|name| !name.is_empty())
                    .map(|name| quoted(&name)),
            );
            let mut own = Vec::new();
            for tag in post.tags.iter().filter_map(|id| tags.get(id)) {
                if !own.contains(tag) && own.len() < limits::LIST {
                    own.push(tag.clone());
                }
            }
            add("tags", (!own.is_empty()).then(|| format!("[{}]", own.join(", "))));
            // A post without a picture, one whose picture is hidden, and one whose picture is gone are alike.
            if let Some(medium) = context.library.get(post.featured_media)
                && let Some(file) = Library::file_of(medium)
            {
                let name = context.files.get(&file.key());
                if let Some(name) = name.filter(|name| has_picture_ending(name)) {
                    let src = name_in_texts(source, name);
                    media.insert(name.clone());
                    let alt = text_of(&medium.alt_text);
                    add("image", Some(["{ src = ", &quoted(&src), ", alt = ", &quoted(&alt), " }"].concat()));
                    let caption = text_of(&medium.caption.rendered);
                    // Where the text has no picture the page shows this one, and only a picture of the text has a caption.
                    if !has_picture && !caption.is_empty() {
                        let [src, alt] =
                            [&src, &alt].map(|text| html_escape::encode_double_quoted_attribute(text).into_owned());
                        let caption = html_escape::encode_text(&caption);
                        html = format!(
                            "<figure><img src=\"{src}\" alt=\"{alt}\"><figcaption>{caption}</figcaption></figure>\n{html}"
                        );
                    }
                }
                wanted.insert(file);
            }
        }
        Place::Page { slug } => {
            add("slug", Some(quoted(slug.as_str())));
            add("updated_at", updated.or(published).map(|time| quoted(&written(time))));
        }
        _ => {}
    }
    add("aliases", old_address(&base, source).map(|alias| format!("[{}]", quoted(&alias))));
    let lines = fields.into_iter().map(|(name, value)| format!("{name} = {value}\n")).collect::<String>();
    let mut problems = Problems::default();
    for (value, fault) in told {
        problems.push(Problem::new(post.link.as_ref(), fault).with_value(format!("\"{value}\"")));
    }
    let address = base.as_str().replace(char::is_control, "");
    Made { text: format!("+++\n# {address}\n{lines}+++\n{html}\n"), wanted, media, told: problems }
}

/// Where it was, unless that is no address of its own.
fn old_address(link: &Url, source: &WordpressSource) -> Option<String> {
    let is_own = source.is_own(link) && link.path() != "/" && link.path() != source.url.path();
    let query = link.query().map(|query| format!("?{query}")).unwrap_or_default();
    let address = format!("{}{query}", link.path());
    (is_own && address.len() <= limits::PATH).then_some(address)
}

/// What was written as an excerpt; WordPress makes one of the text's beginning where nothing was.
fn summary_of(post: &Post, text: &str) -> Option<String> {
    let excerpt = text_of(&post.excerpt.rendered);
    let words = |text: &str| {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect::<Vec<_>>()
    };
    let (of_excerpt, of_whole) = (words(&excerpt), words(text));
    // Of the text's words some are left out: those of codes and of some blocks.
    let mut rest = of_whole.iter();
    let is_made = of_excerpt.iter().all(|word| rest.any(|known| known == word));
    (!is_made && excerpt.chars().count() <= limits::TEXT).then_some(excerpt)
}

fn has_picture_ending(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| matches!(ending, "png" | "jpg" | "jpeg" | "gif" | "webp" | "svg"))
}

/// As TOML has it: JSON's escapes are among its own.
fn quoted(text: &str) -> String {
    let plain = text.chars().filter(|c| !c.is_control()).collect::<String>();
    serde_json::Value::String(plain).to_string()
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::super::answers::{Medium, Rendered, Term};
    use super::super::settings::tests::source;
    use super::*;

    fn rendered(text: &str) -> Rendered {
        Rendered { rendered: text.to_owned(), protected: false }
    }

    fn post() -> Post {
        Post {
            id: 5,
            date: "2021-03-12T00:00:00".to_owned(),
            modified: "2021-03-12T08:00:00".to_owned(),
            slug: "h%e1%bb%99i-ngh%e1%bb%8b".to_owned(),
            link: "http://wp.example/2021/03/h%e1%bb%99i-ngh%e1%bb%8b/".to_owned(),
            title: rendered("Hội nghị &#8220;A&#8221; \\ B"),
            content: rendered("<p>Sáng nay, hội nghị đã họp.</p>"),
            excerpt: rendered("<p>Sáng nay, hội nghị&hellip; <a class=\"more-link\">Đọc tiếp</a></p>"),
            author: 1,
            featured_media: 9,
            categories: vec![3, 2],
            tags: vec![1, 2, 7],
            ..Post::default()
        }
    }

    fn names() -> Names {
        let term = |id: u64, name: &str, slug: &str| (id, Term { id, name: name.to_owned(), slug: slug.to_owned() });
        Names {
            categories: [term(2, "Tin", "tin-tuc"), term(3, "Khác", "kh%c3%a1c")].into(),
            tags: [term(1, "Thuế đất &amp; nhà", "x"), term(2, "Thuê đất &amp; nhà", "y")].into(),
            users: [(1, "Ban biên tập".to_owned())].into(),
        }
    }

    fn made(post: &Post, has_file: bool) -> Made {
        let library = Library::new([Medium {
            id: 9,
            source_url: "http://wp.example/wp-content/uploads/a.jpg".to_owned(),
            modified_gmt: "2021".to_owned(),
            caption: rendered("<p>Ảnh: A</p>"),
            ..Medium::default()
        }]);
        let files =
            BTreeMap::from([("http://wp.example/wp-content/uploads/a.jpg 2021".to_owned(), "a-1.jpg".to_owned())]);
        let files = if has_file { files } else { BTreeMap::new() };
        let context = Context { source: &source(), library: &library, links: &HashMap::new(), files: &files };
        make(post, &place_of_post(post, &source(), &names()), &names(), &tags_of(&names()), &context)
    }

    #[test]
    fn a_post_is_an_article_of_the_content_folder() {
        let id = article_id(&source(), 5).unwrap();
        assert_eq!(
            made(&post(), true).text,
            format!(
                "+++\n# http://wp.example/2021/03/h%e1%bb%99i-ngh%e1%bb%8b/\ntitle = \"Hội nghị “A” \\\\ B\"\nid = \"{id}\"\nslug = \"hoi-nghi\"\n\
                 section = \"tin-tuc\"\npublished_at = \"2021-03-12\"\nauthor = \"Ban biên tập\"\ntags = [\"Thuế đất & nhà\", \
                 {{ name = \"Thuê đất & nhà\", slug = \"thue-dat-nha-2\" }}]\nimage = {{ src = \".synced/wp/a-1.jpg\", alt = \"\" }}\n\
                 aliases = [\"/2021/03/h%e1%bb%99i-ngh%e1%bb%8b/\"]\n+++\n<figure><img src=\".synced/wp/a-1.jpg\" alt=\"\">\
                 <figcaption>Ảnh: A</figcaption></figure>\n<p>Sáng nay, hội nghị đã họp.</p>\n"
            )
        );
        let without = made(&post(), false);
        assert!(!without.text.contains("image =") && without.wanted.len() == 1);
    }

    #[test]
    fn an_id_is_the_same_each_time_and_another_for_each_post() {
        let ids = (1..2_000).map(|post| article_id(&source(), post).unwrap()).collect::<BTreeSet<_>>();
        assert_eq!(ids.len(), 1_999);
        assert_eq!(article_id(&source(), 1), article_id(&source(), 1));
    }

    #[test]
    fn what_is_not_for_everybody_or_of_no_section_is_not_taken() {
        let place = |post: &Post| place_of_post(post, &source(), &names());
        assert!(matches!(place(&post()), Place::Article { .. }));
        let content = Rendered { protected: true, ..Rendered::default() };
        assert_eq!(place(&Post { content, ..post() }), Place::Protected);
        assert_eq!(place(&Post { categories: vec![3], ..post() }), Place::Unmapped(vec!["khác".to_owned()]));
        assert!(matches!(place(&Post { title: rendered(" "), ..post() }), Place::Faulty(_)));
        assert!(matches!(place(&Post { date: String::new(), ..post() }), Place::Faulty(_)));
    }

    #[test]
    fn an_excerpt_counts_only_where_it_was_written() {
        let summary =
            |excerpt: &str| summary_of(&Post { excerpt: rendered(excerpt), ..post() }, "Sáng nay, hội nghị\nđã họp.");
        assert_eq!(summary("<p>Sáng nay, hội nghị [&hellip;]</p>"), None);
        assert_eq!(summary("<p>Sáng nay, hội nghị đã họp.</p>"), None);
        assert_eq!(summary("<p>Sáng nay đã họp.</p>"), None);
        assert_eq!(summary(""), None);
        assert_eq!(summary("<p>Tóm tắt &amp; kết luận.</p>").as_deref(), Some("Tóm tắt & kết luận."));
    }

    #[test]
    fn an_update_is_told_when_it_is_of_another_day() {
        let text = |modified: &str| made(&Post { modified: modified.to_owned(), ..post() }, false).text;
        assert!(!text("2021-03-12T23:00:00").contains("updated_at"));
        assert!(text("2021-04-01T10:00:00").contains("updated_at = \"2021-04-01 10:00:00\"\n"));
    }
}
