//! How to reach the organisation.

use crate::components::context::{use_text, with_site};
use crate::components::tools::link;
use crate::content::model::Organization;
use crate::markup::{Element, Markup, markup};
use crate::text::Text;

/// Its name, address, phone, e-mail and hours, beside or below what a page is about. Nothing shows while the site's
/// settings are unknown.
pub fn contact_card() -> Option<Element> {
    let text = use_text();
    with_site(|site| card(text, &site.organization))
}

fn card(text: &'static Text, organization: &Organization) -> Element {
    let Organization { name, address, phone, email, hours, .. } = organization;
    markup! {
        section "contact-card" aria-labelledby="contact-card-heading" {
            h2 "contact-card__heading" id="contact-card-heading" { (text.contact) }
            address "contact-card__facts" {
                p "contact-card__name" { (name) }
                (phone_line(text, phone))
                (email_line(text, email))
                (fact(text.address, address))
                (hours.as_ref().map(|hours| fact(text.hours, hours)))
            }
        }
    }
}

/// A line of facts: what it is, then the fact.
pub(super) fn fact(label: &'static str, words: impl Into<Markup>) -> Element {
    markup! { p { (label) ": " (words) } }
}

/// Phones and e-mails tap through.
pub(super) fn phone_line(text: &'static Text, phone: &String) -> Element {
    let digits = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect::<String>();
    fact(text.phone, link(format!("tel:{digits}"), phone))
}

pub(super) fn email_line(text: &'static Text, email: &String) -> Element {
    fact(text.email, link(format!("mailto:{email}"), email))
}
