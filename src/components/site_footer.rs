use leptos::prelude::*;

use super::{use_lang, use_text};
use crate::content::model::{NavigationItem, Official, Organization, PartnerLink, Site};
use crate::path::PagePath;
use crate::text::Text;

/// Who answers for the site, how to reach them, and the source line.
#[component]
pub fn SiteFooter(
    site: Site,
    /// The people-online line, where the site has one.
    children: Children,
) -> impl IntoView {
    view! {
        <footer class="site-footer">
            <div class="site-footer__columns">
                <div class="site-footer__organization">
                    <p class="site-footer__name">{site.name}</p>
                    <ContactDetails organization=site.organization/>
                </div>
                <FooterLinks links=site.footer_links/>
                <PartnerLinks links=site.partner_links/>
            </div>
            <div class="site-footer__foot">
                <p class="site-footer__attribution">{site.attribution}</p>
                {children()}
            </div>
        </footer>
    }
}

/// The organisation's address, responsible person, phone, e-mail and officials; phones and e-mails tap through.
#[component]
fn ContactDetails(organization: Organization) -> impl IntoView {
    let text = use_text();
    let responsible = format!("{} - {}", organization.responsible.name, organization.responsible.title);
    let fax = organization.fax.map(|fax| view! { <p>{text.fax}": "{fax}</p> }.into_any());
    let hours = organization.hours.map(|hours| view! { <p>{text.hours}": "{hours}</p> }.into_any());
    let map = organization
        .map_url
        .map(|url| view! { <p><a href=url.to_string() rel="noopener">{text.view_map}</a></p> }.into_any());
    view! {
        <address class="site-footer__contact">
            <p>{text.address}": "{organization.address}</p>
            {map}
            <p>{text.responsible}": "{responsible}</p>
            {phone_line(text, organization.phone)}
            {fax}
            {email_line(text, organization.email)}
            {hours}
            <Officials officials=organization.officials/>
        </address>
    }
}

/// Whom readers may turn to.
#[component]
fn Officials(officials: Vec<Official>) -> impl IntoView {
    let text = use_text();
    (!officials.is_empty()).then(|| {
        let items = officials.into_iter().map(|Official { name, title, unit, phone, email }| {
            let unit = unit.map(|unit| format!(", {unit}"));
            view! {
                <li class="site-footer__official">
                    <p>{name}" - "{title}{unit}</p>
                    {phone.map(|phone| phone_line(text, phone))}
                    {email.map(|email| email_line(text, email))}
                </li>
            }
            .into_any()
        });
        view! {
            <p class="site-footer__heading">{text.officials}</p>
            <ul class="site-footer__officials" aria-label=text.officials>{items.collect_view()}</ul>
        }
        .into_any()
    })
}

fn phone_line(text: &'static Text, phone: String) -> AnyView {
    let digits = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect::<String>();
    contact_line(text.phone, format!("tel:{digits}"), phone)
}

fn email_line(text: &'static Text, email: String) -> AnyView {
    contact_line(text.email, format!("mailto:{email}"), email)
}

fn contact_line(label: &'static str, href: String, words: String) -> AnyView {
    view! { <p>{label}": "<a href=href>{words}</a></p> }.into_any()
}

#[component]
fn FooterLinks(links: Vec<NavigationItem>) -> impl IntoView {
    let text = use_text();
    let site_map = NavigationItem {
        label: text.site_map.to_owned(),
        path: PagePath::SiteMap.in_lang(use_lang()).into(),
        children: Vec::new(),
    };
    let items = links.into_iter().chain([site_map]);
    let items = items.map(|link| view! { <li><a href=link.path.to_string()>{link.label}</a></li> }.into_any());
    link_column(text.footer_links, items.collect())
}

#[component]
fn PartnerLinks(links: Vec<PartnerLink>) -> impl IntoView {
    let text = use_text();
    (!links.is_empty()).then(|| {
        let items = links
            .into_iter()
            .map(|link| view! { <li><a href=link.url.to_string() rel="noopener">{link.label}</a></li> }.into_any());
        link_column(text.partner_links, items.collect())
    })
}

fn link_column(label: &'static str, items: Vec<AnyView>) -> AnyView {
    view! {
        <nav class="site-footer__column" aria-label=label>
            <p class="site-footer__heading">{label}</p>
            <ul class="site-footer__links">{items}</ul>
        </nav>
    }
    .into_any()
}
