//! What a site and the way to it can do: nothing of it changes what is shown, all of it is told, and it passes by itself.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::{Value, json};

use super::fake_site::{FakeSite, Trouble};
use super::player::{Player, copy_of};
use crate::serving::exchange::ask;

fn site_of(site: &FakeSite) -> String {
    format!("http://{}", site.address)
}

#[test]
fn an_edition_is_taken_whole_and_served_as_it_is() {
    let (site, data) = (FakeSite::start(), tempfile::tempdir().unwrap());
    let player = Player::start(&site_of(&site), data.path(), &[]);
    player.wait_for_edition(&site.edition_id());
    let list = player.list().unwrap();
    assert_eq!(list["files"].as_array().unwrap().len(), 11);
    player.check_whole(&list);
    let document = player.get("/kiosk/?display=sanh-tang-1");
    assert_eq!(document.header("Content-Type").as_deref(), Some("text/html; charset=utf-8"));
    assert_eq!(document.header("X-Content-Type-Options").as_deref(), Some("nosniff"));
    assert_eq!(player.get("/media/picture-1-0.png").header("Content-Type").as_deref(), Some("image/png"));
    assert_eq!(player.get("/etc/passwd").status, 404);
    assert_eq!(player.get("/kiosk/../../../etc/passwd").status, 404);
    assert_eq!(player.status()["memory_mb"]["browser"], 0);

    site.publish(2);
    player.wait_for_edition(&site.edition_id());
    player.check_whole(&player.list().unwrap());
    let again = site.asked().into_iter().filter(|(path, _)| path == "/assets/shared-all").count();
    assert_eq!(again, 1, "what two editions share comes once");
}

#[test]
fn before_the_first_edition_a_page_waits() {
    let (site, data) = (FakeSite::start(), tempfile::tempdir().unwrap());
    site.set(Trouble::Cut);
    let player = Player::start(&site_of(&site), data.path(), &[]);
    player.wait_for_fault("site-unreachable");
    let waiting = player.get("/kiosk/");
    assert_eq!(waiting.status, 503);
    assert!(waiting.text().contains("Màn hình đang chờ kết nối mạng và sẽ tự thử lại."));
    site.set(Trouble::None);
    player.wait_for_edition(&site.edition_id());
    assert_eq!(player.get("/kiosk/").status, 200);
    // Another site's name that leads here, and another site's script.
    let own = player.address.to_string();
    assert_eq!(ask(player.address, "GET", "/kiosk/", &[("Host", "evil.example")]).status, 421);
    let foreign = [("Host", own.as_str()), ("Origin", "https://evil.example")];
    assert_eq!(ask(player.address, "GET", "/display/status.json", &foreign).status, 403);
}

#[test]
fn nothing_that_a_site_does_changes_what_is_shown() {
    let (site, data) = (FakeSite::start(), tempfile::tempdir().unwrap());
    let player = Player::start(&site_of(&site), data.path(), &[]);
    let shown = site.edition_id();
    player.wait_for_edition(&shown);
    let list = player.list().unwrap();
    drop(player);
    let faults: [(Trouble, Value, &str); 14] = [
        (Trouble::Cut, Value::Null, "site-unreachable"),
        (Trouble::Status(500), Value::Null, "status"),
        (Trouble::Status(404), Value::Null, "status"),
        (Trouble::Captive, Value::Null, "no-edition"),
        (Trouble::Redirect("http://elsewhere.example/".into()), Value::Null, "redirected"),
        (Trouble::Short("edition.json"), Value::Null, "no-edition"),
        (Trouble::CutIn("edition.json"), Value::Null, "site-unreachable"),
        (Trouble::Short(".png"), Value::Null, "wrong-file"),
        (Trouble::Wrong("-2.js"), Value::Null, "wrong-file"),
        (Trouble::Long(".png"), Value::Null, "wrong-file"),
        (Trouble::None, json!({ "site": "https://elsewhere.example" }), "other-site"),
        (Trouble::None, json!({ "made_at": "2020-11-02T08:00:00+07:00" }), "older-edition"),
        (Trouble::None, json!({ "id": "../../../etc" }), "no-edition"),
        (Trouble::None, json!({ "files": [] }), "no-edition"),
    ];
    site.publish(2);
    for (trouble, edit, kind) in faults {
        site.edit(edit);
        site.set(trouble.clone());
        // The waits between failed checks would make this test long.
        let copy = copy_of(data.path());
        let player = Player::start(&site_of(&site), copy.path(), &[]);
        player.wait(&format!("{trouble:?} is told as {kind}"), |player| player.faults() == [kind]);
        assert_eq!(player.edition().as_deref(), Some(shown.as_str()), "{trouble:?}");
        player.check_whole(&list);
        let fault = player.status()["fault"].clone();
        assert_eq!(fault["kind"], kind);
        site.edit(Value::Null);
        site.set(Trouble::None);
        player.wait_for_edition(&site.edition_id());
        player.wait("it is well again", |player| player.faults().is_empty());
    }
}

#[test]
fn a_site_that_never_answers_is_given_up_in_time() {
    let (site, data) = (FakeSite::start(), tempfile::tempdir().unwrap());
    site.set(Trouble::Hang);
    let player = Player::start(&site_of(&site), data.path(), &[]);
    player.wait_for_fault("timeout");
    site.set(Trouble::None);
    player.wait_for_edition(&site.edition_id());
}

#[test]
fn a_broken_download_goes_on_where_it_ended() {
    let (site, data) = (FakeSite::start(), tempfile::tempdir().unwrap());
    site.set(Trouble::CutIn(".js"));
    let player = Player::start(&site_of(&site), data.path(), &[]);
    player.wait_for_fault("site-unreachable");
    site.asked();
    site.set(Trouble::None);
    player.wait_for_edition(&site.edition_id());
    let asked = site.asked();
    let ranges = asked.iter().filter(|(path, _)| path.ends_with(".js")).map(|(_, range)| range.as_str());
    assert_eq!(ranges.collect::<Vec<_>>(), ["60000-"], "{asked:?}");
    player.check_whole(&player.list().unwrap());
}

#[test]
fn a_silent_site_is_not_hidden_from_the_page() {
    let (site, data) = (FakeSite::start(), tempfile::tempdir().unwrap());
    let player = Player::start(&site_of(&site), data.path(), &[]);
    player.wait_for_edition(&site.edition_id());
    let contact = player.status()["contact_seconds"].as_u64().unwrap();
    assert!(contact < 60);
    site.set(Trouble::Cut);
    player.wait("the list is refused", |player| player.list().is_none());
    assert_eq!(player.get("/kiosk/").status, 200);
    assert_eq!(player.get("/assets/shared-all").status, 200);
}

/// A site with TLS, and the authority that its certificate is of, as a file.
fn start_with_tls(folder: &Path, change: impl FnOnce(&mut rcgen::CertificateParams)) -> (FakeSite, String) {
    let authority_key = rcgen::KeyPair::generate().unwrap();
    let mut authority = rcgen::CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let certificate = authority.self_signed(&authority_key).unwrap();
    let file = folder.join("authority.pem");
    std::fs::write(&file, certificate.pem()).unwrap();
    let key = rcgen::KeyPair::generate().unwrap();
    let mut params = rcgen::CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    change(&mut params);
    let issuer = rcgen::Issuer::new(authority, authority_key);
    let certificate = params.signed_by(&key, &issuer).unwrap();
    let _ = rustls::crypto::ring::default_provider().install_default();
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = ServerConfig::builder().with_no_client_auth().with_single_cert(vec![certificate.der().clone()], key);
    let config = Arc::new(config.unwrap());
    let site = FakeSite::start_through(move |stream| {
        let connection = ServerConnection::new(Arc::clone(&config)).ok()?;
        Some(Box::new(StreamOwned::new(connection, stream)))
    });
    (site, file.to_str().unwrap().to_owned())
}

/// A display that trusts that authority.
fn start_trusting(site: &FakeSite, authority: &str, data: &Path) -> Player {
    let mut command = Command::new(env!("CARGO_BIN_EXE_portal"));
    command.args(["display", "--name", "a", "--no-browser", "--check-seconds", "1", "--data"]).arg(data);
    command.args(["--site", &format!("https://localhost:{}", site.address.port())]);
    command.env("SSL_CERT_FILE", authority).env_remove("SSL_CERT_DIR");
    Player::run(command)
}

#[test]
fn a_certificate_that_is_over_or_not_yet_or_a_stranger_s_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (site, authority) = start_with_tls(folder.path(), |_| ());
    let player = start_trusting(&site, &authority, &folder.path().join("right"));
    player.wait_for_edition(&site.edition_id());
    player.check_whole(&player.list().unwrap());
    drop(player);
    let stranger = folder.path().join("stranger");
    std::fs::create_dir(&stranger).unwrap();
    let (_other, other_authority) = start_with_tls(&stranger, |_| ());
    let player = start_trusting(&site, &other_authority, &folder.path().join("right"));
    player.wait_for_fault("certificate");
    assert_eq!(player.edition(), Some(site.edition_id()), "the kept edition is shown all the same");

    // As seen by a machine whose clock is right, or in 1970 or 2038.
    for (name, from, to) in [("over", 2019, 2020), ("not-yet", 2037, 2038)] {
        let folder = folder.path().join(name);
        std::fs::create_dir(&folder).unwrap();
        let (site, authority) = start_with_tls(&folder, |params| {
            params.not_before = rcgen::date_time_ymd(from, 1, 1);
            params.not_after = rcgen::date_time_ymd(to, 1, 1);
        });
        let player = start_trusting(&site, &authority, &folder.join("data"));
        player.wait_for_fault("certificate");
    }
}
