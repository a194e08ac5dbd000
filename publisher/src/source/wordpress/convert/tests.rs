//! What a post's HTML becomes.

use super::*;
use crate::source::wordpress::answers::{Medium, Rendered};
use crate::source::wordpress::settings::tests::source;

fn converted(html: &str) -> Body {
    let library = Library::new([(1, "anh-scaled.jpg"), (2, "van-ban.pdf"), (3, "hai.png")].map(|(id, name)| Medium {
        id,
        source_url: format!("http://wp.example/wp-content/uploads/{name}"),
        alt_text: "Mô tả".to_owned(),
        caption: Rendered { rendered: "<p>Chú thích &amp; nguồn</p>\n".to_owned(), protected: false },
        ..Medium::default()
    }));
    let files = ["anh-scaled.jpg", "van-ban.pdf", "hai.png"];
    let files = files.map(|name| (format!("http://wp.example/wp-content/uploads/{name}"), format!("k-{name}")));
    let links = [("/2021/bài".to_owned(), "/tin-tuc/bai-abc/".to_owned()), ("?p=5".to_owned(), "/trang/b/".to_owned())];
    let context = Context { source: &source(), library: &library, links: &links.into(), files: &files.into() };
    convert(html, &Url::parse("http://wp.example/2021/mot/").unwrap(), &context)
}

#[test]
fn pictures_are_those_of_the_store_in_their_whole_size() {
    for html in [
        "<img src=\"http://wp.example/wp-content/uploads/anh-300x200.jpg\" alt=\"A &amp; B\" srcset=\"x 1x\" width=\"300\" onerror=\"x()\">",
        "<a href=\"/wp-content/uploads/anh.jpg\"><img src=\"data:image/gif;base64,AA\" data-src=\"/wp-content/uploads/anh.jpg\" alt=\"A &amp; B\"></a>",
    ] {
        assert_eq!(converted(html).html, "<img src=\".synced/wp/k-anh-scaled.jpg\" alt=\"A &amp; B\">", "{html}");
    }
    let on_its_page = "<a href=\"http://wp.example/anh-jpg/\"><img src=\"/wp-content/uploads/anh.jpg\" alt=\"\"></a>";
    assert_eq!(converted(on_its_page).html, "<img src=\".synced/wp/k-anh-scaled.jpg\" alt=\"\">");
    let other = converted("<p>a<img src=\"https://khac.example/b.jpg\" alt=\"x\">c</p>");
    assert_eq!((other.html.as_str(), other.told.len(), other.wanted.len()), ("<p>ac</p>", 1, 0));
    let missing = converted("<img src=\"/wp-content/uploads/moi.jpg\">");
    assert_eq!((missing.html.as_str(), missing.wanted.len()), ("", 1));
    assert_eq!(converted("<img class=\"emoji\" alt=\"🎉\" src=\"https://s.w.org/x.svg\">").html, "🎉");
}

#[test]
fn lists_that_wordpress_makes_are_told_and_left_out() {
    let list = "<p>a</p><ul class=\"wp-block-latest-posts__list wp-block-latest-posts\"><li><a href=\"/x\">Protected: b</a></li></ul>";
    let body = converted(list);
    assert_eq!((body.html.as_str(), body.told.len()), ("<p>a</p>", 1));
    assert!(!body.text.contains("Protected"));
}

#[test]
fn links_lead_where_it_is_now() {
    for (href, expected) in [
        ("http://wp.example/2021/b%c3%a0i/", "<a href=\"/tin-tuc/bai-abc/\">x</a>"),
        ("https://wp.example/2021/b%C3%A0i", "<a href=\"/tin-tuc/bai-abc/\">x</a>"),
        ("/?p=5", "<a href=\"/trang/b/\">x</a>"),
        ("../khac/", "<a href=\"http://wp.example/2021/khac/\">x</a>"),
        ("/wp-content/uploads/van-ban.pdf", "<a href=\".synced/wp/k-van-ban.pdf\">x</a>"),
        ("#muc", "x"),
        ("javascript:alert(1)", "x"),
        ("https://a:b@c.example/", "x"),
        ("mailto:a@b.example", "<a href=\"mailto:a@b.example\">x</a>"),
        ("https://khac.example/?a=1&amp;b=2", "<a href=\"https://khac.example/?a=1&amp;b=2\">x</a>"),
    ] {
        assert_eq!(converted(&format!("<a href=\"{href}\">x</a>")).html, expected, "{href}");
    }
}

#[test]
fn what_a_theme_breaks_is_whole_again_and_scripts_are_gone() {
    for (html, expected) in [
        ("<p>a</p></p><p><b>b", "<p>a</p><p></p><p><b>b</b></p>"),
        ("<script>x()</script><p onclick=\"x()\">a</p><style>b</style><!--more-->", "<p>a</p>"),
        ("<form><input value=\"x\"></form>1 < 2 &amp; 3", "1 &lt; 2 &amp; 3"),
    ] {
        assert_eq!(converted(html).html, expected, "{html}");
    }
}

#[test]
fn codes_are_resolved_or_told_and_never_shown() {
    let gallery = converted("<p>[gallery ids=”1,3,99″]</p>");
    assert_eq!(gallery.html.matches("<img").count(), 2, "{}", gallery.html);
    assert!(gallery.html.contains("<figcaption>Chú thích &amp; nguồn</figcaption>"), "{}", gallery.html);
    let unknown = converted("<p>[rev_slider alias=”x″] Chữ [1]</p>");
    assert_eq!((unknown.html.as_str(), unknown.told.len()), ("<p> Chữ [1]</p>", 1));
    let film = converted("[embed]https://youtu.be/abcDEF123_-[/embed]");
    assert_eq!((film.html.as_str(), film.told.len()), ("https://youtu.be/abcDEF123_-", 0));
}

#[test]
fn the_text_of_html_is_on_one_line_without_the_link_to_the_whole() {
    for (html, text) in [
        ("Hội nghị &#8220;A&#8221; &#038; <em>B</em>", "Hội nghị “A” & B"),
        ("<p>Một</p>\n<p>hai <a class=\"more-link\" href=\"x\">Đọc tiếp</a></p>", "Một hai"),
        ("", ""),
        ("1 < 2", "1 < 2"),
    ] {
        assert_eq!(text_of(html), text, "{html}");
    }
    assert_eq!(title_of("Tin [rev_slider alias=&#8221;x&#8221;] mới [1]"), "Tin mới [1]");
}
