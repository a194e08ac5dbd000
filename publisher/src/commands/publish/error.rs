//! Why nothing was published.

use portal_app::text::Lang;

use super::clock::ClockBehind;
use crate::commands::built_app::MissingApp;
use crate::commands::report::as_text;
use crate::commands::shell::content_api::ApiError;
use crate::output::error::OutputError;
use crate::output::page::error::ShellError;
use crate::release::ReleaseError;
use crate::source::problem::Problems;

/// Why nothing was published: the site published before is untouched. With `ReleaseError::Unconfirmed` all is published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    #[error(transparent)]
    Content(#[from] Problems),
    #[error(transparent)]
    App(#[from] MissingApp),
    #[error(transparent)]
    Api(#[from] ApiError),
    #[error("a page's document cannot be written as JSON: {0}")]
    Plan(serde_json::Error),
    #[error(transparent)]
    Shell(#[from] ShellError),
    #[error("{}", .0.refusal(Lang::En))]
    Clock(ClockBehind),
    #[error(transparent)]
    Release(#[from] ReleaseError),
    #[error(transparent)]
    Output(#[from] OutputError),
}

impl PublishError {
    /// In a language, as far as it is an editor's.
    pub fn told(&self, lang: Lang) -> String {
        match self {
            Self::Content(problems) => as_text(problems, lang),
            Self::Clock(behind) => behind.refusal(lang),
            Self::Output(OutputError::Changed(path)) if lang == Lang::Vi => format!(
                "{}: tệp đã thay đổi trong lúc đăng; trang đang đăng được giữ nguyên. Hãy đăng lại.",
                path.display()
            ),
            other => other.to_string(),
        }
    }
}
