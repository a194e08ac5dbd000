//! Links, redirects and the site map lead to something that exists.

use std::collections::BTreeSet;

use scraper::Html;

use super::pages::{all, attribute, documents, routes};
use crate::published::sites;
use crate::serving::Server;
use crate::serving::exchange::ask;
use crate::workshop::Workshop;

/// What a web server has to serve beside files: answered by `portal serve`.
const ANSWERED: &str = "/api/v1/online.json";

/// Every address on this site that a page names, with or without the origin.
fn internal_targets(page: &Html, origin: &str) -> Vec<String> {
    let mut targets = Vec::new();
    for name in ["href", "src", "poster", "data-module", "data-wasm"] {
        targets.extend(attribute(page, &format!("[{name}]"), name).into_iter().map(str::to_owned));
    }
    let variants = attribute(page, "[srcset]", "srcset").into_iter().flat_map(|set| set.split(", "));
    targets.extend(variants.filter_map(|variant| variant.split(' ').next().map(str::to_owned)));
    targets
        .into_iter()
        .filter_map(|target| {
            let path = target.strip_prefix(origin).unwrap_or(&target);
            (path.starts_with('/') || path.starts_with('#')).then(|| path.to_owned())
        })
        .collect()
}

#[test]
fn every_link_inside_the_site_leads_to_a_file_that_exists() {
    for (name, site) in sites() {
        let (origin, files) = (routes(site).origin, site.files().into_iter().collect::<BTreeSet<_>>());
        let mut broken = BTreeSet::new();
        for (address, page) in documents(site) {
            for target in internal_targets(&page, &origin) {
                let (path, fragment) = target.split_once('#').unwrap_or((&target, ""));
                let path = path.split('?').next().unwrap();
                let file = if path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
                let is_there = path.is_empty() || path == ANSWERED || files.contains(file.trim_start_matches('/'));
                let has_place = !path.is_empty() || attribute(&page, "[id]", "id").contains(&fragment);
                if !is_there || !has_place {
                    broken.insert(format!("{address} → {target}"));
                }
            }
        }
        let shown = broken.iter().take(20).cloned().collect::<Vec<_>>();
        assert!(broken.is_empty(), "{name}: {} broken links, such as\n{}", broken.len(), shown.join("\n"));
    }
}

#[test]
fn every_redirect_leads_to_a_page_and_hides_none() {
    for (name, site) in sites() {
        let routes = routes(site);
        let exists = |path: &str| site.root.join(path.trim_start_matches('/')).join("index.html").exists();
        for (old, new) in &routes.redirects {
            assert!(exists(new.as_str()) && !exists(old.as_str()), "{name}: {old} → {new}");
        }
        for (id, path) in &routes.articles {
            assert!(exists(path.as_str()) && path.as_str().ends_with(&format!("-{id}/")), "{name}: {id} → {path}");
        }
        let articles = site.documents().into_iter().filter(|(address, _)| address.contains("articles/")).count();
        assert_eq!(routes.articles.len(), articles, "{name}");
    }
}

#[test]
fn the_old_addresses_of_an_article_lead_to_it() {
    let aliases = r#"published_at = "2021-03-12"
aliases = ["/Default.aspx?tabid=120&id=45", "/Lists/Tin tuc/DispForm.aspx", "/Pages/tin%20tuc.aspx", "/Tin-Cu/Bai-1.aspx"]"#;
    let workshop = Workshop::new(&[
        ("baimoi", aliases),
        ("baihai", "published_at = \"2021-03-12\"\naliases = [\"/Default.aspx\"]"),
    ]);
    workshop.publish();
    let server = Server::start(&workshop.out(), &[]);
    for (target, location) in [
        ("/default.aspx?id=45&TabID=120&fbclid=x", "/tin-tuc/bai-baimoi-baimoi/"),
        ("/lists/tin%20tuc/dispform.aspx", "/tin-tuc/bai-baimoi-baimoi/"),
        ("/Pages/Tin%20Tuc.aspx", "/tin-tuc/bai-baimoi-baimoi/"),
        ("/tin-cu/BAI-1.aspx", "/tin-tuc/bai-baimoi-baimoi/"),
        ("/Default.aspx?id=46", "/tin-tuc/bai-baihai-baihai/?id=46"),
    ] {
        let answer = ask(server.address, "GET", target, &[]);
        assert_eq!((answer.status, answer.header("Location").as_deref()), (301, Some(location)), "{target}");
    }
}

/// Documents that belong to no page.
fn is_of_the_whole_site(address: &str) -> bool {
    let names = ["site.json", "notice.json", "kiosk.json", "kiosk-search.json"];
    names.iter().any(|name| address.strip_prefix("en/").unwrap_or(address) == *name)
}

#[test]
fn every_page_has_its_document_and_every_document_its_page() {
    for (name, site) in sites() {
        let pages = site.pages().len();
        let documents = site.documents().into_iter().filter(|(address, _)| !is_of_the_whole_site(address)).count();
        assert_eq!(pages, documents, "{name}");
    }
}

#[test]
fn search_engines_are_told_of_exactly_the_pages_they_may_show() {
    for (name, site) in sites() {
        let text = site.text("sitemap.xml");
        let sitemap = roxmltree::Document::parse(&text).unwrap();
        let listed = sitemap
            .descendants()
            .filter(|node| node.has_tag_name(("http://www.sitemaps.org/schemas/sitemap/0.9", "loc")))
            .map(|node| node.text().unwrap().to_owned());
        let listed = listed.collect::<Vec<_>>();
        let indexable =
            site.pages().into_iter().filter(|(_, page)| all(page, "meta[name='robots'][content='noindex']").is_empty());
        let indexable = indexable
            .map(|(_, page)| attribute(&page, "link[rel='canonical']", "href")[0].to_owned())
            .collect::<BTreeSet<_>>();
        assert_eq!(listed.iter().cloned().collect::<BTreeSet<_>>(), indexable, "{name}");
        assert_eq!(listed.len(), indexable.len(), "{name}: an address is listed twice");
        assert!(site.text("robots.txt").contains(&format!("Sitemap: {}/sitemap.xml", routes(site).origin)), "{name}");
    }
}
