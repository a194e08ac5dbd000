//! `portal api-check`: reads a running content API as the app would, and says what breaks the contract, what a reader would see
//! of it, and how to fix it.
//!
//! `client` asks, `crawl` reads what is named, `decode` and `walk` look into a document, `lists` and `articles` compare documents,
//! `probes` asks for what is not there; `kind` has what is said of each fault, `report` says it.

mod articles;
mod client;
mod crawl;
mod decode;
mod finding;
mod kind;
mod lists;
mod probes;
mod report;
mod walk;

use std::error::Error;
use std::io::{self, Write as _};
use std::process::ExitCode;

use chrono_tz::Tz;
use clap::ValueEnum;
use portal_app::content::model::{Kiosk, KioskIndex, Notice, Online, Site};
use portal_app::path::word::origin_of;
use portal_app::text::Lang;
use reqwest::Url;
use serde_json::Value;

use self::client::{Ask, Client};
use self::crawl::{Crawl, is_gone};
use self::finding::Place;
use self::kind::Kind;
use self::report::Report;
use super::report::Told;

/// Reads a running content API as the app would, and says what breaks the contract, what a reader would see of it and how to fix
/// it. Errors fail the command; notes do not.
#[derive(clap::Args)]
pub struct ApiCheckArgs {
    /// The API's base, as https://portal.example/api/v1
    #[arg(value_parser = parse_base)]
    url: Url,
    #[command(flatten)]
    told: Told,
    /// Lines for people, or a document for programs.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The site that is to read the API, as https://portal.example; by default the `url` of its site.json.
    #[arg(long, value_parser = parse_origin)]
    origin: Option<String>,
    /// The most articles that are read: half of them the newest, the others spread over the rest.
    #[arg(long, value_name = "N", default_value_t = 200)]
    articles: usize,
}

/// How it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

pub fn run(args: &ApiCheckArgs) -> Result<ExitCode, Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let client = Client::new(args.url.clone(), args.origin.clone())?;
    let client = runtime.block_on(with_base(client));
    let mut first = Crawl::new(&client);
    let Some(site) = runtime.block_on(open(&mut first)) else {
        return tell(args, &client, &first, true);
    };
    let named = site.get("url").and_then(Value::as_str).unwrap_or_default();
    let client = client.read_by(args.origin.clone().or_else(|| origin_of(named)));
    let mut crawl = Crawl::new(&client);
    runtime.block_on(check(&mut crawl, args, &site));
    tell(args, &client, &crawl, false)
}

/// The settings, whether the app can read them or not; `None` where this is no content API, which is told.
async fn open(crawl: &mut Crawl<'_>) -> Option<Value> {
    let url = crawl.client.url_of("site.json");
    let answer = crawl.client.get(&url, Ask::Plain).await;
    let (_, value) = crawl.take(&url, answer, Kind::OtherApi)?;
    if ["navigation", "organization", "short_name"].iter().any(|field| value.get(field).is_some()) {
        return Some(value);
    }
    let said = value.as_object().map(|fields| fields.keys().take(5).cloned().collect::<Vec<_>>().join(", "));
    crawl.findings.add(Kind::OtherApi, Place::new(url, "", said.unwrap_or_default()));
    None
}

async fn check(crawl: &mut Crawl<'_>, args: &ApiCheckArgs, site: &Value) {
    let mut langs = vec![Lang::AT_ROOT];
    let translations = site.get("translations").and_then(Value::as_array);
    for lang in Lang::ALL {
        let is_named = translations.into_iter().flatten().any(|other| other["lang"] == lang.tag());
        if lang == Lang::AT_ROOT || is_named || is_there(crawl, &format!("{}site.json", lang.prefix())).await {
            read_settings(crawl, lang, args.origin.as_deref()).await;
            if lang != Lang::AT_ROOT {
                langs.push(lang);
            }
        }
    }
    crawl.read_pages(&langs, args.articles).await;
    let lists = lists::check(crawl.pages.values(), &mut crawl.findings);
    articles::check(&crawl.pages, &lists, &mut crawl.findings);
    crawl.ask_for_nothing().await;
    crawl.ask_again().await;
    let site_url = site.get("url").and_then(Value::as_str).unwrap_or_default();
    crawl.look_at_pictures(args.origin.as_deref(), site_url).await;
}

/// What belongs to a language and is no page.
async fn read_settings(crawl: &mut Crawl<'_>, lang: Lang, given: Option<&str>) {
    let prefix = lang.prefix();
    let endpoint = format!("{prefix}site.json");
    let url = crawl.client.url_of(&endpoint);
    if let Some(site) = crawl.read_other::<Site>(&endpoint, lang, Kind::Missing).await {
        let mut add = |kind, pointer, value: &str| crawl.findings.add(kind, Place::new(url.as_str(), pointer, value));
        if site.lang != lang {
            add(Kind::WrongLang, "/lang", site.lang.tag());
        }
        if site.time_zone.parse::<Tz>().is_err() {
            add(Kind::BadSettings, "/time_zone", &site.time_zone);
        }
        if !site.url.starts_with("https://") || origin_of(&site.url).as_deref() != Some(site.url.as_str()) {
            add(Kind::BadSettings, "/url", &site.url);
        }
        if given.is_some_and(|given| given != site.url) {
            add(Kind::OtherOrigin, "/url", &site.url);
        }
        if let Some(online) = &site.online {
            if online.url.as_str().starts_with("http://") {
                add(Kind::MixedContent, "/online/url", online.url.as_str());
            } else {
                read_online(crawl, online.url.as_str(), lang).await;
            }
        }
    }
    crawl.read_other::<Option<Notice>>(&format!("{prefix}notice.json"), lang, Kind::NoNotice).await;
    crawl.read_other::<Kiosk>(&format!("{prefix}kiosk.json"), lang, Kind::NoKiosk).await;
    crawl.read_other::<KioskIndex>(&format!("{prefix}kiosk-search.json"), lang, Kind::NoKiosk).await;
    if lang == Lang::AT_ROOT {
        let is_secure = crawl.client.origin.as_deref().is_some_and(|origin| origin.starts_with("https://"));
        let base = &crawl.client.base;
        let is_local = base.host_str().is_some_and(|host| host == "localhost" || host.starts_with("127."));
        if is_secure && base.scheme() == "http" && !is_local {
            crawl.findings.add(Kind::MixedContent, Place::new(base.as_str(), "", base.scheme()));
        }
        if let Ok(edition) = base.join("/kiosk/edition.json")
            && !crawl.is_down()
            && !answers(crawl.client, edition.as_str()).await
        {
            crawl.findings.add(Kind::NoKiosk, Place::new(edition, "", "404"));
        }
    }
}

/// The number of people online, where it is counted on the API's own host: no other was named.
async fn read_online(crawl: &mut Crawl<'_>, url: &str, lang: Lang) {
    let Ok(at) = crawl.client.base.join(url) else { return };
    let base = crawl.client.base.as_str();
    if let Some(endpoint) = at.as_str().strip_prefix(base) {
        crawl.read_other::<Online>(endpoint, lang, Kind::Missing).await;
    }
}

async fn is_there(crawl: &Crawl<'_>, endpoint: &str) -> bool {
    answers(crawl.client, &crawl.client.url_of(endpoint)).await
}

async fn answers(client: &Client, url: &str) -> bool {
    client.get(url, Ask::Plain).await.is_ok_and(|answer| answer.status.is_success())
}

/// A site's address alone means its `/api/v1`, where there is something.
async fn with_base(client: Client) -> Client {
    if client.base.path() != "/" {
        return client;
    }
    let usual = client.base.join("api/v1/").unwrap_or_else(|_| client.base.clone());
    let is_gone = client.get(&format!("{usual}site.json"), Ask::Plain).await.is_ok_and(|answer| is_gone(answer.status));
    if is_gone { client } else { client.at(usual) }
}

fn tell(args: &ApiCheckArgs, client: &Client, crawl: &Crawl<'_>, is_refused: bool) -> Result<ExitCode, Box<dyn Error>> {
    let report = Report { base: client.base.as_str(), findings: &crawl.findings, counts: &crawl.counts, is_refused };
    let text = match args.format {
        Format::Text => report.as_text(args.told.lang),
        Format::Json => report.as_json(args.told.lang)?,
    };
    // Whoever reads only the first lines, as `head` does, closes the pipe early.
    let _ = writeln!(io::stdout(), "{text}");
    Ok(if crawl.findings.has_errors() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// The base with a slash at its end; the address of its site.json does as well.
fn parse_base(text: &str) -> Result<Url, String> {
    let base = text.strip_suffix("site.json").unwrap_or(text).trim_end_matches('/');
    let url = Url::parse(&format!("{base}/"))
        .map_err(|error| format!("{error}; write it as https://portal.example/api/v1"))?;
    let is_bare = url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    if matches!(url.scheme(), "http" | "https") && url.has_host() && is_bare {
        Ok(url)
    } else {
        Err("write it as https://portal.example/api/v1".to_owned())
    }
}

fn parse_origin(text: &str) -> Result<String, String> {
    let origin = text.trim_end_matches('/');
    let is_origin = origin_of(origin).as_deref() == Some(origin) && origin.starts_with("http");
    if is_origin { Ok(origin.to_owned()) } else { Err("write the site alone, as https://portal.example".to_owned()) }
}
