//! `sitemap.xml` and `robots.txt`: what search engines ask for first.

use std::io;

use portal_app::content::page_data::PageData;
use portal_app::pages::page_head;
use portal_app::path::AppPath;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::catalog::Catalog;

/// Every page that is to be found, with the day it last changed where that is known.
///
/// Schema: https://www.sitemaps.org/protocol.html
pub fn sitemap(routes: &[(&Catalog, AppPath)]) -> io::Result<Vec<u8>> {
    let mut xml = Writer::new(Vec::new());
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let set = xml.create_element("urlset").with_attribute(("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"));
    set.write_inner_content(|xml| routes.iter().try_for_each(|(catalog, path)| write_page(xml, catalog, path)))?;
    Ok(xml.into_inner())
}

fn write_page(xml: &mut Writer<Vec<u8>>, catalog: &Catalog, path: &AppPath) -> io::Result<()> {
    let page = catalog.page(path);
    let head = page_head(&catalog.site, Some(path), &page);
    let (Some(address), true) = (head.canonical, head.is_indexed) else { return Ok(()) };
    let changed = match page {
        PageData::Article(article) => Some(article.updated_at.unwrap_or(article.published_at)),
        PageData::Standing(page) => page.updated_at,
        _ => None,
    };
    xml.create_element("url").write_inner_content(|xml| {
        xml.create_element("loc").write_text_content(BytesText::new(&address))?;
        if let Some(changed) = changed {
            xml.create_element("lastmod").write_text_content(BytesText::new(&changed.to_string()))?;
        }
        Ok(())
    })?;
    Ok(())
}

/// Everybody may read everything.
pub fn robots(catalog: &Catalog) -> String {
    format!("User-agent: *\nAllow: /\n\nSitemap: {}/sitemap.xml\n", catalog.site.url)
}
