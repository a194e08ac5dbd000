//! What the display shows while nobody is there: stories that take turns, the clock, an urgent notice.

use leptos::prelude::*;

use super::parts::words;
use super::qr::qr_code;
use crate::components::{Loading, Place, content_image, publication_time};
use crate::content::model::{NoticeLevel, Summary};
use crate::markup::Markup;
use crate::surfaces::kiosk::store::Store;
use crate::surfaces::kiosk::tick::wake;
use crate::text::moment::Moment;

/// All of it; a touch anywhere ends it.
pub fn attract(store: Store) -> AnyView {
    let (_, kiosk) = words(store.lang.get_untracked());
    view! {
        <main class="attract" on:pointerup=move |_| wake(store)>
            {move || notice_line(store)}
            <div class="attract__stories">
                {layer(store, 0)}
                {layer(store, 1)}
                {move || {
                    let stories = store.kiosk.with(|kiosk| kiosk.as_ref().map(|kiosk| kiosk.stories.len()));
                    match stories {
                        None => Some(waiting(store)),
                        Some(0) => Some(name_alone(store)),
                        Some(_) => None,
                    }
                }}
            </div>
            <button class="attract__begin" type="button" on:click=move |_| wake(store)>{kiosk.touch_to_begin}</button>
        </main>
    }
    .into_any()
}

/// Before there is anything to show.
fn waiting(store: Store) -> AnyView {
    let (_, kiosk) = words(store.lang.get_untracked());
    view! { <div class="waiting"><h1 class="waiting__title">{kiosk.nothing_yet}</h1><p>{kiosk.trying}</p></div> }
        .into_any()
}

/// Of a site that has no stories.
fn name_alone(store: Store) -> AnyView {
    let name = store.site.with(|site| site.as_ref().map(|site| site.organization.name.clone()));
    view! { <div class="waiting"><h1 class="waiting__title">{name}</h1></div> }.into_any()
}

/// The site's urgent message, until its time is over.
pub fn notice_line(store: Store) -> Option<AnyView> {
    let is_over = |until: Moment| until.has_come(store.now.get());
    let notice = store.notice.get().filter(|notice| !notice.until.is_some_and(is_over))?;
    let is_urgent = notice.level == NoticeLevel::Urgent;
    let line = view! { <p class="hall-notice" class:hall-notice--urgent=is_urgent role="status">{notice.text}</p> };
    Some(line.into_any())
}

/// One of the two layers that take turns.
fn layer(store: Store, place: usize) -> AnyView {
    let Some(shown) = store.layers.get(place).copied() else { return ().into_any() };
    let is_back = move || store.front.get() != place;
    let story = move || {
        let story = store.kiosk.with(|kiosk| kiosk.as_ref()?.stories.get(shown.get()?).cloned());
        story.map(|story| slide(store, story))
    };
    view! { <div class="slide" class:slide--back=is_back aria-hidden=move || is_back().then_some("true")>{story}</div> }
        .into_any()
}

fn slide(store: Store, story: Summary) -> AnyView {
    let (_, kiosk) = words(store.lang.get_untracked());
    let code = qr_code(&store.address_of(&story.path), kiosk.scan).map(Markup::from);
    let section = story.section.map(|section| view! { <p class="slide__section">{section.name}</p> });
    let picture = story.image.map(|image| {
        let picture = Markup::from(content_image(&image, Loading::Eager, Place::Column));
        view! { <div class="slide__picture">{picture}</div> }
    });
    let time = Markup::from(publication_time(story.published_at, None));
    view! {
        {picture}
        <div class="slide__words">
            {section}
            <h1 class="slide__title">{story.title}</h1>
            <p class="slide__time">{time}</p>
            {story.summary.map(|summary| view! { <p class="slide__summary">{summary}</p> })}
        </div>
        <div class="slide__code">{code}<p>{kiosk.scan}</p></div>
    }
    .into_any()
}
