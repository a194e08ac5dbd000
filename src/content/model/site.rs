//! What every page needs: the site's settings, and how many people are online.

use super::article::Translation;
use crate::path::word::{Href, SitePath};
use crate::text::Lang;
use crate::text::moment::Moment;

documents! {
    /// `site.json`: what every page needs, whatever it shows.
    pub struct Site {
        /// The site's https origin, without a trailing slash.
        pub url: String,
        pub lang: Lang,
        /// The site's full name, as its masthead and footer write it.
        pub name: String,
        /// For narrow places: the browser's title, a home screen.
        pub short_name: String,
        /// IANA name, for readers; times in documents carry their own offset.
        pub time_zone: String,
        pub organization: Organization,
        /// The source line of the footer.
        pub attribution: String,
        pub navigation: Vec<NavigationItem>,
        pub footer_links: Vec<NavigationItem> = optional,
        pub partner_links: Vec<PartnerLink> = optional,
        pub notice: Option<Notice> = optional,
        /// Without it the app never asks how many people are online.
        pub online: Option<OnlineSource> = optional,
        /// Without it readers are not counted.
        pub analytics: Option<Analytics> = optional,
        /// Third parties whose `external` blocks may open in place.
        pub providers: Vec<Provider> = optional,
        /// Origins whose pages may show widgets, `*.` for all below; none named is everybody.
        pub frame_origins: Vec<String> = optional,
        /// The site in other languages: their home pages.
        pub translations: Vec<Translation> = optional,
    }

    /// A counter of page views that the site's owner must run.
    pub struct Analytics {
        pub kind: AnalyticsKind,
        /// Where views are sent to.
        pub tracker_url: Href,
        pub script_url: Href,
        pub site_id: String,
    }

    /// A third party that may be shown in a frame, when a reader asks for it.
    pub struct Provider {
        /// As `external` blocks name it: `youtube`.
        pub name: String,
        /// The https origin its frames come from.
        pub origin: String,
    }

    /// Who answers for the site, and how to reach them (Decree 42/2022/NĐ-CP, article 4).
    pub struct Organization {
        pub name: String,
        pub address: String,
        pub responsible: Responsible,
        /// As it is printed; a `tel:` link is made of its digits.
        pub phone: String,
        pub fax: Option<String> = optional,
        pub email: String,
        pub hours: Option<String> = optional,
        pub officials: Vec<Official> = optional,
        pub map_url: Option<Href> = optional,
    }

    /// The person responsible for the site's content.
    pub struct Responsible {
        pub name: String,
        /// Their post: "Giám đốc".
        pub title: String,
    }

    /// An official readers may turn to.
    pub struct Official {
        pub name: String,
        pub title: String,
        pub unit: Option<String> = optional,
        pub phone: Option<String> = optional,
        pub email: Option<String> = optional,
    }

    /// An entry of the site's navigation; the header shows two levels.
    pub struct NavigationItem {
        pub label: String,
        pub path: SitePath,
        pub children: Vec<NavigationItem> = optional,
    }

    /// A portal the site points to.
    pub struct PartnerLink {
        pub label: String,
        pub url: Href,
    }

    /// A message above every page.
    pub struct Notice {
        pub text: String,
        pub path: Option<SitePath> = optional,
        pub level: NoticeLevel,
        /// Not shown from this moment on.
        pub until: Option<Moment> = optional,
    }

    /// The address of the number of people online.
    pub struct OnlineSource {
        pub url: Href,
    }

    /// `online.json`: people on the site in the last five minutes.
    pub struct Online {
        pub online: u32,
    }
}

words! {
    /// How much a notice matters.
    pub enum NoticeLevel {
        Info,
        Warning,
        Urgent,
    }

    /// Who counts page views.
    pub enum AnalyticsKind {
        /// The state's system for measuring portals.
        Emc,
    }
}
