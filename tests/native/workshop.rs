//! A content folder made on the spot, for tests that need a few articles.

use std::path::PathBuf;

use chrono::DateTime;
use portal_publisher::commands::publish::{PublishError, PublishOptions, Published, publish};
use tempfile::TempDir;

use crate::published::{AT, Site, write_app, write_files};

/// A small content folder, an app and what is published of them; all gone when dropped.
pub struct Workshop {
    folder: TempDir,
}

const ENGLISH_SITE: &str = r#"lang = "en"
name = "Test portal"
short_name = "Test"
attribution = "Test data."
[organization]
name = "Test agency"
address = "Test address"
responsible = { name = "Người phụ trách", title = "Title" }
phone = "0000.000.000"
email = "thu-nghiem@portal.example"
[[navigation]]
label = "Home"
path = "/en/"
"#;

const SITE: &str = r#"url = "https://portal.example"
lang = "vi"
name = "Cổng thử nghiệm"
short_name = "Thử nghiệm"
time_zone = "Asia/Ho_Chi_Minh"
attribution = "Dữ liệu thử nghiệm."
[organization]
name = "Cơ quan thử nghiệm"
address = "Địa chỉ thử nghiệm"
responsible = { name = "Người phụ trách", title = "Chức danh" }
phone = "0000.000.000"
email = "thu-nghiem@portal.example"
[[navigation]]
label = "Trang chủ"
path = "/"
"#;

impl Workshop {
    /// A sound folder of two sections, the second below the first, and `articles` in the second: (id, front matter).
    pub fn new(articles: &[(&str, &str)]) -> Self {
        let workshop = Self { folder: TempDir::new().unwrap() };
        write_app(&workshop.app());
        let sections = "[[section]]\nslug = \"cha\"\nname = \"Mục cha\"\n\n\
                        [[section]]\nslug = \"con\"\nname = \"Mục con\"\nparent = \"cha\"\n";
        write_files(&workshop.content(), &[("site.toml", SITE), ("sections.toml", sections)]);
        for (id, front_matter) in articles {
            workshop.write_article(id, front_matter);
        }
        workshop
    }

    /// Writes or replaces an article. It is in section `con` and titled after its id, unless it says otherwise.
    pub fn write_article(&self, id: &str, front_matter: &str) {
        let default = |key: &str, value: &str| match front_matter.contains(&format!("{key} =")) {
            true => String::new(),
            false => format!("{key} = \"{value}\"\n"),
        };
        let text = format!(
            "+++\nid = \"{id}\"\n{}{}{front_matter}\n+++\nThân bài {id}.\n",
            default("title", &format!("Bài {id}")),
            default("section", "con")
        );
        write_files(&self.content(), &[(&format!("articles/{id}.md"), &text)]);
    }

    /// An English edition: its settings, and nothing in it yet.
    pub fn add_english(&self) {
        write_files(&self.content(), &[("en/site.toml", ENGLISH_SITE)]);
    }

    /// Adds `[home]` with `fields` to the settings.
    pub fn set_home(&self, fields: &str) {
        let site = self.content().join("site.toml");
        let text = std::fs::read_to_string(&site).unwrap();
        write_files(&self.content(), &[("site.toml", &format!("{text}\n[home]\n{fields}\n"))]);
    }

    pub fn content(&self) -> PathBuf {
        self.folder.path().join("content")
    }

    pub fn app(&self) -> PathBuf {
        self.folder.path().join("app")
    }

    /// The web root's link.
    pub fn out(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    pub fn releases(&self) -> PathBuf {
        self.folder.path().join("site.releases")
    }

    pub fn options(&self) -> PublishOptions {
        let at = DateTime::parse_from_rfc3339(AT).unwrap();
        PublishOptions {
            compresses: false,
            draws_pictures: false,
            indexes: false,
            ..PublishOptions::new(self.content(), self.app(), self.out(), at)
        }
    }

    pub fn try_publish(&self) -> Result<Published, PublishError> {
        publish(&self.options())
    }

    /// Publishes, which must succeed.
    pub fn publish(&self) -> Site {
        self.publish_at(AT)
    }

    /// Publishes as of a moment.
    pub fn publish_at(&self, at: &str) -> Site {
        let at = DateTime::parse_from_rfc3339(at).unwrap();
        publish(&PublishOptions { at, ..self.options() }).unwrap_or_else(|error| panic!("{error}"));
        Site { root: self.out() }
    }
}
