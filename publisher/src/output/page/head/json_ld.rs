//! Structured data in schema.org's vocabulary: the publisher, the page, and its place in the site.
//!
//! Says only what is known: an unrecorded date of change is omitted, not derived from the date of publication.

use portal_app::content::model::{Article, Attribution, Crumb, Image, Organization};
use portal_app::content::page_data::PageData;
use portal_app::pages::page_title;
use portal_app::path::PagePath;
use portal_app::path::word::SitePath;
use serde_json::{Value, json};

use super::subject::Subject;

/// The element with all of it. No `<` is left, so nothing in it can end it.
pub(super) fn write_json_ld(subject: &Subject<'_>) -> Result<String, serde_json::Error> {
    let graph = match subject.page {
        PageData::Home(_) => vec![whole_organization(subject), web_site(subject)],
        PageData::Article(article) => vec![news_article(subject, article), breadcrumb_list(subject)],
        _ => vec![breadcrumb_list(subject)],
    };
    let document = without_nulls(json!({ "@context": "https://schema.org", "@graph": graph }));
    let json = serde_json::to_string(&document)?.replace('<', "\\u003c");
    Ok(format!(r#"<script type="application/ld+json">{json}</script>"#))
}

fn news_article(subject: &Subject<'_>, article: &Article) -> Value {
    let pictures = article.image.iter().chain(&subject.extras.share_picture);
    json!({
        "@type": "NewsArticle",
        "@id": format!("{}#article", subject.address),
        "mainEntityOfPage": subject.address,
        "url": subject.address,
        "headline": article.title,
        "description": subject.description,
        "datePublished": article.published_at.to_string(),
        "dateModified": article.updated_at.map(|at| at.to_string()),
        "author": author(subject, article),
        "publisher": organization(subject),
        "image": pictures.map(|picture| image(subject, picture)).collect::<Vec<_>>(),
        "articleSection": article.section.as_ref().map(|section| &section.name),
        "keywords": article.tags.iter().map(|tag| &tag.name).collect::<Vec<_>>(),
        "inLanguage": article.lang.tag(),
        "isAccessibleForFree": true,
        "isBasedOn": article.source.as_ref().and_then(|source| source.url.as_ref()).map(|url| match url.is_site_path() {
            true => subject.absolute(url),
            false => url.to_string(),
        }),
        "sourceOrganization": article.source.as_ref().map(source_organization),
    })
}

/// The author; an article without one is the agency's own.
fn author(subject: &Subject<'_>, article: &Article) -> Value {
    match &article.author {
        Some(name) if *name != subject.site.organization.name => json!({ "@type": "Person", "name": name }),
        _ => organization(subject),
    }
}

fn source_organization(source: &Attribution) -> Value {
    let url = source.url.as_ref().filter(|url| !url.is_site_path());
    json!({ "@type": "Organization", "name": source.name, "url": url.map(ToString::to_string) })
}

fn image(subject: &Subject<'_>, picture: &Image) -> Value {
    json!({
        "@type": "ImageObject",
        "url": subject.absolute(&picture.src),
        "caption": Some(&picture.alt).filter(|alt| !alt.is_empty()),
    })
}

/// The agency, as other things refer to it.
fn organization(subject: &Subject<'_>) -> Value {
    json!({
        "@type": "GovernmentOrganization",
        "@id": subject.absolute("/#organization"),
        "name": subject.site.organization.name,
        "url": subject.absolute("/"),
        "logo": subject.extras.logo.as_ref().map(|logo| subject.absolute(logo)),
    })
}

/// The agency, with how to reach it.
fn whole_organization(subject: &Subject<'_>) -> Value {
    let Organization { address, phone, fax, email, officials, map_url, .. } = &subject.site.organization;
    let contact = |title: &str, name: Option<&String>, phone: Option<&String>, email: Option<&String>| {
        json!({
            "@type": "ContactPoint",
            "contactType": title,
            "name": name,
            "telephone": phone,
            "email": email,
            "availableLanguage": subject.site.lang.tag(),
        })
    };
    let mut contacts = vec![contact("customer service", None, Some(phone), Some(email))];
    let reachable = officials.iter().filter(|official| official.phone.is_some() || official.email.is_some());
    contacts.extend(reachable.map(|official| {
        contact(&official.title, Some(&official.name), official.phone.as_ref(), official.email.as_ref())
    }));
    let mut whole = organization(subject);
    let details = json!({
        "address": { "@type": "PostalAddress", "streetAddress": address },
        "telephone": phone,
        "faxNumber": fax,
        "email": email,
        "location": map_url.as_ref().map(|url| json!({ "@type": "Place", "hasMap": url.to_string() })),
        "contactPoint": contacts,
    });
    if let (Value::Object(whole), Value::Object(details)) = (&mut whole, details) {
        whole.extend(details);
    }
    whole
}

fn web_site(subject: &Subject<'_>) -> Value {
    let search = format!("{}tim-kiem/?q={{search_term_string}}", subject.address);
    json!({
        "@type": "WebSite",
        "@id": format!("{}#website", subject.address),
        "url": subject.address,
        "name": subject.site.name,
        "alternateName": subject.site.short_name,
        "inLanguage": subject.site.lang.tag(),
        "publisher": { "@id": subject.absolute("/#organization") },
        "potentialAction": {
            "@type": "SearchAction",
            "target": { "@type": "EntryPoint", "urlTemplate": search },
            "query-input": "required name=search_term_string",
        },
    })
}

/// From the home page to this one, itself included.
fn breadcrumb_list(subject: &Subject<'_>) -> Value {
    let lang = subject.site.lang;
    let home = [Crumb { label: lang.text().home.to_owned(), path: SitePath::from(PagePath::Home.in_lang(lang)) }];
    let above = match subject.page.breadcrumb() {
        [] => home.as_slice(),
        crumbs => crumbs,
    };
    let list = subject.path.list().map(|path| {
        let name = page_title(lang.text(), Some(&path), subject.page).unwrap_or_default();
        (name, subject.absolute(path))
    });
    let list = list.iter().map(|(name, address)| (name.as_str(), address.clone()));
    let steps = above.iter().map(|crumb| (crumb.label.as_str(), subject.absolute(&crumb.path)));
    let steps = steps.chain(list).chain([(subject.title.as_str(), subject.address.to_owned())]).enumerate().map(
        |(number, (name, address))| json!({ "@type": "ListItem", "position": number + 1, "name": name, "item": address }),
    );
    json!({ "@type": "BreadcrumbList", "itemListElement": steps.collect::<Vec<_>>() })
}

/// Unknown values are omitted.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .into_iter()
            .filter(|(_, value)| !value.is_null() && *value != json!([]))
            .map(|(name, value)| (name, without_nulls(value)))
            .collect(),
        Value::Array(items) => items.into_iter().map(without_nulls).collect(),
        value => value,
    }
}
