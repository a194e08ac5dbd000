//! Lists as editors paste them, and what their numbers and levels have to become.

use super::html;

#[test]
fn numbering_is_content() {
    for (source, blocks) in [
        ("<ol type=a><li>x<li>y</ol>", "olLowerAlpha(p(x) / p(y))"),
        ("<ol type=A start=2><li>x</ol>", "ol2UpperAlpha(p(x))"),
        ("<ol start=3><li>x</ol><p>y</p><ol start=4><li>z</ol>", "ol3(p(x)) p(y) ol4(p(z))"),
        ("<ol start=4><li>x<li value=7>y<li>z</ol>", "ol4(p(x)) ol7(p(y) / p(z))"),
        ("<ol reversed><li>x<li>y<li>z</ol>", "ol-(p(x) / p(y) / p(z))"),
        ("<ol reversed start=9><li>x<li>y</ol>", "ol9-(p(x) / p(y))"),
        ("<ol style='list-style-type: upper-roman'><li>x</ol>", "olUpperRoman(p(x))"),
        ("<ol style='LIST-STYLE:inside lower-latin !important'><li>x</ol>", "olLowerAlpha(p(x))"),
        ("<ol><li style='list-style-type:lower-roman'>x<li>y</ol>", "olLowerRoman(p(x) / p(y))"),
        ("<ul style='list-style-type:decimal'><li>x</ul>", "ol(p(x))"),
        ("<ol style='list-style-type:disc'><li>x</ol>", "ul(p(x))"),
        ("<ol><li>x<li>&nbsp;<li>z</ol>", "ol(p(x)) ol3(p(z))"),
        ("<ol start=0><li>x</ol>", "ol0(p(x))"),
        ("<ol start=x type=?><li value=99999999999>x</ol>", "ol(p(x))"),
        ("<ol start=2147483647><li>x<li>y</ol>", "ol2147483647(p(x) / p(y))"),
    ] {
        assert_eq!(html(source), blocks, "{source}");
    }
}

#[test]
fn lists_that_go_on_are_one() {
    for (source, blocks) in [
        ("<ol start=1><li>x</ol><ol start=2><li>y</ol>", "ol(p(x) / p(y))"),
        ("<ol><li>x</ol>\n<p>&nbsp;</p><ol start=2><li>y</ol>", "ol(p(x) / p(y))"),
        ("<ol><li>x</ol><ol><li>y</ol>", "ol(p(x)) ol(p(y))"),
        ("<ul><li>x</ul><ul><li>y</ul>", "ul(p(x)) ul(p(y))"),
        (
            "<div><ul class=BulletListStyle1><li data-listid=1 data-aria-level=1><p>x</p></ul></div>\
             <div><ul class=BulletListStyle2><li data-listid=1 data-aria-level=2><p>y</p></ul></div>\
             <div><ul class=BulletListStyle1><li data-listid=1 data-aria-level=1><p>z</p></ul></div>",
            "ul(p(x) ul(p(y)) / p(z))",
        ),
        (
            "<ol start=1><li data-aria-level=1>x</ol><ol type=a start=1><li data-aria-level=2>y</ol>\
             <ol type=a start=2><li data-aria-level=2>z</ol><ol start=2><li data-aria-level=1>t</ol>",
            "ol(p(x) olLowerAlpha(p(y) / p(z)) / p(t))",
        ),
        ("<ul><li aria-level=1>x<ul><li aria-level=2>y</ul><li aria-level=1>z</ul>", "ul(p(x) ul(p(y)) / p(z))"),
    ] {
        assert_eq!(html(source), blocks, "{source}");
    }
}

#[test]
fn lists_within_lists_have_no_empty_bullets() {
    for (source, blocks) in [
        ("<ul><li>x<li style='list-style:none'><ul><li>y</ul><li>z</ul>", "ul(p(x) ul(p(y)) / p(z))"),
        ("<ol><li>x<li style='list-style:none'><ol><li>y</ol><li>z</ol>", "ol(p(x) ol(p(y)) / p(z))"),
        ("<ul><li>x<li><ul><li>y</ul></ul>", "ul(p(x) ul(p(y)))"),
        ("<ol><li>x<li><ol><li>y</ol><li>z</ol>", "ol(p(x) / ol(p(y)) / p(z))"),
        ("<ul><li>x</li><ul><li>y</ul><li>z</ul>", "ul(p(x) ul(p(y)) / p(z))"),
        ("<ul><ul><li>x</ul></ul>", "ul(p(x))"),
        ("<ul><li><ul><li>x</ul></ul>", "ul(p(x))"),
        ("<ul>trần <b>trụi</b><li>x</li>sau <i>đó</i></ul>", "p(trần [Str.trụi]) ul(p(x) p(sau [Emp.đó]))"),
        ("<ul><p>lùi</p></ul>", "p(lùi)"),
        ("<ul><b><li>x</li><li>y</li></b></ul>", "ul(p([Str.x]) / p([Str.y]))"),
        ("<ul><li>x<li style='display:none'>y<li>z</ul>", "ul(p(x) / p(z))"),
        ("<table><tr><td>x<td><ol start=2><li>y</ol>z</table>", "table(p(x) | ol2(p(y)) p(z))"),
    ] {
        assert_eq!(html(source), blocks, "{source}");
    }
}

/// A paragraph of a list as Word writes it.
fn word(level: u8, font: &str, marker: &str, text: &str) -> String {
    format!(
        "<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level{level} lfo1'><![if !supportLists]><span \
         style='font-family:{font}'><span style='mso-list:Ignore'>{marker}<span style='font:7.0pt \"Times New \
         Roman\"'>&nbsp;&nbsp; </span></span></span><![endif]>{text}</p>\n"
    )
}

#[test]
fn words_paragraphs_are_lists() {
    let of = |items: &[(u8, &str, &str, &str)]| {
        items.iter().map(|(level, font, marker, text)| word(*level, font, marker, text)).collect::<String>()
    };
    for (source, blocks) in [
        (
            of(&[(1, "Wingdings", "Ø", "x"), (2, "Wingdings", "§", "y"), (1, "Symbol", "·", "z")]),
            "ul(p(x) ul(p(y)) / p(z))",
        ),
        (
            of(&[(1, "Times", "1.", "x"), (2, "Times", "a)", "y"), (1, "Times", "2.", "z")]),
            "ol(p(x) olLowerAlpha(p(y)) / p(z))",
        ),
        (of(&[(1, "Times", "3.", "x")]) + "<p>y</p>" + &of(&[(1, "Times", "4.", "z")]), "ol3(p(x)) p(y) ol4(p(z))"),
        (of(&[(1, "Times", "(i)", "x"), (1, "Times", "(ii)", "y")]), "olLowerRoman(p(x) / p(y))"),
        (of(&[(1, "Times", "1.", "x"), (2, "Times", "1.1.", "y")]), "ol(p(x)) p(1.1. y)"),
        (of(&[(1, "Times", "Điều 1.", "x")]), "p(Điều 1. x)"),
        (of(&[(1, "Symbol", "·", "<b>x</b><br>y")]), "ul(p([Str.x]⏎y))"),
    ] {
        assert_eq!(html(&source), blocks, "{source}");
    }
    let heading =
        "<h2 style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>I.<span>&nbsp; </span></span>x</h2>";
    assert_eq!(html(heading), "h2(I. x)");
}

#[test]
fn letters_of_symbol_fonts_are_signs() {
    for (source, blocks) in [
        ("<p><span style='font-family:Wingdings'>ü</span> Đã xong</p>", "p(✔ Đã xong)"),
        ("<p><font face=Wingdings>à</font> <a href='/tin-moi/'>x</a></p>", "p(→ [x→/tin-moi/])"),
        (
            "<p style='font-family:Symbol'>·<span style='font:7pt \"Times New Roman\"'>&nbsp; </span><span style='font-family:Arial'>ü</span></p>",
            "p(• ü)",
        ),
        ("<p style='font-family:Wingdings'>Toàn văn</p>", "p(Toàn văn)"),
    ] {
        assert_eq!(html(source), blocks, "{source}");
    }
}

#[test]
fn bullets_typed_by_hand_are_a_list() {
    for (source, blocks) in [
        ("<p>• x</p><p>&nbsp;</p><p>•\u{a0}<b>y</b></p>", "ul(p(x) / p([Str.y]))"),
        ("<p>\u{f0b7} x</p><p>\u{f0b7} y</p>", "ul(p(x) / p(y))"),
        ("<p>• x</p><p>▪ y</p><p>• z</p>", "ul(p(x) ul(p(y)) / p(z))"),
        ("<p>Gồm:<br>• x<br>• y</p>", "p(Gồm:) ul(p(x) / p(y))"),
        ("<p>• x</p><p>y</p><p>• z</p>", "p(• x) p(y) p(• z)"),
        ("<p>• x<br>y</p><p>• z</p>", "p(• x⏎y) p(• z)"),
        ("<p>- x</p><p>+ y</p>", "p(- x) p(+ y)"),
        ("<p>✔ x</p><p>✔ y</p>", "p(✔ x) p(✔ y)"),
        ("<p>•</p><p>•</p>", "p(•) p(•)"),
        (
            "<p class=MsoListParagraph><span style='font-family:Symbol'>·<span style='font:7pt Arial'>&nbsp; </span></span>x</p>\
             <p class=MsoListParagraph><span style='font-family:Symbol'>·<span style='font:7pt Arial'>&nbsp; </span></span>y</p>",
            "ul(p(x) / p(y))",
        ),
    ] {
        assert_eq!(html(source), blocks, "{source}");
    }
}
