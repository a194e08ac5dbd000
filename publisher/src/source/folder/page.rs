//! Standing pages: front matter into the content model.

use std::path::Path;

use portal_app::path::word::Slug;

use super::body::{ReadFile, read_content};
use super::context::Context;
use super::front_matter::Fields;
use super::value;
use crate::source::body::Body;
use crate::source::edition::PageSource;
use crate::source::problem::{Fault, Problems};
use crate::source::slug::fold_slug;

/// A page's file, read. The slug is known even where the rest is not, so that what links to it isn't blamed.
pub(super) struct ReadPage {
    pub file: ReadFile<PageSource>,
    pub slug: Option<Slug>,
}

/// Reads a standing page.
pub(super) fn read_page(file: &Path, context: Context<'_>, problems: &mut Problems) -> ReadPage {
    let mut slug = fold_slug(&file.file_stem().unwrap_or_default().to_string_lossy());
    let content = read_content(file, context, problems, |mut fields, body| {
        if fields.has("slug") {
            slug = fields.optional("slug", value::slug);
        } else if slug.is_none() {
            fields.report("slug", Fault::new("it cannot be made of the file's name", "Write a line `slug = …`."));
        }
        let page = parse_page(file, context, &mut fields, slug.clone(), body);
        fields.finish();
        page
    });
    ReadPage { file: content, slug }
}

fn parse_page(
    file: &Path,
    context: Context<'_>,
    fields: &mut Fields<'_>,
    slug: Option<Slug>,
    body: Body,
) -> Option<PageSource> {
    let title = fields.required("title", value::text);
    let translation_of = match context.is_main {
        true => None,
        false => fields.optional("translation_of", value::slug),
    };
    let updated_at = fields.optional("updated_at", |at| value::moment(at, context.clock));
    let aliases = fields.list("aliases", value::old_address);
    let draft = fields.optional("draft", value::boolean).unwrap_or_default();
    Some(PageSource {
        file: file.to_owned(),
        slug: slug?,
        lang: context.lang,
        translation_of,
        title: title?,
        updated_at,
        aliases,
        draft,
        body,
    })
}
