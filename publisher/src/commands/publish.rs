//! `portal publish`: from the content folder to the whole site, ready to be served.
//!
//! source → plan → each output writes its files of it → release.

pub mod clock;
pub mod error;
pub mod profile;

use std::mem;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset, TimeDelta};
use portal_app::text::Lang;

pub use self::error::PublishError;
use self::profile::{Profile, Stage, StageTime};
use crate::commands::built_app;
use crate::commands::report::{self, Told, as_text, due, finished, warnings};
use crate::commands::shell::{self, ShellOptions};
use crate::commands::umask::let_others_read;
use crate::commands::upload;
use crate::delivery::{self, Routes};
use crate::output::embed::FrameShell;
use crate::output::error::OutputError;
use crate::output::kiosk::{self, KioskShell};
use crate::output::on_demand::{OnDemand, Parts};
use crate::output::page::PageParts;
use crate::output::page::shell::Shell;
use crate::output::search::parts::PartSizes;
use crate::output::share::picture::SharePictures;
use crate::output::{feeds, icons, media, pages, pictures, search, security_txt, share, sitemap};
use crate::release::making::{KEPT_OPEN, Looks, Making};
use crate::release::{self, Finished, Release, ReleaseError, published_moment};
pub use crate::site::catalog::Audience;
use crate::site::catalog::Catalog;
use crate::site::due::Due;
use crate::site::plan::Plan;
use crate::source::Source;
use crate::source::content_api::NamedApi;
use crate::source::folder::{self, FolderMemory};
use crate::source::problem::Problems;
use crate::source::theme::Theme;
use crate::storage::address::BucketAddress;

/// Publishes the content folder; a failed publish leaves the published site as it was.
#[derive(clap::Args)]
pub struct PublishArgs {
    #[command(flatten)]
    made_of: MadeOfArgs,
    /// The web root to publish.
    #[arg(long, default_value = "target/site")]
    out: PathBuf,
    /// Publishes as of a moment instead of now; without an offset it is of the site's time zone. `now` is what this
    /// machine's clock says, even when the published site is of a later moment.
    #[arg(long)]
    at: Option<String>,
    /// Makes every file anew and takes over none of the last release: after a fault of the disk, or when in doubt.
    #[arg(long)]
    rebuild: bool,
    /// Says where the time went, when the site is published.
    #[arg(long)]
    profile: bool,
    /// Brings what is published to a bucket of an object storage afterwards, as `portal upload` does.
    #[arg(long, value_name = "s3://BUCKET/PREFIX")]
    to: Option<BucketAddress>,
    #[command(flatten)]
    told: Told,
}

/// What a site is published of, and which of its parts are made.
#[derive(clap::Args)]
pub(super) struct MadeOfArgs {
    /// The content folder.
    #[arg(long, default_value = "content")]
    pub content: PathBuf,
    /// The built app; by default `target/app` where it is there, else the one installed with this program.
    #[arg(long)]
    pub app: Option<PathBuf>,
    /// Makes no compressed forms: quicker to publish, slower to load. Those that are there already stay, and the next
    /// publish without this makes the rest.
    #[arg(long)]
    pub no_compression: bool,
    /// Leaves out the share pictures: quicker to publish, plainer when a page is shared.
    #[arg(long)]
    pub no_share_pictures: bool,
    /// Leaves out the search index: quicker to publish, nothing to be found.
    #[arg(long)]
    pub no_search: bool,
    /// For how long the app's and the look's files of earlier releases stay, for pages that are still open: days or
    /// hours, as in 30d or 12h.
    #[arg(long, value_name = "TIME", default_value = "30d", value_parser = read_span)]
    pub keep_assets: TimeDelta,
}

/// Days or hours, up to ten years.
fn read_span(text: &str) -> Result<TimeDelta, String> {
    let number = |unit| text.strip_suffix(unit)?.parse::<u32>().ok();
    let hours = number('h').or_else(|| number('d')?.checked_mul(24)).filter(|hours| *hours <= 24 * 3_660);
    let hours = hours.ok_or("write days or hours, at most ten years: 30d, 12h")?;
    Ok(TimeDelta::hours(hours.into()))
}

impl MadeOfArgs {
    /// What is published with the built app in the folder `app`.
    pub fn options(self, app: PathBuf, out: PathBuf, at: DateTime<FixedOffset>) -> PublishOptions {
        PublishOptions {
            compresses: !self.no_compression,
            draws_pictures: !self.no_share_pictures,
            indexes: !self.no_search,
            keep_assets: self.keep_assets,
            ..PublishOptions::new(self.content, app, out, at)
        }
    }
}

pub fn run(args: PublishArgs) -> Result<(), String> {
    let (Told { lang }, to, out) = (args.told, args.to.clone(), args.out.clone());
    let_others_read();
    if let Some(to) = &to {
        upload::check(to).map_err(|error| error.to_string())?;
    }
    match folder::content_api(&args.made_of.content).map_err(|problems| as_text(&problems, lang))? {
        Some(api) => publish_shell(args, api)?,
        None => publish_told(args).map_err(|error| error.told(lang))?,
    }
    to.map_or(Ok(()), |to| upload::upload(&out, &to, false, lang)).map_err(|error| error.to_string())
}

fn publish_told(args: PublishArgs) -> Result<(), PublishError> {
    let PublishArgs { mut made_of, out, at, rebuild, profile, told, .. } = args;
    let content = &made_of.content;
    let (at, behind) = match at.as_deref() {
        None => clock::moment(published_moment(&out)?, folder::now(content)?).map_err(PublishError::Clock)?,
        Some("now") => (folder::now(content)?, None),
        Some(at) => (folder::read_instant(content, at)?, None),
    };
    if let Some(behind) = behind {
        eprintln!("{}", report::warning(&behind.warning(told.lang), told.lang));
    }
    let app = built_app::folder(made_of.app.take())?;
    let options = PublishOptions { rebuilds: rebuild, ..made_of.options(app, out.clone(), at) };
    let published = publish(&options)?;
    let times = profile.then(|| report::profile::told(&published.profile, published.finished.spent, told.lang));
    if !published.warnings.is_empty() {
        eprintln!("{}", warnings(&published.warnings, told.lang));
    }
    let Published { finished, pages, due, needs_reload, .. } = published;
    let unusual = finished::warnings(&finished, told.lang);
    unusual.iter().for_each(|warning| eprintln!("{}", report::warning(warning, told.lang)));
    let release = finished.release;
    match told.lang {
        Lang::Vi => println!("đã đăng {pages} trang, bản {release}, vào {}", out.display()),
        Lang::En => println!("published {pages} pages as release {release} in {}", out.display()),
    }
    finished::kept(&finished, told.lang).iter().for_each(|line| println!("{line}"));
    if needs_reload {
        println!("{}", report::reload(told.lang));
    }
    print!("{}{}", due::told(&due, told.lang), times.unwrap_or_default());
    Ok(finished.confirmed()?)
}

/// Publishes the app in front of another system's content, with the folder's look.
fn publish_shell(args: PublishArgs, api: NamedApi) -> Result<(), String> {
    let PublishArgs { made_of, out, at, rebuild, profile, told, .. } = args;
    let MadeOfArgs { content, app, no_compression, no_share_pictures, no_search, keep_assets } = made_of;
    let without_meaning = [
        ("--at", at.is_some()),
        ("--profile", profile),
        ("--no-share-pictures", no_share_pictures),
        ("--no-search", no_search),
    ];
    if let Some((flag, _)) = without_meaning.into_iter().find(|(_, is_given)| *is_given) {
        let file = content.join("site.toml");
        let file = file.display();
        return Err(match told.lang {
            Lang::Vi => {
                format!(
                    "{flag}: {file} có content_api, nội dung ở hệ thống khác nên tùy chọn này không có tác dụng. Hãy bỏ đi."
                )
            }
            Lang::En => {
                format!(
                    "{flag}: {file} has content_api: the content is another system's, so this means nothing. Leave it out."
                )
            }
        });
    }
    let app = built_app::folder(app).map_err(|error| error.to_string())?;
    let options = ShellOptions {
        theme: Some(content.join("theme")),
        media: api.media,
        compresses: !no_compression,
        rebuilds: rebuild,
        keep_assets,
        ..ShellOptions::new(api.address, app, out)
    };
    shell::write_told(&options, told.lang).map_err(|error| error.told(told.lang))
}

/// What is published, where, and with what.
#[derive(Clone, Debug)]
pub struct PublishOptions {
    pub content: PathBuf,
    /// Trunk's output.
    pub app: PathBuf,
    /// The published web root: a symlink that publish makes and replaces.
    pub out: PathBuf,
    /// As of when: what is due then is shown.
    pub at: DateTime<FixedOffset>,
    /// Whether compressed forms are written beside the files.
    pub compresses: bool,
    /// Whether every file is made anew.
    pub rebuilds: bool,
    /// Whether each page gets a share picture.
    pub draws_pictures: bool,
    /// Whether the search index is written. Without it, readers who search are shown the sections.
    pub indexes: bool,
    /// How much text a part of it has.
    pub index_parts: PartSizes,
    /// For how long hashed files of earlier releases stay. A preview keeps those of the last two releases alone.
    pub keep_assets: TimeDelta,
    pub audience: Audience,
}

impl PublishOptions {
    /// For readers, with all parts of a published site.
    pub fn new(content: PathBuf, app: PathBuf, out: PathBuf, at: DateTime<FixedOffset>) -> Self {
        let (compresses, rebuilds, draws_pictures, indexes) = (true, false, true, true);
        let (index_parts, keep_assets, audience) = (PartSizes::default(), KEPT_OPEN, Audience::Public);
        Self {
            content,
            app,
            out,
            at,
            compresses,
            rebuilds,
            draws_pictures,
            indexes,
            index_parts,
            keep_assets,
            audience,
        }
    }
}

/// What was published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published {
    pub finished: Finished,
    pub pages: usize,
    /// What changes by itself later, the soonest first: then it is to be published again.
    pub due: Vec<Due>,
    /// Whether what nginx and Caddy include differs from the release before, so that they have to be reloaded.
    pub needs_reload: bool,
    /// What was probably not meant so.
    pub warnings: Problems,
    /// Where the time went.
    pub profile: Vec<StageTime>,
}

/// Publishes the content as it is at `options.at`.
pub fn publish(options: &PublishOptions) -> Result<Published, PublishError> {
    publish_again(options, &FolderMemory::in_folder_alone(readings_of(&options.out)?))
}

/// Where it is kept what the content's files gave.
pub(super) fn readings_of(out: &Path) -> Result<PathBuf, ReleaseError> {
    Ok(release::releases_folder(out)?.join(".readings"))
}

/// As `publish`, and opens no article or medium that is as it was when `memory` was last read into.
pub(super) fn publish_again(options: &PublishOptions, memory: &FolderMemory) -> Result<Published, PublishError> {
    let tried = match publish_once(options, memory) {
        // A text is not what was kept of it: all is forgotten, and read from the content.
        Err(Failed { is_forgotten: true, .. }) => publish_once(options, memory),
        tried => tried,
    };
    tried.map_err(|failed| failed.error)
}

/// Why a publish failed, and whether what was known of the content has turned out to be wrong and is forgotten.
struct Failed {
    error: PublishError,
    is_forgotten: bool,
}

impl<E: Into<PublishError>> From<E> for Failed {
    fn from(error: E) -> Self {
        Self { error: error.into(), is_forgotten: false }
    }
}

fn publish_once(options: &PublishOptions, memory: &FolderMemory) -> Result<Published, Failed> {
    let PublishOptions { compresses, rebuilds, keep_assets, .. } = *options;
    let lasts = options.audience == Audience::Public;
    let keeps = if lasts { keep_assets } else { TimeDelta::zero() };
    let making = Making { compresses, rebuilds, lasts, keeps, looks: Looks::USUAL };
    release::check_outside(&options.out, &options.content)?;
    // Before anything is read: of two that publish, the later one has read the later content.
    let release = Release::begin(&options.out, making)?;
    if rebuilds {
        memory.forget();
    }
    let profile = Profile::default();
    match write(&release, options, memory, &profile) {
        Ok((pages, due, warnings)) => {
            let before = release.published_deploy_folder();
            let needs_reload = before.is_some_and(|before| delivery::needs_reload(&before, &release.deploy_folder()));
            let finished = profile.time(Stage::Finishing, || release.finish(options.at))?;
            Ok(Published { finished, pages, due, needs_reload, warnings, profile: profile.into_times() })
        }
        Err(error) => {
            let is_forgotten = memory.forget_damaged();
            release.abandon();
            Err(Failed { error, is_forgotten })
        }
    }
}

/// Reads the content and writes everything that is made of it: how many pages, what is due, what is to be warned of.
fn write(
    release: &Release,
    options: &PublishOptions,
    memory: &FolderMemory,
    profile: &Profile,
) -> Result<(usize, Vec<Due>, Problems), PublishError> {
    let read = || read(options, memory);
    let Read { mut source, parts, kiosk, mut warnings } = profile.time(Stage::Reading, read)?;
    let unread = folder::unread_sources(&warnings);
    if !unread.is_empty() && release.published_deploy_folder().is_some() {
        return Err(PublishError::Content(unread));
    }
    let store = release::store(&options.out, "pictures")?;
    let make_pictures = || pictures::make(&mut source, &store, options.rebuilds);
    warnings.append(profile.time(Stage::Pictures, make_pictures)?);
    let plan = || Plan::new(source, options.at, options.audience);
    let plan = profile.time(Stage::Planning, plan).map_err(PublishError::Plan)?;
    profile.time(Stage::TakingSpare, || release.take_spare());
    write_plan(&plan, release, &parts, kiosk.as_ref(), options, profile)?;
    profile.time(Stage::Media, || media::write(&plan, &release.files))?;
    if let Some(kiosk) = &kiosk {
        profile.time(Stage::Displays, || kiosk::write(&plan, &release.files, kiosk))?;
    }
    Ok((plan.pages.len(), plan.due, warnings))
}

/// Below the web root.
const HOME: &str = "index.html";

/// A release for editors, written but for what is made when it is asked for.
pub(super) struct Outline {
    release: Release,
    on_demand: OnDemand,
    published: Published,
}

/// Reads the content, of which `memory` knows what has not changed, and writes what all pages have in common.
pub(super) fn publish_outline(options: &PublishOptions, memory: &FolderMemory) -> Result<Outline, PublishError> {
    let (keeps, looks) = (TimeDelta::zero(), Looks::USUAL);
    let making = Making { compresses: false, rebuilds: true, lasts: false, keeps, looks };
    let release = Release::begin(&options.out, making)?;
    match write_outline(&release, options, memory) {
        Ok((on_demand, published)) => Ok(Outline { release, on_demand, published }),
        Err(error) => {
            release.abandon();
            Err(error)
        }
    }
}

fn write_outline(
    release: &Release,
    options: &PublishOptions,
    memory: &FolderMemory,
) -> Result<(OnDemand, Published), PublishError> {
    let Read { source, parts, kiosk, warnings } = read(options, memory)?;
    let plan = Plan::outline(source, options.at, options.audience);
    write_plan(&plan, release, &parts, kiosk.as_ref(), options, &Profile::default())?;
    if let Some(kiosk) = &kiosk {
        kiosk::write_without_edition(&plan, &release.files, kiosk)?;
    }
    let (pages, due) = (plan.routes().count(), plan.due.clone());
    let on_demand = OnDemand::new(plan, parts);
    // Without this file a folder is no web root.
    if let Some(home) = on_demand.make(HOME) {
        release.files.put(HOME, &home?)?;
    }
    Ok((on_demand, Published { pages, due, warnings, ..Published::default() }))
}

impl Outline {
    /// Makes it the published release.
    pub fn finish(self, at: DateTime<FixedOffset>) -> Result<(Published, OnDemand), PublishError> {
        let Self { release, on_demand, published } = self;
        Ok((Published { finished: release.finish(at)?, ..published }, on_demand))
    }
}

/// The content, the app and the agency's theme.
struct Read {
    source: Source,
    parts: Parts,
    /// `None` where the app was built without displays.
    kiosk: Option<KioskShell>,
    warnings: Problems,
}

fn read(options: &PublishOptions, memory: &FolderMemory) -> Result<Read, PublishError> {
    let mut source = folder::read_again(&options.content, options.at, memory)?;
    let theme = Theme::read(&options.content.join("theme"))?;
    let mut warnings = mem::take(&mut source.warnings);
    warnings.append(theme.warnings.clone());
    let shell = Shell::read(&options.app, &theme)?;
    // What a preview shows is not for readers, and is another the next minute.
    let shell = if options.audience == Audience::Public { shell } else { shell.without_worker() };
    let frames = FrameShell::read(&options.app, &theme, shell.frame_script.as_ref())?;
    let kiosk = KioskShell::read(&options.app, &theme, &shell.files)?;
    Ok(Read { source, parts: Parts { shell, frames, theme }, kiosk, warnings })
}

/// Writes everything that the plan asks for but the media, and what displays show.
fn write_plan(
    plan: &Plan,
    release: &Release,
    parts: &Parts,
    kiosk: Option<&KioskShell>,
    options: &PublishOptions,
    profile: &Profile,
) -> Result<(), OutputError> {
    let Parts { shell, frames, theme } = parts;
    let pictures = options.draws_pictures.then(|| SharePictures::new(theme)).transpose()?;
    let (files, pictures) = (&release.files, pictures.as_ref());
    profile.time(Stage::Pages, || pages::write(plan, files, &PageParts { shell, theme, pictures }, frames))?;
    profile.time(Stage::Rest, || {
        feeds::write(plan, files)?;
        sitemap::write(plan, files)?;
        security_txt::write(plan, files)?;
        icons::write(plan, files, theme)?;
        let (folder, routes) = (release.deploy_folder(), server_routes(plan, parts, kiosk));
        let written = delivery::write(&folder, &routes, &options.out);
        written.map_err(|source| OutputError::Io { path: folder, source })
    })?;
    profile.time(Stage::Share, || share::write(plan, files, pictures))?;
    if options.indexes {
        profile.time(Stage::Search, || search::write(plan, files, options.index_parts))?;
    }
    Ok(())
}

/// What web servers must know of the site.
fn server_routes(plan: &Plan, parts: &Parts, kiosk: Option<&KioskShell>) -> Routes {
    let Parts { shell, frames, .. } = parts;
    let Some(site) = plan.main_site() else { return Routes::default() };
    let redirects = plan.editions.iter().flat_map(Catalog::redirects);
    let articles = plan.editions.iter().flat_map(Catalog::articles);
    Routes {
        origin: site.url.clone(),
        content_security_policy: shell.policy(site).in_header(),
        embed_policy: frames.policy(site).in_header(),
        kiosk_policy: kiosk.map(|kiosk| kiosk.policy(&plan.kiosk.heartbeat_origins()).in_header()).unwrap_or_default(),
        csp_reports: plan.security.csp_reports.clone(),
        redirects: redirects.map(|(alias, path)| (alias.clone(), path.clone())).collect(),
        translations: plan
            .editions
            .iter()
            .map(|catalog| catalog.site.lang)
            .filter(|lang| *lang != Lang::default())
            .collect(),
        articles: articles.map(|article| (article.id.clone(), article.path.clone())).collect(),
        online: site.online.is_some(),
        is_shell: false,
    }
}
