use super::{foreign_link, link, use_lang, use_text};
use crate::content::model::{NavigationItem, Official, Organization, PartnerLink, Site};
use crate::markup::{Element, Markup, el};
use crate::path::PagePath;
use crate::text::Text;

/// Who answers for the site, how to reach them, and the source line. `counter` is the people-online line, where the site
/// has one.
pub fn site_footer(site: Site, counter: Option<Element>) -> Element {
    let organization = el("div")
        .class("site-footer__organization")
        .child(el("p").class("site-footer__name").child(site.name))
        .child(contact_details(site.organization));
    let columns = el("div")
        .class("site-footer__columns")
        .child(organization)
        .child(footer_links(site.footer_links))
        .child(partner_links(site.partner_links));
    let foot = el("div")
        .class("site-footer__foot")
        .child(el("p").class("site-footer__attribution").child(site.attribution))
        .child(counter);
    el("footer").class("site-footer").child(columns).child(foot)
}

/// The organisation's address, responsible person, phone, e-mail and officials; phones and e-mails tap through.
fn contact_details(organization: Organization) -> Element {
    let text = use_text();
    let responsible = format!("{} - {}", organization.responsible.name, organization.responsible.title);
    let map = organization.map_url.map(|url| el("p").child(foreign_link(url.to_string(), text.view_map)));
    el("address")
        .class("site-footer__contact")
        .child(fact(text.address, organization.address))
        .child(map)
        .child(fact(text.responsible, responsible))
        .child(phone_line(text, organization.phone))
        .child(organization.fax.map(|fax| fact(text.fax, fax)))
        .child(email_line(text, organization.email))
        .child(organization.hours.map(|hours| fact(text.hours, hours)))
        .child(officials(organization.officials))
}

fn fact(label: &'static str, words: impl Into<Markup>) -> Element {
    el("p").child(label).child(": ").child(words)
}

/// Whom readers may turn to.
fn officials(officials: Vec<Official>) -> Markup {
    let text = use_text();
    if officials.is_empty() {
        return Markup::default();
    }
    let items = officials.into_iter().map(|Official { name, title, unit, phone, email }| {
        let unit = unit.map(|unit| format!(", {unit}")).unwrap_or_default();
        el("li")
            .class("site-footer__official")
            .child(el("p").child(format!("{name} - {title}{unit}")))
            .child(phone.map(|phone| phone_line(text, phone)))
            .child(email.map(|email| email_line(text, email)))
    });
    Markup::from(el("p").class("site-footer__heading").child(text.officials))
        .child(el("ul").class("site-footer__officials").attr("aria-label", text.officials).children(items))
}

fn phone_line(text: &'static Text, phone: String) -> Element {
    let digits = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect::<String>();
    fact(text.phone, link(format!("tel:{digits}"), phone))
}

fn email_line(text: &'static Text, email: String) -> Element {
    fact(text.email, link(format!("mailto:{email}"), email))
}

fn footer_links(links: Vec<NavigationItem>) -> Element {
    let text = use_text();
    let site_map = NavigationItem {
        label: text.site_map.to_owned(),
        path: PagePath::SiteMap.in_lang(use_lang()).into(),
        children: Vec::new(),
    };
    let items = links.into_iter().chain([site_map]).map(|item| link(item.path.to_string(), item.label));
    link_column(text.footer_links, items)
}

fn partner_links(links: Vec<PartnerLink>) -> Option<Element> {
    let items = links.into_iter().map(|item| foreign_link(item.url.to_string(), item.label));
    (items.len() > 0).then(|| link_column(use_text().partner_links, items))
}

fn link_column(label: &'static str, links: impl Iterator<Item = Element>) -> Element {
    el("nav")
        .class("site-footer__column")
        .attr("aria-label", label)
        .child(el("p").class("site-footer__heading").child(label))
        .child(el("ul").class("site-footer__links").children(links.map(|link| el("li").child(link))))
}
