//! Every block kind of the contract, and every mark of a span.

use serde_json::{Value, json};

use super::{all, markup_in, one, render_article, texts};

/// The markup of a body's blocks.
fn body(blocks: Value) -> String {
    markup_in(one(&render_article(json!({ "body": blocks })), ".article-body"))
}

/// The markup of one block.
fn block(block: Value) -> String {
    body(json!([block]))
}

fn paragraph(text: &str) -> Value {
    json!({ "kind": "paragraph", "spans": [{ "text": text }] })
}

fn spans(spans: Value) -> String {
    let markup = block(json!({ "kind": "paragraph", "spans": spans }));
    markup.strip_prefix("<p>").and_then(|rest| rest.strip_suffix("</p>")).unwrap().to_owned()
}

fn picture(name: &str, alt: &str) -> Value {
    json!({ "src": format!("/media/{name}"), "alt": alt, "width": 640, "height": 360 })
}

/// The same picture as `ContentImage` writes it.
fn picture_markup(name: &str, alt: &str, loading: &str) -> String {
    let alt = if alt.is_empty() { "alt".to_owned() } else { format!("alt=\"{alt}\"") };
    // A body's first picture is fetched before the others.
    let priority = if loading == "eager" { "fetchpriority=\"high\" " } else { "" };
    format!(
        r#"<img {alt} decoding="async" {priority}height="360" loading="{loading}" src="/media/{name}" width="640">"#
    )
}

/// The link to a picture that `ContentFigure` puts around it.
fn link_markup(name: &str, alt: &str, loading: &str, described: &str) -> String {
    let picture = picture_markup(name, alt, loading);
    let label =
        if described.is_empty() { "Phóng to ảnh".to_owned() } else { format!("Phóng to ảnh: {described}") };
    format!(r#"<a aria-label="{label}" data-tool="viewer" href="/media/{name}">{picture}</a>"#)
}

#[test]
fn each_mark_has_its_element() {
    for (mark, element) in [
        ("strong", "strong"),
        ("emphasis", "em"),
        ("underline", "u"),
        ("strike", "s"),
        ("subscript", "sub"),
        ("superscript", "sup"),
        ("code", "code"),
        ("whole", "span"),
    ] {
        assert_eq!(spans(json!([{ "text": "Đường", "marks": [mark] }])), format!("<{element}>Đường</{element}>"));
    }
}

#[test]
fn spans_nest_marks_inside_language_inside_link() {
    for (written, markup) in [
        (
            json!([{ "text": "một " }, { "text": "hai", "marks": ["strong"] }, { "text": " ba" }]),
            "một <strong>hai</strong> ba",
        ),
        (json!([{ "text": "x", "marks": ["strong", "emphasis", "underline"] }]), "<strong><em><u>x</u></em></strong>"),
        (json!([{ "text": "x", "marks": ["sparkle"] }]), "x"),
        (json!([{ "text": "x", "marks": ["sparkle", "code"] }]), "<code>x</code>"),
        (json!([{ "text": "x", "href": "/tin-moi/" }]), r#"<a href="/tin-moi/">x</a>"#),
        (
            json!([{ "text": "x", "href": "/tin-moi/", "marks": ["strong"] }]),
            r#"<a href="/tin-moi/"><strong>x</strong></a>"#,
        ),
        (json!([{ "text": "x", "lang": "en", "href": "/" }]), r#"<a href="/"><span lang="en">x</span></a>"#),
        (
            json!([{ "text": "x", "href": "https://example.org/?a=1&b=2" }]),
            r#"<a href="https://example.org/?a=1&b=2" rel="noopener">x</a>"#,
        ),
        (json!([{ "text": "x", "href": "mailto:a@b.vn" }]), r#"<a href="mailto:a@b.vn" rel="noopener">x</a>"#),
        (json!([{ "text": "x", "href": "tel:+842133798989" }]), r#"<a href="tel:+842133798989" rel="noopener">x</a>"#),
        (json!([{ "text": "x", "href": "javascript:alert(1)" }]), "x"),
        (json!([{ "text": "x", "href": "//evil.example/" }]), "x"),
        (json!([{ "text": "một" }, { "text": "\n" }, { "text": "hai" }]), "một<br>hai"),
        (json!([]), ""),
    ] {
        assert_eq!(spans(written.clone()), markup, "{written}");
    }
}

#[test]
fn headings_are_of_levels_two_to_four() {
    for (level, element) in [(2, "h2"), (3, "h3"), (4, "h4")] {
        let heading = json!({ "kind": "heading", "level": level, "spans": [{ "text": "Đề mục" }] });
        assert_eq!(block(heading), format!("<{element}>Đề mục</{element}>"));
    }
    // Beyond the contract the outline is still sound: never a second h1.
    for (level, element) in [(0, "h2"), (1, "h2"), (5, "h4"), (255, "h4")] {
        let heading = json!({ "kind": "heading", "level": level, "spans": [{ "text": "x" }] });
        assert_eq!(block(heading), format!("<{element}>x</{element}>"));
    }
}

#[test]
fn a_figure_shows_what_there_is_of_caption_and_credit() {
    let image = link_markup("a.png", "Quang cảnh", "eager", "Quang cảnh");
    for (fields, words) in [
        (json!({}), ""),
        (json!({ "caption": "Buổi họp" }), "<figcaption>Buổi họp </figcaption>"),
        (json!({ "credit": "Vừ A Tiến" }), "<figcaption> <span>Ảnh: Vừ A Tiến</span></figcaption>"),
        (
            json!({ "caption": "Buổi họp", "credit": "Vừ A Tiến" }),
            "<figcaption>Buổi họp <span>Ảnh: Vừ A Tiến</span></figcaption>",
        ),
        (json!({ "caption": null, "credit": null }), ""),
    ] {
        let figure = super::merge(json!({ "kind": "figure", "image": picture("a.png", "Quang cảnh") }), fields);
        assert_eq!(block(figure), format!("<figure>{image}{words}</figure>"));
    }
}

#[test]
fn a_decorative_picture_has_an_empty_description() {
    let figure = json!({ "kind": "figure", "image": picture("a.png", "") });
    assert_eq!(block(figure), format!("<figure>{}</figure>", link_markup("a.png", "", "eager", "")));
}

#[test]
fn a_picture_is_named_by_its_description_or_else_its_caption() {
    let figure = json!({ "kind": "figure", "image": picture("a.png", ""), "caption": "Buổi họp" });
    assert!(block(figure).contains(r#"aria-label="Phóng to ảnh: Buổi họp""#));
}

#[test]
fn a_picture_offers_its_variants() {
    let mut image = picture("a.png", "x");
    image["sources"] = json!([
        { "src": "/media/a-320.webp", "width": 320, "media_type": "image/webp" },
        { "src": "/media/a-640.webp", "width": 640, "media_type": "image/webp" }
    ]);
    let html = render_article(json!({ "body": [{ "kind": "figure", "image": image }] }));
    let offered = one(&html, "picture > source");
    assert_eq!(offered.attr("srcset"), Some("/media/a-320.webp 320w, /media/a-640.webp 640w"));
    assert_eq!(offered.attr("type"), Some("image/webp"));
    assert_eq!(offered.attr("sizes"), Some("(min-width:48rem) 46rem,calc(100vw - 2rem)"));
    assert_eq!((one(&html, "img").attr("src"), one(&html, "img").attr("srcset")), (Some("/media/a.png"), None));

    // Who reads none of those has the one that all read; the link leads to the picture itself.
    let plain =
        |width: u32| json!({ "src": format!("/media/a-{width}.jpg"), "width": width, "media_type": "image/jpeg" });
    image["sources"].as_array_mut().unwrap().push(plain(600));
    let html = render_article(json!({ "body": [{ "kind": "figure", "image": image }] }));
    assert_eq!((one(&html, "img").attr("src"), one(&html, "img").attr("srcset")), (Some("/media/a-600.jpg"), None));
    assert_eq!(one(&html, "figure > a").attr("href"), Some("/media/a.png"));

    // Another system may have several of those, and no others.
    image["sources"] = json!([plain(320), plain(600)]);
    let html = render_article(json!({ "body": [{ "kind": "figure", "image": image }] }));
    assert!(all(&html, "picture, source").is_empty());
    let shown = one(&html, "img");
    assert_eq!(shown.attr("srcset"), Some("/media/a-320.jpg 320w, /media/a-600.jpg 600w"));
    assert_eq!((shown.attr("src"), shown.attr("sizes").is_some()), (Some("/media/a.png"), true));
}

#[test]
fn only_pictures_near_the_top_are_fetched_at_once() {
    let figure = json!({ "kind": "figure", "image": picture("a.png", "x") });
    let html = render_article(
        json!({ "body": [figure, paragraph("x"), figure, figure, { "kind": "quote", "blocks": [figure] }] }),
    );
    let loading = all(&html, "img").into_iter().filter_map(|image| image.attr("loading")).collect::<Vec<_>>();
    assert_eq!(loading, ["eager", "eager", "lazy", "lazy"]);
    let before_others = all(&html, "[fetchpriority=high]");
    assert_eq!(before_others.len(), 1, "of several nothing would come before the others");
}

#[test]
fn a_gallery_is_a_named_list_of_figures() {
    let gallery = json!({ "kind": "gallery", "figures": [
        { "image": picture("a.png", "Một"), "caption": "Hình một" }, { "image": picture("b.png", "") }
    ] });
    let (first, second) = (link_markup("a.png", "Một", "lazy", "Một"), link_markup("b.png", "", "lazy", ""));
    assert_eq!(
        block(gallery),
        format!(
            r#"<ul aria-label="Bộ ảnh"><li><figure>{first}<figcaption>Hình một </figcaption></figure></li><li><figure>{second}</figure></li></ul>"#
        )
    );
}

#[test]
fn lists_nest() {
    let list = json!({ "kind": "list", "ordered": false, "items": [
        [paragraph("một"), { "kind": "list", "ordered": true, "items": [[paragraph("hai")], [paragraph("ba"), paragraph("bốn")]] }],
        [{ "kind": "quote", "blocks": [paragraph("năm")] }],
        []
    ] });
    assert_eq!(
        block(list),
        "<ul><li><p>một</p><ol><li><p>hai</p></li><li><p>ba</p><p>bốn</p></li></ol></li>\
         <li><blockquote><p>năm</p></blockquote></li><li></li></ul>"
    );
}

#[test]
fn lists_count_as_they_are_told() {
    for (fields, attributes) in [
        (json!({}), ""),
        (json!({ "start": 3 }), r#" start="3""#),
        (json!({ "start": 0, "numbering": "lowerroman" }), r#" start="0" type="i""#),
        (json!({ "numbering": "loweralpha" }), r#" type="a""#),
        (json!({ "numbering": "upperalpha" }), r#" type="A""#),
        (json!({ "numbering": "upperroman" }), r#" type="I""#),
        (json!({ "reversed": true }), " reversed"),
        (json!({ "start": null, "numbering": null, "reversed": null }), ""),
        (json!({ "start": "x", "numbering": "tally", "reversed": 1 }), ""),
    ] {
        let list = json!({ "kind": "list", "ordered": true, "items": [[paragraph("một")]] });
        let markup = block(super::merge(list, fields.clone()));
        assert_eq!(markup, format!("<ol{attributes}><li><p>một</p></li></ol>"), "{fields}");
    }
}

#[test]
fn a_table_is_a_region_that_can_be_scrolled_by_keyboard() {
    let table = json!({ "kind": "table", "caption": "Danh sách", "rows": [
        [
            { "header": true, "rowspan": 2, "blocks": [paragraph("Huyện")] },
            { "header": true, "colspan": 2, "blocks": [paragraph("Đại biểu")] }
        ],
        [{ "header": false, "blocks": [paragraph("8")] }, { "header": false, "blocks": [] }]
    ] });
    assert_eq!(
        block(table),
        "<div aria-label=\"Danh sách\" role=\"region\" tabindex=\"0\"><table><caption>Danh sách</caption><tbody>\
         <tr><th rowspan=\"2\"><p>Huyện</p></th><th colspan=\"2\"><p>Đại biểu</p></th></tr>\
         <tr><td><p>8</p></td><td></td></tr></tbody></table></div>"
    );
    let bare = json!({ "kind": "table", "rows": [[{ "header": false, "blocks": [] }]] });
    assert_eq!(
        block(bare),
        "<div aria-label=\"Bảng\" role=\"region\" tabindex=\"0\"><table><tbody><tr><td></td></tr></tbody></table></div>"
    );
}

#[test]
fn a_number_in_a_table_says_that_it_is_one() {
    let table = json!({ "kind": "table", "rows": [[
        { "header": true, "number": true, "blocks": [] }, { "header": false, "number": true, "blocks": [paragraph("8")] },
        { "header": false, "number": false, "blocks": [] }
    ]] });
    let html = render_article(json!({ "body": [table] }));
    assert_eq!((all(&html, "th[data-number]").len(), texts(&html, "td[data-number]")), (1, vec!["8".to_owned()]));
    assert_eq!(all(&html, "[data-number]").len(), 2);
}

#[test]
fn a_quote_names_whom_it_quotes() {
    assert_eq!(
        block(json!({ "kind": "quote", "blocks": [paragraph("Lời")], "cite": "Nguồn" })),
        "<blockquote><p>Lời</p><footer><cite>Nguồn</cite></footer></blockquote>"
    );
    assert_eq!(block(json!({ "kind": "quote", "blocks": [paragraph("Lời")] })), "<blockquote><p>Lời</p></blockquote>");
}

#[test]
fn a_file_says_its_kind_and_size_as_vietnamese_writes_numbers() {
    for (bytes, size) in [(999, "999 B"), (12_000, "12 kB"), (1_150_000, "1,2 MB"), (20_000_000, "20 MB")] {
        let file = json!({ "kind": "file", "name": "Kế hoạch", "src": "/media/ke-hoach-0123abcd.pdf", "media_type": "application/pdf", "bytes": bytes });
        assert_eq!(
            block(file),
            format!(
                r#"<p><a download href="/media/ke-hoach-0123abcd.pdf" type="application/pdf">Kế hoạch</a><span> (PDF, {size})</span></p>"#
            )
        );
    }
}

#[test]
fn a_video_loads_nothing_but_its_poster_until_it_is_played() {
    let video = json!({ "kind": "video", "src": "/media/phim.mp4", "poster": "/media/phim.png", "captions": "/media/phim.vtt" });
    assert_eq!(
        block(video),
        r#"<video controls poster="/media/phim.png" preload="none" src="/media/phim.mp4"><track kind="captions" label="Phụ đề tiếng Việt" src="/media/phim.vtt" srclang="vi"></video>"#
    );
    assert_eq!(
        block(json!({ "kind": "video", "src": "/media/phim.mp4" })),
        r#"<video controls preload="none" src="/media/phim.mp4"></video>"#
    );
}

#[test]
fn something_of_a_third_party_is_only_a_link() {
    let external = json!({ "kind": "external", "provider": "YouTube", "url": "https://www.youtube.com/watch?v=x", "title": "Đoạn phim" });
    assert_eq!(
        block(external.clone()),
        r#"<div><p><a href="https://www.youtube.com/watch?v=x" rel="noopener">Đoạn phim (mở trên YouTube)</a></p></div>"#
    );
    let html = render_article(
        json!({ "body": [super::merge(external, json!({ "image": picture("a.png", "Hình đoạn phim") }))] }),
    );
    assert_eq!(one(&html, ".external-block img").attr("src"), Some("/media/a.png"));
    let foreign = all(&html, "iframe, embed, object, script, link, [src^='http'], [srcset]");
    assert!(foreign.is_empty(), "{}", html.html());
}

#[test]
fn a_rule_parts_and_an_unknown_kind_leaves_no_trace() {
    let blocks = json!([paragraph("một"), { "kind": "rule" }, { "kind": "hologram", "depth": 3 }, paragraph("hai")]);
    assert_eq!(body(blocks), "<p>một</p><hr><p>hai</p>");
}
