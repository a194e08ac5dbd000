//! The foot of every page.

use super::contact::{email_line, fact, phone_line};
use crate::components::context::{use_lang, use_text};
use crate::components::tools::{foreign_link, link};
use crate::content::model::{NavigationItem, Official, Organization, PartnerLink, Site};
use crate::markup::{Element, Markup, markup};
use crate::path::PagePath;
use crate::path::saved::saved_path;

/// Who answers for the site, how to reach them, and the source line. `counter` is the people-online line, where the site
/// has one.
pub fn site_footer(site: &Site, counter: Option<Element>) -> Element {
    markup! {
        footer "site-footer" {
            div "site-footer__columns" {
                div "site-footer__organization" {
                    p "site-footer__name" { (&site.name) }
                    (contact_details(&site.organization))
                }
                (footer_links(&site.footer_links))
                (partner_links(&site.partner_links))
            }
            div "site-footer__foot" {
                p "site-footer__attribution" { (&site.attribution) }
                (counter)
            }
        }
    }
}

/// The organisation's address, responsible person, phone, e-mail and officials; phones and e-mails tap through.
fn contact_details(organization: &Organization) -> Element {
    let text = use_text();
    let responsible = format!("{} - {}", organization.responsible.name, organization.responsible.title);
    markup! {
        address "site-footer__contact" {
            (fact(text.address, &organization.address))
            (organization.map_url.as_ref().map(|url| markup! { p { (foreign_link(url.to_string(), text.view_map)) } }))
            (fact(text.responsible, responsible))
            (phone_line(text, &organization.phone))
            (organization.fax.as_ref().map(|fax| fact(text.fax, fax)))
            (email_line(text, &organization.email))
            (organization.hours.as_ref().map(|hours| fact(text.hours, hours)))
            (officials(&organization.officials))
        }
    }
}

/// Whom readers may turn to.
fn officials(officials: &[Official]) -> Option<Markup> {
    let text = use_text();
    (!officials.is_empty()).then(|| {
        markup! {
            p "site-footer__heading" { (text.officials) }
            ul "site-footer__officials" aria-label=(text.officials) { (officials.iter().map(official)) }
        }
    })
}

fn official(Official { name, title, unit, phone, email }: &Official) -> Element {
    let text = use_text();
    let unit = unit.as_ref().map(|unit| format!(", {unit}")).unwrap_or_default();
    markup! {
        li "site-footer__official" {
            p { (format!("{name} - {title}{unit}")) }
            (phone.as_ref().map(|phone| phone_line(text, phone)))
            (email.as_ref().map(|email| email_line(text, email)))
        }
    }
}

fn footer_links(links: &[NavigationItem]) -> Element {
    let text = use_text();
    let links = links.iter().map(|item| link(item.path.to_string(), &item.label));
    let ours = [
        link(PagePath::SiteMap.in_lang(use_lang()).to_string(), text.site_map),
        link(saved_path(use_lang()), text.saved_articles),
    ];
    link_column(text.footer_links, links.chain(ours))
}

fn partner_links(links: &[PartnerLink]) -> Option<Element> {
    let items = links.iter().map(|item| foreign_link(item.url.to_string(), &item.label));
    (items.len() > 0).then(|| link_column(use_text().partner_links, items))
}

fn link_column(label: &'static str, links: impl Iterator<Item = Element>) -> Element {
    markup! {
        nav "site-footer__column" aria-label=(label) {
            p "site-footer__heading" { (label) }
            ul "site-footer__links" { (links.map(|link| markup! { li { (link) } })) }
        }
    }
}
