//! The deploy folder and the systemd units, tried with the real programs: nginx and Caddy answer as `portal serve` does.

mod examples;
mod first_day;
mod headers;
mod neighbours;
mod over_tls;
pub mod servers;

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;

use portal_app::path::word::SitePath;
use portal_publisher::delivery;

use self::servers::{WebServer, adapt, start_caddy, start_nginx};
use super::serving::Server;
use super::serving::answers::{Abilities, check_answers, check_validators};
use super::serving::exchange::ask;
use super::serving::tiny_site::{publish, routes};
use super::workshop::Workshop;

fn check_server(start: fn(&Path, Option<SocketAddr>) -> WebServer, abilities: &Abilities) {
    let folder = tempfile::tempdir().unwrap();
    let counter = Server::start(&publish(folder.path(), true), &["127.0.0.1"]);
    let server = start(folder.path(), Some(counter.address));
    check_answers(server.address, abilities);
    check_validators(server.address);
    let online = ask(server.address, "GET", "/api/v1/online.json", &[]);
    assert_eq!((online.status, online.text().as_str()), (200, r#"{"online":1}"#));
    for (header, value) in [
        ("Cache-Control", "no-store"),
        ("Access-Control-Allow-Origin", "*"),
        ("Cross-Origin-Resource-Policy", "cross-origin"),
    ] {
        assert_eq!(online.header(header).as_deref(), Some(value), "{header}");
    }
}

#[test]
fn nginx_answers_as_portal_serve_does() {
    check_server(start_nginx, &Abilities { brotli: false });
}

#[test]
fn caddy_answers_as_portal_serve_does() {
    check_server(start_caddy, &Abilities { brotli: true });
}

#[test]
fn ten_thousand_old_addresses_of_all_kinds_are_found_on_every_server() {
    let folder = tempfile::tempdir().unwrap();
    let site = publish(folder.path(), false);
    let path = |text: String| SitePath::new(text).unwrap();
    let mut routes = routes(false);
    // With those of the tiny site, forty sets of parameters.
    let kinds = 34;
    for number in 0..5_000 {
        let name = number % kinds;
        routes.redirects.insert(path(format!("/Cu/Bai-{number}.aspx")), path(format!("/trang/{number}/")));
        routes.redirects.insert(path(format!("/cu.aspx?P{name}=1&id={number}")), path(format!("/trang/{number}/")));
    }
    delivery::write(&folder.path().join("site.releases/1/deploy"), &routes, &site).unwrap();
    let serve = Server::start(&site, &[]);
    let (nginx, caddy) = (start_nginx(folder.path(), None), start_caddy(folder.path(), None));
    for (server, address) in [("serve", serve.address), ("nginx", nginx.address), ("Caddy", caddy.address)] {
        for number in (0..5_000).step_by(99) {
            for target in [format!("/CU/bai-{number}.ASPX"), format!("/Cu.aspx?ID={number}&x=y&p{}=1", number % kinds)]
            {
                let answer = ask(address, "GET", &target, &[]);
                let expected = Some(format!("/trang/{number}/"));
                assert_eq!((answer.status, answer.header("Location")), (301, expected), "{server}: {target}");
            }
        }
    }
}

#[test]
fn the_longest_policies_that_check_lets_pass_are_published() {
    let workshop = Workshop::new(&[("thuong1", "published_at = \"2021-03-12\"")]);
    let file = workshop.content().join("site.toml");
    // Just below the limit, and the longest host there is.
    let host = |number: usize| format!("https://{number:02}.{}.vn", "a".repeat(60));
    let longest = format!("https://{0}.{0}.{0}.{1}.vn", "a".repeat(62), "a".repeat(57));
    let frames = (0..38).map(|number| format!("\"{}\"", host(number))).collect::<Vec<_>>().join(", ");
    let providers = (0..34).map(|number| format!("[[providers]]\nname = \"x\"\norigin = \"{}\"\n", host(number)));
    let site = fs::read_to_string(&file).unwrap().replace("https://portal.example", &longest);
    let site =
        format!("frame_origins = [{frames}]\nonline_url = \"{longest}\"\n{site}\n{}", providers.collect::<String>());
    fs::write(&file, site).unwrap();
    workshop.publish();
    let maps = fs::read_to_string(workshop.out().with_file_name("site.deploy").join("nginx/maps.conf")).unwrap();
    assert!(maps.contains(&host(37)) && maps.lines().all(|line| line.len() < 4_096));
}

/// Asks systemd about a unit, with another program in it; a machine without systemd (macOS, a slim container) says nothing.
fn ask_systemd(arguments: &[&str], name: &str, text: &str, program: &str) {
    let folder = tempfile::tempdir().unwrap();
    let unit = folder.path().join(name);
    fs::write(&unit, adapt(text, &[(&format!("ExecStart={program} "), "ExecStart=/bin/true ")])).unwrap();
    let Ok(output) = Command::new("systemd-analyze").args(arguments).arg(&unit).output() else { return };
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    assert!(output.status.success(), "systemd-analyze {arguments:?}:\n{said}");
    assert!(arguments[0] != "verify" || !said.contains(name), "systemd-analyze {arguments:?}:\n{said}");
}

#[test]
fn systemd_accepts_the_sites_unit_and_finds_it_well_locked_up() {
    let text = include_str!("../../publisher/packaging/portal.service");
    for arguments in [&["verify", "--man=no"][..], &["security", "--offline=true", "--threshold=15", "--no-pager"]] {
        ask_systemd(arguments, "portal.service", text, "/usr/bin/portal");
    }
}

#[test]
fn systemd_accepts_the_displays_unit_which_leaves_chromiums_sandbox_alone() {
    let text = include_str!("../../publisher/packaging/portal-display.service");
    ask_systemd(&["verify", "--man=no"], "portal-display.service", text, "/usr/bin/xinit");
    // Each of them takes namespaces or setuid programs from a service that is not root's.
    let settings = text.lines().filter_map(|line| line.split_once('=')).map(|(name, _)| name);
    let forbidden = settings.filter(|name| {
        (name.starts_with("Restrict") || name.starts_with("SystemCall") || name.starts_with("ProtectKernel"))
            || ["NoNewPrivileges", "PrivateDevices", "PrivateUsers", "ProtectClock", "MemoryDenyWriteExecute"]
                .contains(name)
    });
    assert_eq!(forbidden.collect::<Vec<_>>(), [""; 0]);
}
