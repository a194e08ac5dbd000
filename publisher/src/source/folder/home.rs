//! `[home]` of a `site.toml`: what the home page says at its head, what leads it, which sections follow.
//!
//! It is read by itself, after the sections and articles that it names.

use std::path::Path;
use std::sync::Arc;

use portal_app::content::model::HomeTask;
use portal_app::path::word::{ArticleId, Slug};
use toml::de::DeValue;

use super::article::ReadArticle;
use super::front_matter::Fields;
use super::settings::{Settings, page_or_https, read_settings};
use super::value;
use crate::source::drawing::Drawing;
use crate::source::edition::{ArticleSource, HomeSource, SectionSource};
use crate::source::limits;
use crate::source::near::did_you_mean;
use crate::source::problem::{Fault, Problems};

/// What the settings are read with.
struct Known<'a> {
    /// None when they cannot be read: then every name is taken as it is.
    sections: Option<&'a [SectionSource]>,
    articles: Vec<&'a ArticleSource>,
    /// Some article's file cannot be understood, and may be the one that is named.
    has_unread: bool,
}

/// Reads `[home]`; a site without it has the usual home page.
pub(super) fn read_home(
    file: &Path,
    sections: Option<&Settings<Vec<SectionSource>>>,
    articles: &[Arc<ReadArticle>],
    problems: &mut Problems,
) -> Settings<HomeSource> {
    let known = Known {
        sections: sections.map(|sections| sections.item.as_slice()),
        articles: articles.iter().filter_map(|article| article.file.item.as_ref()).collect(),
        has_unread: articles.iter().any(|article| article.file.item.is_none()),
    };
    let home = read_settings(file, problems, |mut fields| {
        Some(fields.table("home").map(|fields| parse_home(fields, &known)).unwrap_or_default())
    });
    home.unwrap_or_else(|| Settings::empty(file))
}

fn parse_home(mut fields: Fields<'_>, known: &Known<'_>) -> HomeSource {
    let intro = fields.optional("intro", |intro| value::at_most(limits::HOME_INTRO, value::text(intro)?));
    let tasks = parse_tasks(&mut fields);
    let lead = fields.optional("lead", |lead| known.lead(lead));
    let sections = fields.has("sections").then(|| fields.set("sections", |section| known.section(section)));
    fields.finish();
    HomeSource { intro, tasks, lead, sections }
}

fn parse_tasks(fields: &mut Fields<'_>) -> Vec<HomeTask> {
    let tables = fields.tables("tasks");
    let count = tables.len();
    let (least, most) = limits::HOME_TASKS.into_inner();
    if count > 0 && !limits::HOME_TASKS.contains(&count) {
        let message = format!("the home page has {count} of them, and {least} to {most} is what it takes");
        fields.report("tasks", Fault::new(message, "Write what most people come for, or none at all."));
    }
    // All or none: a task's place in the file is found by its position.
    let tasks = tables.into_iter().map(parse_task).collect::<Vec<_>>();
    tasks.into_iter().collect::<Option<_>>().unwrap_or_default()
}

fn parse_task(mut fields: Fields<'_>) -> Option<HomeTask> {
    let icon: Option<Drawing> = fields.required("icon", value::keyword);
    let label = fields.required("label", |label| value::at_most(limits::TASK_LABEL, value::text(label)?));
    let href = fields.required("href", page_or_https);
    let description =
        fields.optional("description", |text| value::at_most(limits::TASK_DESCRIPTION, value::text(text)?));
    fields.finish();
    Some(HomeTask { label: label?, href: href?, drawing: icon?.path().to_owned(), description })
}

impl Known<'_> {
    fn lead(&self, value: &DeValue<'_>) -> Result<ArticleId, Fault> {
        let id = value::article_id(value)?;
        let help = "Name another, or remove the line: then the newest leads.";
        match self.articles.iter().find(|article| article.id == id) {
            None if self.has_unread => Ok(id),
            None => {
                let known = self.articles.iter().map(|article| article.id.as_str());
                let help = did_you_mean(id.as_str(), known);
                let help = help.unwrap_or_else(|| "Look the id up in the article's file.".to_owned());
                Err(Fault::new("no article has this id", help))
            }
            Some(article) if article.draft => Err(Fault::new("the article is a draft", help)),
            Some(article) if article.withdrawn.is_some() => Err(Fault::new("the article was withdrawn", help)),
            Some(_) => Ok(id),
        }
    }

    fn section(&self, value: &DeValue<'_>) -> Result<Slug, Fault> {
        let slug = value::slug(value)?;
        let Some(sections) = self.sections else { return Ok(slug) };
        match sections.iter().find(|section| section.slug == slug) {
            None => {
                let help = did_you_mean(slug.as_str(), sections.iter().map(|section| &section.slug));
                let help = help.unwrap_or_else(|| "Use a slug of sections.toml.".to_owned());
                Err(Fault::new("there is no such section", help))
            }
            Some(section) if !section.scope.home => {
                let help = "Remove it here, or `home = false` there.";
                Err(Fault::new("sections.toml keeps this section out of the home page", help))
            }
            Some(_) => Ok(slug),
        }
    }
}
