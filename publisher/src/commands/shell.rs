//! `portal shell`: the app in front of a content API that is somebody else's, ready to be served.
//!
//! A release as `portal publish` writes it, with one document for every page: the app asks the API for what a page shows.
//! What only prerendering makes (feeds, the sitemap, widgets, share pictures, the search index) is not in it.

pub mod content_api;

use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use clap::builder::NonEmptyStringValueParser;
use clap::builder::TypedValueParser as _;
use portal_app::content::model::Site;
use portal_app::text::Lang;

use self::content_api::ContentApi;
use crate::commands::built_app;
use crate::commands::publish::error::PublishError;
use crate::commands::report::{self, Told, as_text, finished, warnings};
use crate::commands::umask::let_others_read;
use crate::delivery::{self, Routes};
use crate::output::error::OutputError;
use crate::output::icons;
use crate::output::kiosk::{self, KioskShell};
use crate::output::page::shell::{ForeignApi, Shell};
use crate::release::making::{KEPT_OPEN, Looks, Making};
use crate::release::{Finished, Release};
use crate::source::content_api::ApiAddress;
use crate::source::folder;
use crate::source::problem::{Fault, Problem, Problems};
use crate::source::theme::Theme;

/// Publishes the app in front of another's content API, without a content folder.
#[derive(clap::Args)]
pub struct ShellArgs {
    /// The content API's base address, such as https://api.example.gov.vn/v1.
    #[arg(long, value_name = "URL", value_parser = parse_or_tell(ApiAddress::parse))]
    api: ApiAddress,
    /// The built app; by default `target/app` where it is there, else the one installed with this program.
    #[arg(long)]
    app: Option<PathBuf>,
    /// The web root to publish.
    #[arg(long, default_value = "target/site")]
    out: PathBuf,
    /// The folder of the agency's look.
    #[arg(long)]
    theme: Option<PathBuf>,
    /// An origin that pictures, films and sounds come from besides the API's own; may be given more than once.
    #[arg(long, value_name = "ORIGIN", value_parser = parse_or_tell(ApiAddress::parse_origin))]
    media: Vec<String>,
    /// Makes no compressed forms: quicker to publish, slower to load. Those that are there already stay, and the next
    /// publish without this makes the rest.
    #[arg(long)]
    no_compression: bool,
    /// Makes every file anew and takes over none of the last release: after a fault of the disk, or when in doubt.
    #[arg(long)]
    rebuild: bool,
    #[command(flatten)]
    told: Told,
}

/// Reads a value of the command line; a fault is told with what to do about it.
fn parse_or_tell<T: Clone + Send + Sync + 'static>(
    parse: impl Fn(&str) -> Result<T, Fault> + Clone + Send + Sync + 'static,
) -> impl clap::builder::TypedValueParser<Value = T> {
    NonEmptyStringValueParser::new()
        .try_map(move |text| parse(&text).map_err(|fault| format!("{}. {}", fault.message, fault.help)))
}

pub fn run(args: ShellArgs) -> Result<(), String> {
    let_others_read();
    let ShellArgs { api, app, out, theme, media, no_compression, rebuild, told } = args;
    if let Some(folder) = theme.as_ref().filter(|folder| !folder.is_dir()) {
        return Err(format!("--theme {}: there is no such folder", folder.display()));
    }
    let app = built_app::folder(app).map_err(|error| error.to_string())?;
    let (compresses, rebuilds) = (!no_compression, rebuild);
    let options = ShellOptions { theme, media, compresses, rebuilds, ..ShellOptions::new(api, app, out) };
    write_told(&options, told.lang).map_err(|error| error.told(told.lang))
}

/// Refuses a content folder that names another system's content API, for what only own content can have; `why` says what that
/// is.
pub(super) fn refuse_named_api(content: &Path, lang: Lang, why: &str) -> Result<(), String> {
    let named = folder::content_api(content).map_err(|problems| as_text(&problems, lang))?;
    let file = content.join("site.toml");
    let told = format!(
        "{}: content_api: the content is another system's, so {why}. Run `portal publish` once, and `portal serve`.",
        file.display()
    );
    if named.is_some() { Err(told) } else { Ok(()) }
}

/// What is published in front of which API, where, and with what.
#[derive(Clone, Debug)]
pub struct ShellOptions {
    pub api: ApiAddress,
    /// Trunk's output.
    pub app: PathBuf,
    /// The published web root: a symlink that is made and replaced.
    pub out: PathBuf,
    pub theme: Option<PathBuf>,
    /// Further origins of pictures, films and sounds.
    pub media: Vec<String>,
    /// Whether compressed forms are written beside the files.
    pub compresses: bool,
    /// Whether every file is made anew.
    pub rebuilds: bool,
    /// For how long hashed files of earlier releases stay.
    pub keep_assets: TimeDelta,
    /// When: displays take what is newer.
    pub at: DateTime<FixedOffset>,
}

impl ShellOptions {
    /// Now, compressed, with the plain look.
    pub fn new(api: ApiAddress, app: PathBuf, out: PathBuf) -> Self {
        let at = Utc::now().fixed_offset();
        let (compresses, rebuilds, keep_assets) = (true, false, KEPT_OPEN);
        Self { api, app, out, theme: None, media: Vec::new(), compresses, rebuilds, keep_assets, at }
    }
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub finished: Finished,
    pub languages: Vec<Lang>,
    /// Whether what nginx and Caddy include differs from the release before, so that they have to be reloaded.
    pub needs_reload: bool,
    /// What was probably not meant so.
    pub warnings: Problems,
}

/// Writes the shell, and says so.
pub fn write_told(options: &ShellOptions, lang: Lang) -> Result<(), PublishError> {
    let written = write(options)?;
    if !written.warnings.is_empty() {
        eprintln!("{}", warnings(&written.warnings, lang));
    }
    let unusual = finished::warnings(&written.finished, lang);
    unusual.iter().for_each(|told| eprintln!("{}", report::warning(told, lang)));
    let (release, api, out) = (written.finished.release, options.api.base(), options.out.display());
    let languages = written.languages.iter().map(|lang| lang.tag()).collect::<Vec<_>>().join(", ");
    match lang {
        Lang::Vi => println!("đã đăng khung ứng dụng ({languages}) cho {api}, bản {release}, vào {out}"),
        Lang::En => println!("published the shell ({languages}) of {api} as release {release} in {out}"),
    }
    finished::kept(&written.finished, lang).iter().for_each(|line| println!("{line}"));
    if written.needs_reload {
        println!("{}", report::reload(lang));
    }
    Ok(written.finished.confirmed()?)
}

/// Writes the shell in front of the API as it is now.
///
/// # Errors
/// When the API does not answer as the contract says, or the app or the look cannot be used; what is published stays.
pub fn write(options: &ShellOptions) -> Result<Written, PublishError> {
    let theme = read_look(options.theme.as_deref())?.or_plain_icon();
    let shell = Shell::read(&options.app, &theme)?;
    let kiosk = KioskShell::read(&options.app, &theme, &shell.files)?;
    let api = ContentApi::read(&options.api)?;
    let foreign = ForeignApi {
        base: options.api.base().to_owned(),
        origin: options.api.origin().to_owned(),
        media: options.media.clone(),
    };
    let (shell, kiosk) = (shell.before(foreign.clone()), kiosk.map(|kiosk| kiosk.before(foreign)));
    let ShellOptions { compresses, rebuilds, keep_assets: keeps, .. } = *options;
    let release =
        Release::begin(&options.out, Making { compresses, rebuilds, lasts: true, keeps, looks: Looks::USUAL })?;
    let parts = Parts { api: &api, shell: &shell, kiosk: kiosk.as_ref(), theme: &theme, at: options.at };
    release.take_spare();
    match parts.write(&release, &options.out) {
        Ok(()) => {
            let languages = api.sites.iter().map(|site| site.lang).collect();
            let before = release.published_deploy_folder();
            let needs_reload = before.is_some_and(|before| delivery::needs_reload(&before, &release.deploy_folder()));
            Ok(Written { finished: release.finish(options.at)?, languages, needs_reload, warnings: theme.warnings })
        }
        Err(error) => {
            release.abandon();
            Err(error.into())
        }
    }
}

fn read_look(folder: Option<&Path>) -> Result<Theme, Problems> {
    // Of its own pictures this program can draw each, so the fault is never told.
    let fault = || Problem::new(Path::new("theme"), Fault::new("it cannot be understood", "Look at it again."));
    folder.map_or_else(|| Theme::plain().ok_or_else(|| fault().into()), Theme::read)
}

/// What is written.
struct Parts<'a> {
    api: &'a ContentApi,
    shell: &'a Shell,
    kiosk: Option<&'a KioskShell>,
    theme: &'a Theme,
    at: DateTime<FixedOffset>,
}

impl Parts<'_> {
    fn write(&self, release: &Release, out: &Path) -> Result<(), OutputError> {
        let Self { api, shell, kiosk, theme, at } = *self;
        let Some(main) = api.main_site() else { return Ok(()) };
        let files = &release.files;
        let is_of_frames = |path: &str| shell.frame_script.as_ref().is_some_and(|(script, _)| script == path);
        let shipped = shell.files.iter().filter(|(path, _)| !is_of_widgets(path) && !is_of_frames(path));
        for (path, bytes) in shipped.chain(&theme.files) {
            files.put(path, bytes)?;
        }
        for site in &api.sites {
            let html = shell.render_bare(site);
            // The last is what a host of files alone answers every page with.
            for name in ["index.html", "app.html", "404.html"] {
                files.put(&format!("{}{name}", site.lang.prefix()), html.as_bytes())?;
            }
        }
        if let Some((path, bytes)) = shell.worker(&shell.render_bare(main), files) {
            files.put(&path, &bytes)?;
        }
        icons::write_for_shell(main, files, theme)?;
        files.put("robots.txt", b"User-agent: *\nAllow: /\n")?;
        if let Some(kiosk) = kiosk {
            kiosk::write_shell(main, &api.heartbeat_origins, at, files, kiosk)?;
        }
        let folder = release.deploy_folder();
        delivery::write(&folder, &self.routes(main), out).map_err(|source| OutputError::Io { path: folder, source })
    }

    /// What web servers must know.
    fn routes(&self, main: &Site) -> Routes {
        let Self { api, shell, kiosk, .. } = *self;
        let languages = api.sites.iter().map(|site| site.lang);
        Routes {
            origin: main.url.clone(),
            content_security_policy: shell.policy(main).in_header(),
            kiosk_policy: kiosk.map(|kiosk| kiosk.policy(&api.heartbeat_origins).in_header()).unwrap_or_default(),
            translations: languages.filter(|lang| *lang != Lang::AT_ROOT).collect(),
            is_shell: true,
            ..Routes::default()
        }
    }
}

/// Widgets are prerendered, so what runs on partners' pages is not published without them.
fn is_of_widgets(path: &str) -> bool {
    path.starts_with("embed/") || path.ends_with("/tools/widgets.js")
}
