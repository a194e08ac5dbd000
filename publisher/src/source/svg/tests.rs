//! Tests of the allow-list for SVG: what is refused, with its line, and what drawing programs may leave in.

use super::read_svg;

/// The faults of a picture with `inside` in its `<svg>` element.
fn faults_of(inside: &str) -> Vec<String> {
    let source = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 9 9\">\n{inside}\n</svg>"
    );
    faults_in(&source)
}

fn faults_in(source: &str) -> Vec<String> {
    let faults = read_svg(source).err().unwrap_or_default();
    faults.into_iter().map(|fault| format!("{}: {}", fault.line.unwrap_or_default(), fault.message)).collect()
}

#[test]
fn what_is_refused_is_named_with_its_line() {
    let inside = "<g onclick=\"alert(1)\"/>\n<x:frame xmlns:x=\"http://www.w3.org/1999/xhtml\" src=\"javascript:alert(1)\"/>\n\
                  <g onclick=\"alert(2)\"/>\n<image xlink:href=\"https://evil.example/a.png\"/>\n\
                  <path style=\"fill:url(//evil.example/a)\"/>\n<style>@import 'a.css';</style>";
    assert_eq!(
        faults_of(inside),
        [
            "2: it holds the attribute `onclick`, which is no part of a picture",
            "3: it holds `<x:frame>`, which is no part of a picture",
            "5: its `xlink:href` leads out of the picture, to `https://evil.example/a.png`",
            "6: its `style` holds `url(//evil.example/a)`, which is no part of a picture",
            "7: its `<style>` holds `@import`, which is no part of a picture",
        ]
    );
}

#[test]
fn a_picture_that_acts_loads_or_leads_elsewhere_is_refused() {
    let svg = "xmlns=\"http://www.w3.org/2000/svg\"";
    let html = "xmlns:x=\"http://www.w3.org/1999/xhtml\"";
    for inside in [
        // Scripts and handlers.
        "<script>alert(1)</script>",
        "<script href=\"data:text/javascript,alert(1)\"/>",
        "<script xlink:href=\"a.js\"/>",
        "<g onload=\"alert(1)\"/>",
        "<g ONLOAD=\"alert(1)\"/>",
        "<path onmouseover=\"alert(1)\" d=\"M0 0\"/>",
        "<g onfocusin=\"alert(1)\" tabindex=\"1\"/>",
        "<handler type=\"text/javascript\">alert(1)</handler>",
        "<listener event=\"load\" handler=\"#h\"/>",
        "<g xmlns:ev=\"http://www.w3.org/2001/xml-events\" ev:event=\"load\"/>",
        "<ev:listener xmlns:ev=\"http://www.w3.org/2001/xml-events\" event=\"load\"/>",
        // Elements of HTML and of anything else that a browser knows.
        &format!("<x:frame {html} src=\"javascript:alert(1)\"/>"),
        &format!("<x:iframe {html} src=\"a.html\"/>"),
        &format!("<x:script {html}>alert(1)</x:script>"),
        &format!("<x:meta {html} http-equiv=\"refresh\" content=\"0;url=https://evil.example/\"/>"),
        &format!("<x:form {html} action=\"https://evil.example/\"/>"),
        &format!("<x:base {html} href=\"https://evil.example/\"/>"),
        &format!("<x:link {html} rel=\"stylesheet\" href=\"https://evil.example/a.css\"/>"),
        &format!("<x:img {html} src=\"x\" onerror=\"alert(1)\"/>"),
        &format!("<x:object {html} data=\"a.html\"/>"),
        &format!("<x:embed {html} src=\"a.html\"/>"),
        &format!("<x:video {html} src=\"a.mp4\"/>"),
        &format!("<x:div {html}/>"),
        "<body xmlns=\"http://www.w3.org/1999/xhtml\"/>",
        "<iframe src=\"a.html\"/>",
        "<audio src=\"a.mp3\"/>",
        "<foreignObject width=\"9\" height=\"9\"/>",
        "<switch><foreignObject><p xmlns=\"http://www.w3.org/1999/xhtml\">x</p></foreignObject></switch>",
        "<m:math xmlns:m=\"http://www.w3.org/1998/Math/MathML\"/>",
        "<l:stylesheet xmlns:l=\"http://www.w3.org/1999/XSL/Transform\"/>",
        "<b:bindings xmlns:b=\"http://www.mozilla.org/xbl\"/>",
        "<u:window xmlns:u=\"http://www.mozilla.org/keymaster/gatekeeper/there.is.only.xul\"/>",
        "<y:z xmlns:y=\"urn:unknown\"/>",
        "<g xmlns:y=\"urn:unknown\" y:z=\"\"/>",
        "<script xmlns=\"\">alert(1)</script>",
        // HTML within what an editor noted.
        &format!(
            "<metadata><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><x:script {html}/></rdf:RDF></metadata>"
        ),
        &format!(
            "<s:namedview xmlns:s=\"http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd\"><script {svg}/></s:namedview>"
        ),
        "<s:x xmlns:s=\"http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd\" onload=\"alert(1)\"/>",
        "<s:x xmlns:s=\"http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd\" xlink:type=\"simple\" xlink:href=\"javascript:alert(1)\"/>",
        // Links.
        "<a href=\"javascript:alert(1)\"><text>x</text></a>",
        "<a xlink:href=\"javascript:alert(1)\"/>",
        "<a href=\" java&#10;script:alert(1)\"/>",
        "<a href=\"&#x6a;avascript:alert(1)\"/>",
        "<a href=\"https://evil.example/\"/>",
        "<a href=\"data:text/html,x\"/>",
        "<a href=\"\"/>",
        "<use href=\"other.svg#a\"/>",
        "<use href=\"data:image/svg+xml;base64,PHN2Zy8+#a\"/>",
        "<image href=\"data:image/svg+xml,%3Csvg/%3E\"/>",
        "<image href=\"DATA:IMAGE/SVG+XML,x\"/>",
        "<image href=\"data:,x\"/>",
        "<image href=\"data:image/pngx,x\"/>",
        "<image href=\"//evil.example/a.png\"/>",
        "<image href=\"a.png\"/>",
        "<image href=\"/media/a.png\"/>",
        "<image src=\"a.png\"/>",
        "<feImage xlink:href=\"https://evil.example/a.png\"/>",
        "<textPath href=\"file:///etc/passwd\"/>",
        "<g xml:base=\"https://evil.example/\"/>",
        "<image xlink:href=\"#a\" xlink:actuate=\"onLoad\"/>",
        // What changes such things later.
        "<set attributeName=\"href\" to=\"javascript:alert(1)\"/>",
        "<a><animate attributeName=\"href\" values=\"javascript:alert(1)\"/></a>",
        "<animateTransform attributeName=\"transform\"/>",
        "<animateMotion path=\"M0 0\"/>",
        "<discard href=\"#a\"/>",
        // Styles.
        "<style>@import url(https://evil.example/a.css);</style>",
        "<style>@import 'https://evil.example/a.css';</style>",
        "<style><![CDATA[@IMPORT 'a.css';]]></style>",
        "<style>@\\69mport 'a.css';</style>",
        "<style>@font-face{font-family:a;src:url(a.woff2)}</style>",
        "<style>@namespace url(http://www.w3.org/1999/xhtml);</style>",
        "<style>.a{fill:url(https://evil.example/a.svg#b)}</style>",
        "<style>.a{background:url(\"//evil.example\")}</style>",
        "<style>.a{background:URL( 'a.png' )}</style>",
        "<style>.a{background:u\\72l(a.png)}</style>",
        "<style>.a{background:\\75\\72\\6c(a.png)}</style>",
        "<style>.a{background:image-set('a.png' 1x)}</style>",
        "<style>.a{background:-webkit-image-set('a.png' 1x)}</style>",
        "<style>.a{width:expression(alert(1))}</style>",
        "<style>.a{-moz-binding:url(a.xml#b)}</style>",
        "<style>.a{fill:/* */url(/*#*/a.png)}</style>",
        "<style>.a{fill:url(a b)}</style>",
        "<style>@media all{.a{b:url(javascript:alert(1))}}</style>",
        "<path style=\"fill:url(https://evil.example/a)\"/>",
        "<path style=\"background:image(a.png)\"/>",
        "<path fill=\"url(https://evil.example/a)\"/>",
        "<path fill=\"u&#x5c;72l(a.svg)\"/>",
        "<path filter=\"url(a.svg#f)\"/>",
        "<path clip-path=\"url('a.svg#c')\"/>",
        "<path mask=\"url(&quot;data:image/svg+xml,x&quot;)\"/>",
        "<path marker-end=\"url(data:image/png;base64,AA)\"/>",
        "<path cursor=\"url(https://evil.example/a.cur), auto\"/>",
        &format!("<style>.a{{b:{}}}</style>", "(".repeat(100_000)),
        // Around the elements.
        "<?xml-stylesheet href=\"a.css\"?>",
        "<?php echo 1 ?>",
        "<g formaction=\"javascript:alert(1)\"/>",
        "<svg content=\"0;url=https://evil.example/\" http-equiv=\"refresh\"/>",
    ] {
        let shown = inside.chars().take(200).collect::<String>();
        assert!(!faults_of(inside).is_empty(), "{shown}");
    }
    let picture = |before: &str| format!("{before}<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"/>");
    for source in [
        "",
        "<svg",
        "Chữ",
        "<html xmlns=\"http://www.w3.org/1999/xhtml\"/>",
        "<svg viewBox=\"0 0 9 9\"/>",
        "<svg xmlns=\"http://www.w3.org/1999/xhtml\"/>",
        "<!DOCTYPE svg [<!ENTITY a \"<script/>\">]><svg xmlns=\"http://www.w3.org/2000/svg\">&a;</svg>",
        &picture("<?xml-stylesheet type=\"text/xsl\" href=\"data:text/xml,x\"?>"),
        &picture("<?xml version=\"1.0\" encoding=\"ISO-2022-JP\"?>"),
        &picture("<?xml version=\"1.0\" encoding = 'utf-7' standalone=\"no\"?>"),
        &format!("{}<?x?>", picture("")),
    ] {
        assert_eq!(faults_in(source).len(), 1, "{source}: {:?}", faults_in(source));
    }
}

#[test]
fn what_drawing_programs_write_is_a_picture() {
    for (program, source) in [
        ("Inkscape", include_str!("samples/inkscape.svg")),
        ("Illustrator", include_str!("samples/illustrator.svg")),
        ("Figma", include_str!("samples/figma.svg")),
        ("Sketch", include_str!("samples/sketch.svg")),
        ("Affinity", include_str!("samples/affinity.svg")),
        ("matplotlib", include_str!("samples/matplotlib.svg")),
    ] {
        assert_eq!(faults_in(source), [""; 0], "{program}");
    }
}

#[test]
fn a_picture_may_name_its_own_parts_and_hold_pixels() {
    for inside in [
        "<use href=\"#a\"/><use xlink:href=\"#a\" x=\"1\"/>",
        "<a href=\"#a\"><text>x</text></a>",
        "<image href=\"data:image/png;base64,AA==\"/><image xlink:href=\" DATA:image/JPEG,\n\tAA\"/>",
        "<path fill=\"url(#a) red\" style=\"mask:url('#b');clip-path:url( #c )\" filter='url(\"#d\")'/>",
        "<path fill=\"rgb(1, 2, 3)\" transform=\"matrix(1 0 0 1 2 3) rotate(4)\" style=\"fill:color(display-p3 1 0 0)\"/>",
        "<style type=\"text/css\"><![CDATA[ .a > b:not(.c) { fill: #fff; width: calc(1px + 2px) } ]]></style>",
        "<style>@media (prefers-color-scheme: dark) { .a { fill: #fff } } @keyframes b { to { opacity: 0 } }</style>",
        "<style>.a{content:'url(a) @import'} /* @import url(a) */</style>",
        "<text aria-label=\"Tên (mới) \\ @x\" data-url=\"url(a)\" xml:space=\"preserve\" xml:lang=\"vi\">url(a) @import</text>",
        "<filter id=\"f\"><feGaussianBlur in=\"SourceAlpha\" stdDeviation=\"2\"/><feMerge><feMergeNode in=\"x\"/></feMerge></filter>",
        "<!-- <script>alert(1)</script> -->",
        "<desc>&lt;script></desc>",
    ] {
        assert_eq!(faults_of(inside), [""; 0], "{inside}");
    }
    let root = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
    for before in
        ["<?xml version=\"1.0\" encoding=\"utf-8\"?>\n", "<?xml version='1.0' standalone='no'?>", "<!-- x -->"]
    {
        assert_eq!(faults_in(&format!("{before}{root}")), [""; 0], "{before}");
    }
    assert_eq!(faults_in("<s:svg xmlns:s=\"http://www.w3.org/2000/svg\"><s:g/></s:svg>"), [""; 0]);
}

#[test]
fn endless_nesting_overflows_nothing() {
    let (open, close) = ("<g>".repeat(50_000), "</g>".repeat(50_000));
    let _ = faults_of(&format!("{open}{close}"));
}
