//! A display and the operators' list, together: what it tells, and what it is asked for.

use std::fs;

use super::fake_site::FakeSite;
use super::player::Player;
use crate::displays_list::hall::Hall;

#[test]
fn it_tells_the_list_how_it_is_and_does_what_it_is_asked_for() {
    let (site, data, hall) = (FakeSite::start(), tempfile::tempdir().unwrap(), Hall::open());
    let token = data.path().join("token");
    fs::write(&token, format!("{}\n", hall.display_token)).unwrap();
    let report = format!("http://{}/displays/heartbeats", hall.address());
    let origin = format!("http://{}", site.address);
    let flags = ["--report", &report, "--token-file", token.to_str().unwrap(), "--report-seconds", "1"];
    let mut player = Player::start(&origin, data.path(), &flags);
    player.wait_for_edition(&site.edition_id());
    player.wait("it is heard of", |_| hall.act("sanh-tang-1", "reload", "").status == 303);
    player.wait("the order is done", |player| player.status()["done"] == 1);

    let notice = |player: &Player| player.get("/api/v1/notice.json").text();
    assert_eq!(
        hall.act("sanh-tang-1", "message", "text=M%E1%BB%9Di+ra+c%E1%BB%ADa+s%E1%BB%91+2.&until=cleared").status,
        303
    );
    let message = r#"{"level":"urgent","text":"Mời ra cửa số 2."}"#;
    player.wait("the message is shown", |player| notice(player) == message);
    player.kill();
    let player = Player::start(&origin, data.path(), &flags);
    assert_eq!(notice(&player), message, "a restart leaves it");
    hall.act("sanh-tang-1", "clear-message", "");
    player.wait("it is gone", |player| notice(player) != message);
    assert_eq!(player.faults(), [] as [String; 0]);
}

#[test]
fn a_list_that_does_not_take_it_is_told_and_changes_nothing() {
    let (site, data, hall) = (FakeSite::start(), tempfile::tempdir().unwrap(), Hall::open());
    let token = data.path().join("token");
    fs::write(&token, "another").unwrap();
    let report = format!("http://{}/displays/heartbeats", hall.address());
    let flags = ["--report", &report, "--token-file", token.to_str().unwrap(), "--report-seconds", "1"];
    let player = Player::start(&format!("http://{}", site.address), data.path(), &flags);
    player.wait_for_fault("report");
    player.wait_for_edition(&site.edition_id());
    let fault = player.status()["fault"]["detail"].as_str().unwrap().to_owned();
    assert!(fault.contains("--token-file") && !fault.contains("another"), "{fault}");
}
