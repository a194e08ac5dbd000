//! `content/theme/`: what one agency's site looks like: colours, motif, icon, background of the share pictures.
//!
//! Everything in it is optional. A theme that cannot be used is reported like any content problem: file, line, what
//! is wrong, how to fix it.

pub mod drawing;

mod sheet;

use std::fs;
use std::path::Path;

use resvg::usvg::Tree;

use self::drawing::read_drawing;
use self::sheet::Sheet;
use crate::release::asset::File;
use crate::source::problem::{Fault, Problem, Problems};

/// The background of a share picture where the agency has none of its own.
const DEFAULT_BACKGROUND: &str = include_str!("theme/share.svg");

/// The icon of a shell whose operator gives it none.
const DEFAULT_ICON: &str = include_str!("theme/icon.svg");

/// A share picture's width and height, in pixels: the size that every network shows whole.
pub const SHARE_PICTURE: (u32, u32) = (1200, 630);

/// An agency's look, read and checked.
pub struct Theme {
    /// Its rules, in the layer `theme`; may be empty.
    pub style: String,
    /// The files its rules name, at their hashed paths.
    pub files: Vec<File>,
    /// The colour of the browser's own interface around the site: in light and in dark.
    pub browser_color: Option<String>,
    pub browser_color_dark: Option<String>,
    pub icon: Option<Icon>,
    pub background: Tree,
    /// The source of `background`.
    pub background_source: String,
    /// What is published all the same, and probably not as it was meant.
    pub warnings: Problems,
}

/// The site's icon.
pub struct Icon {
    pub source: String,
    pub drawing: Tree,
}

impl Theme {
    /// Reads the folder. The error holds every problem there is.
    pub fn read(folder: &Path) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let sheet = sheet::read_sheet(folder, &mut problems);
        let icon = read_svg(&folder.join("icon.svg"), &mut problems);
        let background = read_svg(&folder.join("share.svg"), &mut problems);
        if let Some((_, drawing)) = &background {
            let ((width, height), size) = (SHARE_PICTURE, drawing.size().to_int_size());
            if (size.width(), size.height()) != SHARE_PICTURE {
                let fault = Fault::new(
                    format!("it is {} × {}, and a share picture is {width} × {height}", size.width(), size.height()),
                    format!("Give it `viewBox=\"0 0 {width} {height}\"` and the same width and height."),
                );
                problems.push(Problem::new(&folder.join("share.svg"), fault));
            }
        }
        let unread = |file: &str| {
            let fault = Fault::new("it cannot be understood", "Look at it again.");
            Problems::from(Problem::new(&folder.join(file), fault))
        };
        let ((), warnings) = problems.or_warnings(())?;
        let background = background.or_else(default_background).ok_or_else(|| unread("share.svg"))?;
        let icon = icon.map(|(source, drawing)| Icon { source, drawing });
        Ok(Self::of(sheet, icon, background, warnings))
    }

    /// The look of the app itself; `None` is a fault of this program.
    pub fn plain() -> Option<Self> {
        Some(Self::of(Sheet::default(), None, default_background()?, Problems::default()))
    }

    fn of(sheet: Sheet, icon: Option<Icon>, background: (String, Tree), warnings: Problems) -> Self {
        let Sheet { style, files, browser_color, browser_color_dark } = sheet;
        let (background_source, background) = background;
        Self { style, files, browser_color, browser_color_dark, icon, background, background_source, warnings }
    }

    /// The same with an icon at least.
    #[must_use]
    pub fn or_plain_icon(mut self) -> Self {
        let plain = || Some(Icon { source: DEFAULT_ICON.to_owned(), drawing: read_drawing(DEFAULT_ICON).ok()? });
        self.icon = self.icon.or_else(plain);
        self
    }
}

fn default_background() -> Option<(String, Tree)> {
    Some((DEFAULT_BACKGROUND.to_owned(), read_drawing(DEFAULT_BACKGROUND).ok()?))
}

/// Reads an optional drawing.
fn read_svg(path: &Path, problems: &mut Problems) -> Option<(String, Tree)> {
    if !path.exists() {
        return None;
    }
    let faults = match fs::read_to_string(path) {
        Ok(source) => match read_drawing(&source) {
            Ok(drawing) => return Some((source, drawing)),
            Err(faults) => faults,
        },
        Err(error) => vec![Fault::new(format!("it cannot be read ({error})"), "Fix the file, or remove it.")],
    };
    problems.append(Problems::of(path, faults));
    None
}
