//! `[security]` of the settings: whom finders of a hole are told to write to, and where browsers send reports.

use std::fs;

use crate::published::write_files;
use crate::workshop::Workshop;

fn with_security(fields: &str) -> Workshop {
    let workshop = Workshop::new(&[("baimot", "published_at = \"2021-03-12\"")]);
    let text = fs::read_to_string(workshop.content().join("site.toml")).unwrap();
    write_files(&workshop.content(), &[("site.toml", &format!("{text}\n[security]\n{fields}\n"))]);
    workshop
}

#[test]
fn security_txt_names_whom_to_tell_and_is_good_for_less_than_a_year() {
    let workshop = with_security(
        "contact = [\"an-toan@portal.example\", \"https://portal.example/bao-loi/\", \"tel:+84000000000\"]\npolicy = \"/trang/an-toan/\"",
    );
    write_files(&workshop.content(), &[("pages/an-toan.md", "+++\ntitle = \"An toàn\"\n+++\nViết cho chúng tôi.\n")]);
    workshop.add_english();
    let site = workshop.publish_at("2026-11-02T08:00:00+07:00");
    let text = fs::read_to_string(site.root.join(".well-known/security.txt")).unwrap();
    assert_eq!(
        text,
        "Contact: mailto:an-toan@portal.example\nContact: https://portal.example/bao-loi/\nContact: tel:+84000000000\n\
         Expires: 2027-10-01T00:00:00Z\nPolicy: https://portal.example/trang/an-toan/\nPreferred-Languages: vi, en\n\
         Canonical: https://portal.example/.well-known/security.txt\n"
    );
}

#[test]
fn where_nobody_is_named_there_is_no_security_txt_and_no_report_is_asked_for() {
    for workshop in [Workshop::new(&[]), with_security("")] {
        let site = workshop.publish();
        assert!(!site.root.join(".well-known").exists());
        let routes = fs::read_to_string(site.root.with_file_name("site.deploy").join("routes.json")).unwrap();
        assert!(!routes.contains("csp"), "{routes}");
    }
}

#[test]
fn reports_go_to_the_site_itself_or_by_https() {
    for address in ["/csp-reports", "https://bao-cao.example/csp?site=1"] {
        let workshop = with_security(&format!("csp_reports = \"{address}\""));
        workshop.publish();
        for part in ["nginx/maps.conf", "caddy/site.caddy"] {
            let text = fs::read_to_string(workshop.out().with_file_name("site.deploy").join(part)).unwrap();
            assert!(text.contains(&format!("report-uri {address}; report-to csp")), "{part}: {text}");
            assert!(text.contains(&format!("csp=\\\"{address}\\\"")), "{part}: {text}");
        }
    }
}

#[test]
fn what_nobody_can_be_reached_by_is_refused_with_its_field() {
    for (fields, field) in [
        ("contact = \"http://portal.example/\"", "security.contact"),
        ("contact = \"javascript:alert(1)\"", "security.contact"),
        ("contact = \"Phòng An toàn thông tin\"", "security.contact"),
        ("policy = \"/trang/an-toan/\"", "security.contact"),
        ("contact = \"a@b.vn\"\npolicy = \"http://a.vn/\"", "security.policy"),
        ("csp_reports = \"/bao-cao\"", "security.csp_reports"),
        ("csp_reports = \"http://a.vn/\"", "security.csp_reports"),
        ("csp_reports = \"https://a.vn/; script-src *\"", "security.csp_reports"),
        ("csp_report = \"/csp-reports\"", "security.csp_report"),
    ] {
        let error = with_security(fields).try_publish().map(drop).unwrap_err().to_string();
        assert!(error.contains(field), "{fields}: {error}");
    }
}
