//! Bodies as they come from editors, old systems and attackers, and the blocks they have to become.

mod lists;

use std::path::PathBuf;

use portal_app::content::model::{Block, Figure, Span};
use portal_app::path::word::{MediaAddress, SitePath};
use portal_app::text::Lang;

use super::{parse_html, parse_markdown};
use crate::source::media::size::Size;
use crate::source::media::{MediaFile, MediaFolder};

fn media() -> MediaFolder {
    let mut media = MediaFolder::default();
    for (name, src, media_type, size) in [
        ("anh.jpg", "/media/anh-1.jpg", "image/jpeg", Some(Size { width: 640, height: 360 })),
        ("ảnh hai.jpg", "/media/anh-hai-2.jpg", "image/jpeg", Some(Size { width: 64, height: 36 })),
        ("ke-hoach.pdf", "/media/ke-hoach-3.pdf", "application/pdf", None),
        ("phim.mp4", "/media/phim-4.mp4", "video/mp4", None),
        ("phim.vtt", "/media/phim-5.vtt", "text/vtt", None),
        ("doc.mp3", "/media/doc-6.mp3", "audio/mpeg", None),
    ] {
        let (path, src) = (PathBuf::from(name), SitePath::new(src).unwrap_or_else(SitePath::root));
        media.insert(name.to_owned(), MediaFile { path, src, media_type, bytes: 9, size, sha256: String::new() });
    }
    media
}

/// Blocks in a short form: `p(text) h2(title) fig(src|alt|caption)`, marked text as `*text*` with its marks' letters.
fn sketch(blocks: &[Block]) -> String {
    blocks.iter().map(sketch_block).collect::<Vec<_>>().join(" ")
}

fn sketch_block(block: &Block) -> String {
    match block {
        Block::Paragraph { spans } => format!("p({})", sketch_spans(spans)),
        Block::Heading { level, spans, .. } => format!("h{level}({})", sketch_spans(spans)),
        Block::Figure(figure) => sketch_figure(figure),
        Block::Gallery { figures } => {
            format!("gallery({})", figures.iter().map(sketch_figure).collect::<Vec<_>>().join(" "))
        }
        Block::List { ordered, start, numbering, reversed, items } => {
            let items = items.iter().map(|item| sketch(item)).collect::<Vec<_>>().join(" / ");
            let start = start.map(|start| start.to_string()).unwrap_or_default();
            let numbering = numbering.map(|numbering| format!("{numbering:?}")).unwrap_or_default();
            let reversed = if *reversed { "-" } else { "" };
            format!("{}{start}{numbering}{reversed}({items})", if *ordered { "ol" } else { "ul" })
        }
        Block::Table { caption, rows } => {
            let rows = rows.iter().map(|row| {
                let cells = row.iter().map(|cell| {
                    let span = format!("{}{}", sketch_span_of(cell.colspan, 'c'), sketch_span_of(cell.rowspan, 'r'));
                    format!("{}{span}{}", if cell.header { "!" } else { "" }, sketch(&cell.blocks))
                });
                cells.collect::<Vec<_>>().join(" | ")
            });
            format!(
                "table({}{})",
                caption.as_deref().map(|text| format!("{text}: ")).unwrap_or_default(),
                rows.collect::<Vec<_>>().join(" / ")
            )
        }
        Block::Quote { blocks, cite } => format!("quote({} —{})", sketch(blocks), cite.as_deref().unwrap_or_default()),
        Block::File(file) => format!("file({}|{})", file.name, file.src),
        Block::Video { src, poster, captions } => {
            let optional = |path: &Option<MediaAddress>| path.as_ref().map(MediaAddress::to_string).unwrap_or_default();
            format!("video({src}|{}|{})", optional(poster), optional(captions))
        }
        Block::External { provider, url, title, .. } => format!("{provider}({url}|{title})"),
        Block::Rule => "rule".to_owned(),
        Block::Unknown => "unknown".to_owned(),
    }
}

fn sketch_span_of(span: Option<u16>, letter: char) -> String {
    span.map(|span| format!("{letter}{span}:")).unwrap_or_default()
}

fn sketch_figure(figure: &Figure) -> String {
    format!("fig({}|{}|{})", figure.image.src, figure.image.alt, figure.caption.as_deref().unwrap_or_default())
}

fn sketch_spans(spans: &[Span]) -> String {
    let sketch_one = |span: &Span| {
        let marks = span
            .marks
            .iter()
            .map(|mark| format!("{mark:?}").chars().take(3).collect::<String>() + ".")
            .collect::<String>();
        let lang = span.lang.as_ref().map(|lang| format!("@{lang}")).unwrap_or_default();
        let href = span.href.as_ref().map(|href| format!("→{href}")).unwrap_or_default();
        let text = span.text.replace('\n', "⏎");
        if marks.is_empty() && lang.is_empty() && href.is_empty() {
            text
        } else {
            format!("[{marks}{text}{lang}{href}]")
        }
    };
    spans.iter().map(sketch_one).collect()
}

fn html(source: &str) -> String {
    sketch(&parse_html(source, Lang::Vi, &media()).0)
}

fn markdown(source: &str) -> String {
    sketch(&parse_markdown(source, Lang::Vi, &media()).0)
}

fn problems(source: &str) -> Vec<(String, String)> {
    let problems = parse_html(source, Lang::Vi, &media()).1.into_iter();
    problems
        .map(|problem| (format!("{}={}", problem.attribute.unwrap_or_default(), problem.value), problem.fault.message))
        .collect()
}

#[test]
fn only_a_language_that_is_not_the_bodys_own_is_said() {
    let source = "<p lang=vi>Sở Nội vụ <span lang=en>Department <b lang=vi>Lai Châu</b></span>";
    assert_eq!(html(source), "p(Sở Nội vụ [Department @en][Str.Lai Châu])");
    let english = sketch(&parse_html(source, Lang::En, &media()).0);
    assert_eq!(english, "p([Sở Nội vụ @vi]Department [Str.Lai Châu@vi])");
}

#[test]
fn every_element_of_the_allow_list_becomes_its_block() {
    for (source, blocks) in [
        ("<p>Một</p><p>Hai</p>", "p(Một) p(Hai)"),
        ("trần <b>trụi</b><div>khối</div>cuối", "p(trần [Str.trụi]) p(khối) p(cuối)"),
        ("<h1>A</h1><h3>B</h3><h6>C</h6>", "h2(A) h3(B) h4(C)"),
        (
            "<p><strong>a</strong><em>b</em><u>c</u><s>d</s><sub>e</sub><sup>f</sup><code>g</code></p>",
            "p([Str.a][Emp.b][Und.c][Str.d][Sub.e][Sup.f][Cod.g])",
        ),
        ("<b><i>x</b>y</i>", "p([Str.Emp.x][Emp.y])"),
        ("<p>a<br>b<br></p>", "p(a⏎b)"),
        ("<a href='https://example.com/'>x <b>y</b></a>", "p([x →https://example.com/][Str.y→https://example.com/])"),
        ("<ul><li>a<li><p>b</p><ol><li>c</ol></ul>", "ul(p(a) / p(b) ol(p(c)))"),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "ul(p(a) ul(p(b)))"),
        (
            "<table><caption>Bảng</caption><tr><th>a<th>b<tr><td colspan=2>c</table>",
            "table(Bảng: !p(a) | !p(b) / c2:p(c))",
        ),
        (
            "<table><thead><tr><td>a</td></tr></thead><tbody><tr><td rowspan=999999>b</td></tr></tbody></table>",
            "table(!p(a) / r100:p(b))",
        ),
        ("<blockquote><p>Lời</p><footer>Người nói</footer></blockquote>", "quote(p(Lời) —Người nói)"),
        ("<blockquote>Lời</blockquote>", "quote(p(Lời) —)"),
        (
            "<figure><img src=anh.jpg alt='Họp'><figcaption>Quang <i>cảnh</i></figcaption></figure>",
            "fig(/media/anh-1.jpg|Họp|Quang cảnh)",
        ),
        ("<p>trước <img src='/media/anh.jpg' alt=''> sau</p>", "p(trước) fig(/media/anh-1.jpg||) p(sau)"),
        (
            "<div class='gallery'><img src=anh.jpg><p><img src='ảnh%20hai.jpg'></p></div>",
            "gallery(fig(/media/anh-1.jpg||) fig(/media/anh-hai-2.jpg||))",
        ),
        ("<p>a<hr>b", "p(a) rule p(b)"),
        (
            "<video poster=anh.jpg><source src=phim.mp4><track src=phim.vtt></video>",
            "video(/media/phim-4.mp4|/media/anh-1.jpg|/media/phim-5.vtt)",
        ),
        ("<audio src=doc.mp3 title='Bản đọc'></audio>", "file(Bản đọc|/media/doc-6.mp3)"),
        (
            "<iframe src='//www.youtube.com/embed/abcDEF123_-' title='Phim'></iframe>",
            "youtube(https://www.youtube.com/watch?v=abcDEF123_-|Phim)",
        ),
        ("<iframe src='https://example.com/map'></iframe>", "p([https://example.com/map→https://example.com/map])"),
        ("<pre>a\n  b</pre>", "p([Cod.a]⏎[Cod.  b])"),
        ("<p><a href='ke-hoach.pdf'>Kế hoạch</a></p>", "file(Kế hoạch|/media/ke-hoach-3.pdf)"),
        ("<p>Xem <a href='ke-hoach.pdf'>kế hoạch</a></p>", "p(Xem [kế hoạch→/media/ke-hoach-3.pdf])"),
        ("<p>tiếng <i lang=en>open data</i></p>", "p(tiếng [Emp.open data@en])"),
        ("<dl><dt>Từ<dd>Nghĩa</dl><blink>chữ</blink>", "p([Str.Từ]) p(Nghĩa) p(chữ)"),
        ("<q>lời</q>", "p(“lời”)"),
        ("<!doctype html><html><head><title>T</title><style>p{}</style></head><body><p>a</body></html>", "p(a)"),
        ("e&#x302;&#x323; &amp; &lt;b&gt;", "p(ệ & <b>)"),
        ("", ""),
    ] {
        assert_eq!(html(source), blocks, "{source}");
    }
}

#[test]
fn word_residue_disappears_and_the_meaning_stays() {
    let source = r#"<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{margin:0}</style>
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings><o:AllowPNG/></o:OfficeDocumentSettings></xml><![endif]--></head>
<body lang=EN-US><div class=WordSection1>
<p class=MsoNormal style='text-align:justify;text-indent:36.0pt;mso-pagination:none'><span lang=VI style='font-size:14.0pt;
font-family:"Times New Roman",serif'>&nbsp;&nbsp;&nbsp;&nbsp; Tại cuộc họp các <b style='mso-bidi-font-weight:normal'>đại
biểu</b> được nghe<o:p></o:p></span></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoNormal align=center><![if !vml]><font face="Arial" color="red"><span style="font-weight:bold">Kết </span><span
style="font-weight:bold">luận</span></font><![endif]></p>
<p><xml><w:WordDocument>x</w:WordDocument></xml><span style='mso-spacerun:yes'>  </span></p>
</div></body></html>"#;
    assert_eq!(html(source), "p(Tại cuộc họp các [Str.đại biểu] được nghe) p([Str.Kết luận])");
}

#[test]
fn habits_of_old_editors_are_mended_in_html_only() {
    let source = "<p>Mở đầu.</p><p><b>Về công tác tuyên truyền</b></p><p>Đoạn một<br><br>Đoạn hai</p>\
        <p style='text-align:center'><img src=anh.jpg></p><p>&nbsp;</p><p align=center>Quang cảnh buổi họp</p><p><b>Nguyễn Văn A</b></p>";
    assert_eq!(
        html(source),
        "p(Mở đầu.) h2(Về công tác tuyên truyền) p(Đoạn một) p(Đoạn hai) fig(/media/anh-1.jpg||Quang cảnh buổi họp) p([Str.Nguyễn Văn A])"
    );
    assert_eq!(markdown("Mở đầu.\n\n**Về công tác**\n\nĐoạn."), "p(Mở đầu.) p([Str.Về công tác]) p(Đoạn.)");
}

#[test]
fn markdown_becomes_the_same_blocks() {
    for (source, blocks) in [
        ("## A\n\nmột\nhai  \nba", "h2(A) p(một hai⏎ba)"),
        ("![Họp](anh.jpg \"Quang cảnh\")", "fig(/media/anh-1.jpg|Họp|Quang cảnh)"),
        ("![](<ảnh hai.jpg>)", "fig(/media/anh-hai-2.jpg||)"),
        ("[Kế hoạch](media/ke-hoach.pdf)", "file(Kế hoạch|/media/ke-hoach-3.pdf)"),
        ("[Liên hệ](/trang/lien-he)", "p([Liên hệ→/trang/lien-he/])"),
        ("- a\n- b\n\n1. c", "ul(p(a) / p(b)) ol(p(c))"),
        ("| a | b |\n|---|---|\n| c | ~~d~~ |", "table(!p(a) | !p(b) / p(c) | p([Str.d]))"),
        ("> lời\n\n---", "quote(p(lời) —) rule"),
        ("```\na < b\n\n c\n```", "p([Cod.a < b]⏎⏎[Cod. c])"),
        ("<script>alert(1)</script>\n\nx <b onclick=\"y\">z</b>", "p(x [Str.z])"),
        ("[x](javascript:alert(1)) <javascript:alert(1)>", "p(x javascript:alert(1))"),
        ("# Một\n\n#### Hai", "h2(Một) h3(Hai)"),
    ] {
        assert_eq!(markdown(source), blocks, "{source}");
    }
}

#[test]
fn problems_name_the_attribute_and_the_value() {
    for (source, attribute, message) in [
        ("<img src='https://example.com/a.png'>", "src=https://example.com/a.png", "it is not on this site"),
        (
            "<img src='data:image/png;base64,AA'>",
            "src=data:image/png;base64,AA",
            "it is pasted into the text and is not a file",
        ),
        ("<img src='khong-co.jpg'>", "src=khong-co.jpg", "there is no such file in content/media"),
        ("<img src='ke-hoach.pdf'>", "src=ke-hoach.pdf", "it is not a picture"),
        ("<img src='../../etc/passwd'>", "src=../../etc/passwd", "it leads out of content/media"),
        ("<a href='khong-co.pdf'>x</a>", "href=khong-co.pdf", "there is no such file in content/media"),
        ("<video src='anh.jpg'></video>", "src=anh.jpg", "it is a file of another kind"),
    ] {
        assert_eq!(problems(source), [(attribute.to_owned(), message.to_owned())], "{source}");
    }
}

/// None of these may leave a link out of the allowed schemes, or any text of a script.
const ATTACKS: &[&str] = &[
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src='javascript:alert(1)'>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><foreignObject><script>alert(1)</script></foreignObject></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<math href='javascript:alert(1)'>x</math>",
    "<math><maction actiontype='statusline' xlink:href='javascript:alert(1)'>x</maction></math>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<template><script>alert(1)</script></template>",
    "<style>@import 'javascript:alert(1)'</style>",
    "<style><!--</style><script>alert(1)//--></script>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' JaVaScRiPt:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='&#106;avascript&colon;alert(1)'>x</a>",
    "<a href='&#x01;javascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='//evil.example\\'>x</a>",
    "<a href='/\\evil.example'>x</a>",
    "<a href='/\t/evil.example'>x</a>",
    "<a href='https:evil.example'>x</a>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='javascript:alert(1)'>x</object>",
    "<embed src='javascript:alert(1)'>",
    "<form action='javascript:alert(1)'><button formaction='javascript:alert(1)'>x</button></form>",
    "<base href='https://evil.example/'><a href='x'>x</a>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<body onload=alert(1)><p onclick=alert(1) style='background:url(javascript:alert(1))'>x</p>",
    "<textarea><script>alert(1)</script></textarea>",
    "<title><script>alert(1)</script></title>",
    "<xmp><script>alert(1)</script></xmp>",
    "<select><script>alert(1)</script><option>alert(1)</select>",
    "<video src='javascript:alert(1)' onerror=alert(1)></video>",
    "<isindex action=javascript:alert(1) type=image>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><script>alert(1)</script>",
    "<a href='https://a.example/\u{0}javascript:'>x</a>",
];

#[test]
fn no_attack_leaves_a_script_or_a_foreign_scheme() {
    for attack in ATTACKS {
        for (blocks, _) in [parse_html(attack, Lang::Vi, &media()), parse_markdown(attack, Lang::Vi, &media())] {
            let sketch = sketch(&blocks);
            let targets = sketch.split('→').skip(1).map(|target| target.to_owned()).collect::<Vec<_>>();
            let allowed = |target: &String| {
                target.starts_with("https://") || (target.starts_with('/') && !target.starts_with("//"))
            };
            assert!(targets.iter().all(allowed), "{attack}: {sketch}");
            assert!(
                !sketch.contains("alert")
                    || attack.starts_with("<scr<")
                    || attack.starts_with("<xmp")
                    || attack.contains("CDATA"),
                "{attack}: {sketch}"
            );
            assert!(!sketch.contains("evil"), "{attack}: {sketch}");
        }
    }
}

#[test]
fn deep_nesting_is_flattened_and_its_text_stays() {
    for (open, close, times) in [
        ("<div>", "</div>", 100_000),
        ("<blockquote>", "</blockquote>", 100_000),
        ("<ul><li>", "</ul>", 10_000),
        ("<table><tr><td>", "</table>", 10_000),
        ("<b>", "</b>", 10_000),
        ("<b><p>", "</b>", 10_000),
        ("<svg><g>", "", 10_000),
        ("<o:p/>", "", 10_000),
        ("<a href=/><li><p>", "", 10_000),
        ("<i a=\"", "\">", 10_000),
    ] {
        let source = format!("<p>đầu</p>{}<p>giữa</p>{}<p>cuối</p>", open.repeat(times), close.repeat(times));
        let blocks = parse_html(&source, Lang::Vi, &media()).0;
        let sketch = sketch(&blocks);
        assert!(sketch.contains("đầu"), "{open}");
        assert!(sketch.contains("giữa") || open.starts_with("<svg") || open.starts_with("<i a"), "{open}");
    }
    let quotes = ">".repeat(10_000) + " giữa";
    assert!(markdown(&quotes).contains("giữa"));
}

#[test]
fn tags_that_the_parser_reopens_do_not_pile_up() {
    let source = (0..2_000).map(|n| format!("<b><i a={n}></b><p>đoạn")).collect::<String>();
    assert_eq!(html(&source).matches("đoạn").count(), 2_000);
}

#[test]
fn nested_blocks_stay_within_what_a_json_parser_reads() {
    let source = "<table><tr><td>x</td><td>".repeat(100);
    assert!(html(&source).matches("table(").count() <= 16);
}

#[test]
fn a_huge_body_is_read_in_linear_time() {
    let source = "<p>Một <b>đoạn</b> văn&nbsp; có <a href='/tin-moi/'>liên kết</a>.</p>\n".repeat(20_000);
    assert_eq!(parse_html(&source, Lang::Vi, &media()).0.len(), 20_000);
    let text = "từ ".repeat(500_000);
    assert_eq!(parse_html(&text, Lang::Vi, &media()).0.len(), 1);
}
