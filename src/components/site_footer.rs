use leptos::prelude::*;

use super::use_text;
use crate::content::model::{NavigationItem, Organization, PartnerLink, Site};

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

/// The organisation's address, responsible person, phone and e-mail; the last two tap through.
#[component]
fn ContactDetails(organization: Organization) -> impl IntoView {
    let text = use_text();
    let phone_digits = organization.phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect::<String>();
    let responsible = format!("{} - {}", organization.responsible.name, organization.responsible.title);
    let fax = organization.fax.map(|fax| view! { <p>{text.fax}": "{fax}</p> }.into_any());
    let hours = organization.hours.map(|hours| view! { <p>{text.hours}": "{hours}</p> }.into_any());
    view! {
        <address class="site-footer__contact">
            <p>{text.address}": "{organization.address}</p>
            <p>{text.responsible}": "{responsible}</p>
            <p>{text.phone}": "<a href=format!("tel:{phone_digits}")>{organization.phone}</a></p>
            {fax}
            <p>{text.email}": "<a href=format!("mailto:{}", organization.email)>{organization.email.clone()}</a></p>
            {hours}
        </address>
    }
}

#[component]
fn FooterLinks(links: Vec<NavigationItem>) -> impl IntoView {
    let text = use_text();
    (!links.is_empty()).then(|| {
        let items =
            links.into_iter().map(|link| view! { <li><a href=link.path.to_string()>{link.label}</a></li> }.into_any());
        link_column(text.footer_links, items.collect())
    })
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
