//! Lists as editors paste them, and what their numbers and levels have to become.

use super::{html, markdown};

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
        (
            "<ol><li>x<li class=ql-indent-1>y<li class=ql-indent-1>z<li>t<li class=ql-indent-1>u</ol>",
            "ol(p(x) ol(p(y) / p(z)) / p(t) ol(p(u)))",
        ),
        (
            "<ol><li data-list=bullet>x<li data-list=bullet class=ql-indent-1>y<li data-list=checked>z</ol>",
            "ul(p(x) ul(p(y)) / p(☑ z))",
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
        ("<ul><li><input type=checkbox checked> x<li><input type='Checkbox'>y</ul>", "ul(p(☑ x) / p(☐ y))"),
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
        ("<p>• x</p><p>▪ y</p><p>▪ z</p>", "ul(p(x) ul(p(y) / p(z)))"),
        ("<p>• x</p><p>▪ y</p><p>➢ z</p>", "ul(p(x) / p(y) / p(z))"),
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

#[test]
fn numbers_in_markdown_are_as_written() {
    for (source, blocks) in [
        ("1. x\n\ny\n\n2. z\n\n3. t\n\n2021. Năm\n\n19) Mục", "ol(p(x)) p(y) ol2(p(z) / p(t)) p(2021. Năm) p(19) Mục)"),
        ("2021. Tổng kết *một* năm.", "p(2021. Tổng kết [Emp.một] năm.)"),
        ("2021. x\n2022. y", "p(2021. x) p(2022. y)"),
        ("1. x\n2. y\n5. z", "ol(p(x) / p(y)) ol5(p(z))"),
        ("1. x\n1. y\n1. z", "ol(p(x) / p(y) / p(z))"),
        ("1. x\n2. y\n2. z", "ol(p(x) / p(y)) ol2(p(z))"),
        ("3. x\n4. y", "ol3(p(x) / p(y))"),
        ("3. x\n\ny", "p(3. x) p(y)"),
        ("0. x\n1. y", "ol0(p(x) / p(y))"),
        ("1. x\n\n2030. y\n\n2. z", "ol(p(x)) p(2030. y) ol2(p(z))"),
        ("12. x\n1. y\n2. z", "p(12. x) ol(p(y) / p(z))"),
        ("1. x\n   - y\n   1. z\n2. t", "ol(p(x) ul(p(y)) ol(p(z)) / p(t))"),
        ("> 3. x\n\n3. y", "quote(p(3. x) —) p(3. y)"),
        ("1\\. x\n\nngày\n12. tháng", "p(1. x) p(ngày 12. tháng)"),
        ("2021.\n\nx", "p(2021.) p(x)"),
        ("2021. - x\n      - y", "p(2021.) ul(p(x) / p(y))"),
        ("999999999999. x", "p(999999999999. x)"),
        ("18) x\n\ny\n\n19) z", "p(18) x) p(y) p(19) z)"),
        ("1) x\n\ny\n\n2) z", "ol(p(x)) p(y) ol2(p(z))"),
    ] {
        assert_eq!(markdown(source), blocks, "{source}");
    }
}

#[test]
fn other_bullets_below_are_a_level_in_markdown() {
    for (source, blocks) in [
        ("- x\n+ y\n+ z\n- t\n+ u", "ul(p(x) ul(p(y) / p(z)) / p(t) ul(p(u)))"),
        ("- x\n\n+ y\n\n- z", "ul(p(x) ul(p(y)) / p(z))"),
        ("* x\n- y\n+ z\n* t", "ul(p(x) ul(p(y) ul(p(z))) / p(t))"),
        ("- x\n* y\n- z", "ul(p(x) ul(p(y)) / p(z))"),
        ("- x\n- y\n\n* z", "ul(p(x) / p(y)) ul(p(z))"),
        ("- x\r\n\r\n* y", "ul(p(x)) ul(p(y))"),
        ("+ x\n- y\n+ z", "ul(p(x)) ul(p(y) ul(p(z)))"),
        ("- x\n\ny\n\n+ z", "ul(p(x)) p(y) ul(p(z))"),
        ("- x\n1. y\n+ z", "ul(p(x)) ol(p(y)) ul(p(z))"),
        ("1. x\n   - y\n   + z\n2. t", "ol(p(x) ul(p(y) ul(p(z))) / p(t))"),
        ("> - x\n> + y", "quote(ul(p(x) ul(p(y))) —)"),
        ("- [x] xong\n- [ ] chưa", "ul(p(☑ xong) / p(☐ chưa))"),
        ("• x\n• y", "ul(p(x) / p(y))"),
        ("Gồm:\na) x\nb) y\nđ) z", "p(Gồm:⏎a) x⏎b) y⏎đ) z)"),
        ("1.Nộp\n2.Nhận\nngày\n12. tháng", "p(1.Nộp⏎2.Nhận ngày 12. tháng)"),
        ("– x\n– y", "p(– x⏎– y)"),
        ("\u{f0b7} x\n\n\u{f0b7} y", "ul(p(x) / p(y))"),
    ] {
        assert_eq!(markdown(source), blocks, "{source}");
    }
}

#[test]
fn long_lists_take_linear_time() {
    let lines = |line: &str| line.repeat(20_000);
    for source in [
        "- ".repeat(20_000) + "x",
        lines("- x\n+ y\n"),
        lines("5. x\n\ny\n\n"),
        lines("• x\n"),
        lines("1. x\n2021. y\n"),
    ] {
        assert!(markdown(&source).contains('x'));
    }
    for source in
        [lines("<ol start=2><li>x</ol>"), lines("<ul><li data-aria-level=9 data-listid=1>x</ul>"), lines("<p>• x</p>")]
    {
        assert!(html(&source).contains('x'));
    }
    let deep = "<ul><li data-aria-level=9>x".repeat(60);
    assert!(html(&deep).matches("ul(").count() <= 16);
}
