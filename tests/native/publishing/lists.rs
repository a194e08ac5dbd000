//! Lists from an editor's file to the document and the page.

use serde_json::{Value, json};

use crate::published::write_files;
use crate::workshop::Workshop;

const HTML: &str = "<ol type=\"a\"><li>Đơn đề nghị</li><li>Bản sao</li></ol>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='font-family:Wingdings'><span
style='mso-list:Ignore'>Ø<span style='font:7.0pt \"Times New Roman\"'>&nbsp; </span></span></span>In tài liệu</p>
<p><span style='font-family:Wingdings'>ü</span> Đã xong</p>";

const MARKDOWN: &str = "1. Nộp\n\nĐoạn.\n\n2. Nhận\n\n2021. Năm.\n\n- Một:\n+ Hai;\n- Ba.";

fn workshop() -> Workshop {
    let workshop = Workshop::new(&[]);
    let article = |id: &str, body: &str| {
        format!("+++\nid = \"{id}\"\ntitle = \"{id}\"\nsection = \"con\"\npublished_at = \"2021-03-12\"\n+++\n{body}\n")
    };
    write_files(
        &workshop.content(),
        &[("articles/mot.html", &article("motmot", HTML)), ("articles/hai.md", &article("haihai", MARKDOWN))],
    );
    workshop
}

fn paragraph(text: &str) -> Value {
    json!({ "kind": "paragraph", "spans": [{ "text": text }] })
}

#[test]
fn numbers_levels_and_signs_are_published_as_they_were_written() {
    let workshop = workshop();
    let site = workshop.publish();
    let list = |ordered: bool, items: Value| json!({ "kind": "list", "ordered": ordered, "items": items });
    let mut letters = list(true, json!([[paragraph("Đơn đề nghị")], [paragraph("Bản sao")]]));
    letters["numbering"] = json!("loweralpha");
    let expected = json!([letters, list(false, json!([[paragraph("In tài liệu")]])), paragraph("✔ Đã xong")]);
    assert_eq!(site.json("articles/motmot.json")["body"], expected);

    let mut second = list(true, json!([[paragraph("Nhận")]]));
    second["start"] = json!(2);
    let inner = list(false, json!([[paragraph("Hai;")]]));
    let expected = json!([
        list(true, json!([[paragraph("Nộp")]])),
        paragraph("Đoạn."),
        second,
        paragraph("2021. Năm."),
        list(false, json!([[paragraph("Một:"), inner], [paragraph("Ba.")]])),
    ]);
    assert_eq!(site.json("articles/haihai.json")["body"], expected);

    let pages = site.pages().into_iter().map(|(_, page)| page.html()).collect::<String>();
    for markup in ["<ol type=\"a\"><li>", "<ol start=\"2\"><li>"] {
        assert!(pages.contains(markup), "{markup}");
    }
}
