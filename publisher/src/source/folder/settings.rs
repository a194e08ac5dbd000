//! `site.toml` and `sections.toml`: what every page needs, and the sections in their order.

use std::path::Path;

use chrono_tz::{TZ_VARIANTS, Tz};
use portal_app::content::model::{
    Analytics, NavigationItem, Notice, Official, OnlineSource, Organization, PartnerLink, Provider, Responsible, Site,
};
use portal_app::path::word::{Href, Slug, origin_of};
use portal_app::text::Lang;
use portal_app::text::moment::Moment;
use toml::de::DeValue;

use super::front_matter::{Document, Fields, Places};
use super::{text_file, value};
use crate::delivery::LONGEST_SOURCES;
use crate::source::content_api::{ApiAddress, NamedApi};
use crate::source::edition::{Scope, SectionSource};
use crate::source::limits;
use crate::source::near::did_you_mean;
use crate::source::problem::{Fault, Problems};
use crate::source::time::Clock;

/// A settings file that could be read, with the places of its fields.
pub(super) struct Settings<T> {
    pub item: T,
    pub places: Places,
}

impl<T: Default> Settings<T> {
    /// Of a file that may be missing.
    pub fn empty(file: &Path) -> Self {
        Self { item: T::default(), places: Places::new(file) }
    }
}

/// Reads the main `site.toml`; `None` when a required field is missing.
pub(super) fn read_main_site(file: &Path, lang: Lang, problems: &mut Problems) -> Option<Settings<Site>> {
    read_site(file, lang, parse_shared, problems)
}

/// Reads a translated `site.toml`, which has the main one's origin, time zone, counters and providers; `None` when a required
/// field is missing, and when the main one could not be read, of which this file says nothing.
pub(super) fn read_translated_site(
    file: &Path,
    lang: Lang,
    main: Option<&Site>,
    problems: &mut Problems,
) -> Option<Settings<Site>> {
    read_site(file, lang, |_| main.map(Shared::of), problems)
}

fn read_site(
    file: &Path,
    lang: Lang,
    shared: impl FnOnce(&mut Fields<'_>) -> Option<Shared>,
    problems: &mut Problems,
) -> Option<Settings<Site>> {
    read_settings(file, problems, |mut fields| {
        let site = shared(&mut fields);
        let site = parse_site(&mut fields, lang, site);
        fields.finish();
        site
    })
}

/// The time zone that a `site.toml` names, whatever is wrong with the rest of it.
pub(super) fn read_zone(file: &Path, problems: &mut Problems) -> Tz {
    let zone = read_settings(file, problems, |mut fields| fields.required("time_zone", time_zone)?.parse().ok());
    zone.map_or(Tz::UTC, |zone| zone.item)
}

/// Reads `sections.toml`; `None` when one of them cannot be understood.
pub(super) fn read_sections(file: &Path, problems: &mut Problems) -> Option<Settings<Vec<SectionSource>>> {
    read_settings(file, problems, |mut fields| {
        let sections = fields.tables("section").into_iter().map(parse_section).collect::<Option<Vec<_>>>();
        fields.finish();
        sections
    })
}

/// Another's content API that a `site.toml` names, whatever is wrong with the rest of it; `None` where there is none, or
/// none that can be understood.
pub(super) fn read_content_api(file: &Path) -> Result<Option<NamedApi>, Problems> {
    let mut problems = Problems::default();
    let named = read_settings(file, &mut problems, |mut fields| parse_content_api(&mut fields));
    match named {
        Some(named) => problems.or_ok(Some(named.item)),
        None => Ok(None),
    }
}

/// The sections an article may name.
pub fn read_section_slugs(folder: &Path) -> Result<Vec<Slug>, Problems> {
    let mut problems = Problems::default();
    let sections = read_sections(&folder.join("sections.toml"), &mut problems);
    let slugs = sections.into_iter().flat_map(|sections| sections.item).map(|section| section.slug).collect();
    problems.or_ok(slugs)
}

pub(super) fn read_settings<T>(
    file: &Path,
    problems: &mut Problems,
    parse: impl FnOnce(Fields<'_>) -> Option<T>,
) -> Option<Settings<T>> {
    let text = text_file::read_text(file).map_err(|found| problems.append(found)).ok()?;
    let document = Document::parse(file, &text, 1);
    let item = parse(document.fields());
    let (places, found) = document.finish();
    problems.append(found);
    item.map(|item| Settings { item, places })
}

fn parse_section(mut fields: Fields<'_>) -> Option<SectionSource> {
    let slug = fields.required("slug", value::slug);
    let name = fields.required("name", value::text);
    let description = fields.optional("description", value::text);
    let parent = fields.optional("parent", value::slug);
    let mut is_in = |place| fields.optional(place, value::boolean).unwrap_or(true);
    let scope = Scope { latest: is_in("latest"), home: is_in("home"), search: is_in("search") };
    fields.finish();
    Some(SectionSource { slug: slug?, name: name?, description, parent, scope })
}

/// What a site is in every language.
struct Shared {
    url: String,
    time_zone: String,
    online: Option<OnlineSource>,
    analytics: Option<Analytics>,
    providers: Vec<Provider>,
    frame_origins: Vec<String>,
}

impl Shared {
    fn of(site: &Site) -> Self {
        Self {
            url: site.url.clone(),
            time_zone: site.time_zone.clone(),
            online: site.online.clone(),
            analytics: site.analytics.clone(),
            providers: site.providers.clone(),
            frame_origins: site.frame_origins.clone(),
        }
    }
}

fn parse_shared(fields: &mut Fields<'_>) -> Option<Shared> {
    fields.leave("kiosk");
    fields.leave("security");
    parse_content_api(fields);
    let url = fields.required("url", origin);
    let time_zone = fields.required("time_zone", time_zone);
    let online = fields.optional("online_url", value::href).map(|url| OnlineSource { url });
    let analytics = fields.table("analytics").map(parse_analytics);
    let providers = fields.tables("providers").into_iter().map(parse_provider).collect::<Vec<_>>();
    let frame_origins = fields.set("frame_origins", frame_origin);
    check_policy_lengths(fields, &providers, analytics.as_ref(), online.as_ref(), &frame_origins);
    Some(Shared {
        url: url?,
        time_zone: time_zone?,
        online,
        analytics: analytics.flatten(),
        providers: providers.into_iter().collect::<Option<_>>()?,
        frame_origins,
    })
}

/// Reports the origin with which a content security policy gets longer than a web server's configuration takes.
fn check_policy_lengths(
    fields: &Fields<'_>,
    providers: &[Option<Provider>],
    analytics: Option<&Option<Analytics>>,
    online: Option<&OnlineSource>,
    frame_origins: &[String],
) {
    let of_providers = providers.iter().enumerate().filter_map(|(position, provider)| {
        Some((format!("providers[{}].origin", position + 1), provider.as_ref()?.origin.len()))
    });
    let of_analytics = analytics.into_iter().flatten().flat_map(|analytics| {
        // The tracker is named twice: for pictures and for connections.
        let tracker = || ("analytics.tracker_url", &analytics.tracker_url);
        [("analytics.script_url", &analytics.script_url), tracker(), tracker()]
    });
    let of_online = online.map(|online| ("online_url", &online.url));
    let of_links = of_online.into_iter().chain(of_analytics);
    let of_links =
        of_links.map(|(field, link)| (field.to_owned(), origin_of(link.as_str()).map_or(0, |origin| origin.len())));
    let of_frames = frame_origins.iter().enumerate();
    let of_frames = of_frames.map(|(position, origin)| (format!("frame_origins[{}]", position + 1), origin.len()));
    for origins in [of_links.chain(of_providers).collect::<Vec<_>>(), of_frames.collect()] {
        check_policy_length(fields, &origins);
    }
}

/// Reports the first field with which origins that are in one policy, given by their lengths, get too long together.
pub(super) fn check_policy_length(fields: &Fields<'_>, origins: &[(String, usize)]) {
    let lengths = origins.iter().scan(0, |total, (field, length)| {
        *total += length + 1;
        Some((field, *total))
    });
    if let Some((field, _)) = lengths.into_iter().find(|(_, total)| *total > LONGEST_SOURCES) {
        let message = format!("with this one the origins are longer than {LONGEST_SOURCES} bytes together");
        fields.report(field, Fault::new(message, "Name fewer: web servers take no longer policy."));
    }
}

/// Everything is read before a missing field ends it, so that all problems are reported at once.
fn parse_site(fields: &mut Fields<'_>, lang: Lang, shared: Option<Shared>) -> Option<Site> {
    fields.leave("home");
    let written = fields.required("lang", |value| {
        let fault = Fault::new("it is another folder's language", format!("Write \"{}\".", lang.tag()));
        value::keyword(value).and_then(|written: Lang| if written == lang { Ok(written) } else { Err(fault) })
    });
    let name = fields.required("name", value::text);
    let short_name = fields.required("short_name", value::text);
    let organization = fields.required_table("organization").map(parse_organization);
    let attribution = fields.required("attribution", value::text);
    let navigation = fields.tables("navigation").into_iter().map(parse_navigation_tree).collect::<Vec<_>>();
    let footer_links = fields.tables("footer_links").into_iter().map(parse_navigation_tree).collect::<Vec<_>>();
    let partner_links = fields.tables("partner_links").into_iter().map(parse_partner).collect::<Vec<_>>();
    let zone = shared.as_ref().and_then(|shared| shared.time_zone.parse().ok()).unwrap_or(Tz::UTC);
    let notice = fields.table("notice").map(|fields| parse_notice(fields, Clock { zone, lang }));
    let shared = shared?;
    Some(Site {
        url: shared.url,
        lang: written?,
        name: name?,
        short_name: short_name?,
        time_zone: shared.time_zone,
        organization: organization??,
        attribution: attribution?,
        navigation: navigation.into_iter().collect::<Option<_>>()?,
        footer_links: footer_links.into_iter().collect::<Option<_>>()?,
        partner_links: partner_links.into_iter().collect::<Option<_>>()?,
        notice: notice.flatten(),
        online: shared.online,
        analytics: shared.analytics,
        providers: shared.providers,
        frame_origins: shared.frame_origins,
        translations: Vec::new(),
    })
}

fn parse_analytics(mut fields: Fields<'_>) -> Option<Analytics> {
    let kind = fields.required("kind", value::keyword);
    let tracker_url = fields.required("tracker_url", https);
    let script_url = fields.required("script_url", https);
    let site_id = fields.required("site_id", value::text);
    fields.finish();
    Some(Analytics { kind: kind?, tracker_url: tracker_url?, script_url: script_url?, site_id: site_id? })
}

fn parse_provider(mut fields: Fields<'_>) -> Option<Provider> {
    let name = fields.required("name", value::text);
    let origin = fields.required("origin", origin);
    fields.finish();
    Some(Provider { name: name?, origin: origin? })
}

fn parse_content_api(fields: &mut Fields<'_>) -> Option<NamedApi> {
    let address = fields.optional("content_api", |value| ApiAddress::parse(&value::text(value)?));
    let media = fields.set("content_api_media", |value| ApiAddress::parse_origin(&value::text(value)?));
    Some(NamedApi { address: address?, media })
}

/// A page of this site, in its canonical form, or one of another that is reached by https.
pub(super) fn page_or_https(value: &DeValue<'_>) -> Result<Href, Fault> {
    let href = value::href(value)?;
    if href.is_site_path() { value::page_path(value).map(Href::from) } else { https(value) }
}

/// What the policy of every page will admit, so nothing that could be read on its way.
pub(super) fn https(value: &DeValue<'_>) -> Result<Href, Fault> {
    let href = value::href(value)?;
    let fault = Fault::new("it is not an https address", "Write https://, the host and the path.");
    // A host that the policy cannot name would be blocked in every reader's browser without anybody noticing.
    if href.as_str().starts_with("https://") && origin_of(href.as_str()).is_some() { Ok(href) } else { Err(fault) }
}

fn parse_organization(mut fields: Fields<'_>) -> Option<Organization> {
    let name = fields.required("name", value::text);
    let address = fields.required("address", value::text);
    let responsible = fields.required_table("responsible").map(parse_responsible);
    let phone = fields.required("phone", value::text);
    let fax = fields.optional("fax", value::text);
    let email = fields.required("email", value::email);
    let hours = fields.optional("hours", value::text);
    let officials = fields.tables("officials").into_iter().map(parse_official).collect::<Vec<_>>();
    let map_url = fields.optional("map_url", value::href);
    fields.finish();
    Some(Organization {
        name: name?,
        address: address?,
        responsible: responsible??,
        phone: phone?,
        fax,
        email: email?,
        hours,
        officials: officials.into_iter().collect::<Option<_>>()?,
        map_url,
    })
}

fn parse_responsible(mut fields: Fields<'_>) -> Option<Responsible> {
    let name = fields.required("name", value::text);
    let title = fields.required("title", value::text);
    fields.finish();
    Some(Responsible { name: name?, title: title? })
}

fn parse_official(mut fields: Fields<'_>) -> Option<Official> {
    let name = fields.required("name", value::text);
    let title = fields.required("title", value::text);
    let unit = fields.optional("unit", value::text);
    let phone = fields.optional("phone", value::text);
    let email = fields.optional("email", value::email);
    fields.finish();
    Some(Official { name: name?, title: title?, unit, phone, email })
}

/// The header shows two levels, so children have none.
fn parse_navigation_tree(mut fields: Fields<'_>) -> Option<NavigationItem> {
    let children = fields.tables("children").into_iter().map(|child| parse_navigation(child, Vec::new()));
    let children = children.collect::<Vec<_>>();
    parse_navigation(fields, children.into_iter().flatten().collect())
}

fn parse_navigation(mut fields: Fields<'_>, children: Vec<NavigationItem>) -> Option<NavigationItem> {
    let label = fields.required("label", value::text);
    let path = fields.required("path", value::page_path);
    fields.finish();
    Some(NavigationItem { label: label?, path: path?, children })
}

fn parse_partner(mut fields: Fields<'_>) -> Option<PartnerLink> {
    let label = fields.required("label", value::text);
    let url = fields.required("url", value::href);
    fields.finish();
    Some(PartnerLink { label: label?, url: url? })
}

/// A day ends the notice as it begins; which moment that is only the publisher knows.
fn parse_notice(mut fields: Fields<'_>, clock: Clock) -> Option<Notice> {
    let text = fields.required("text", value::text);
    let path = fields.optional("path", value::page_path);
    let level = fields.required("level", value::keyword);
    let until = fields.optional("until", |until| value::end(until, clock)).map(Moment::At);
    fields.finish();
    Some(Notice { text: text?, path, level: level?, until })
}

fn time_zone(value: &DeValue<'_>) -> Result<String, Fault> {
    let name = value::text(value)?;
    let help =
        || did_you_mean(&name, TZ_VARIANTS).unwrap_or_else(|| "Write an IANA name: \"Asia/Ho_Chi_Minh\".".to_owned());
    match name.parse::<Tz>() {
        Ok(_) => Ok(name),
        Err(_) => Err(Fault::new("there is no such time zone", help())),
    }
}

/// `https://host`, with a port if need be; a last slash is dropped.
fn origin(value: &DeValue<'_>) -> Result<String, Fault> {
    let url = value::text(value)?;
    let host = url.strip_prefix("https://").map(|rest| rest.strip_suffix('/').unwrap_or(rest));
    let sound = host.is_some_and(|host| {
        let (name, port) = host.split_once(':').unwrap_or((host, "443"));
        let is_label = |label: &str| {
            (1..=limits::HOST_LABEL).contains(&label.len())
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        };
        name.len() <= limits::HOST && name.split('.').all(is_label) && port.parse::<u16>().is_ok()
    });
    let fault = || Fault::new("it is not an https origin", "Write https://, the host and nothing more: no path.");
    host.filter(|_| sound).map(|host| format!("https://{}", host.to_ascii_lowercase())).ok_or_else(fault)
}

/// An origin, or all below a domain: `https://*.laichau.gov.vn`.
fn frame_origin(value: &DeValue<'_>) -> Result<String, Fault> {
    let written = value::text(value)?;
    let Some(domain) = written.strip_prefix("https://*.") else { return origin(value) };
    let origin = origin(&DeValue::String(format!("https://{domain}").into()))?;
    Ok(origin.replacen("https://", "https://*.", 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sites_url_is_an_https_origin_and_nothing_more() {
        let read = |url: &str| origin(&DeValue::String(url.into())).ok();
        for (url, origin) in [
            ("https://sonv.laichau.gov.vn", "https://sonv.laichau.gov.vn"),
            ("https://SONV.laichau.gov.vn/", "https://sonv.laichau.gov.vn"),
            ("https://localhost:8443", "https://localhost:8443"),
        ] {
            assert_eq!(read(url).as_deref(), Some(origin), "{url}");
        }
        for url in [
            "http://sonv.laichau.gov.vn",
            "https://",
            "https:///",
            "sonv.laichau.gov.vn",
            "https://a.vn/b",
            "https://a.vn//",
            "https://a.vn?x",
            "https://a.vn#x",
            "https://u@a.vn",
            "https://a..vn",
            "https://a.vn:99999",
            "//a.vn",
            "https://a b.vn",
        ] {
            assert_eq!(read(url), None, "{url}");
        }
    }
}
