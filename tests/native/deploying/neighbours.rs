//! Several sites on one machine: in one folder, in one nginx, in one Caddy.

use std::fs;
use std::net::SocketAddr;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use portal_app::path::word::SitePath;
use portal_publisher::commands::publish::{PublishOptions, publish};
use portal_publisher::delivery::{self, Routes};
use portal_publisher::release::{ReleaseError, rollback};

use super::servers::{WebServer, caddy_main, free_address, nginx_main};
use crate::published::write_files;
use crate::serving::Server;
use crate::serving::exchange::ask;
use crate::workshop::Workshop;

/// A site of one page and one old address.
struct Neighbour {
    root: PathBuf,
    host: &'static str,
    leads_to: &'static str,
}

/// Two sites in one folder, and a rehearsal copy of the first in another: its folder and its origin have the same names.
fn neighbours(folder: &Path) -> [Neighbour; 3] {
    [
        ("live/site", "https://portal.example", "live.example", "/tin-moi/"),
        ("live/other", "https://other.example", "other.example", "/trang/hai/"),
        ("copy/site", "https://portal.example", "copy.example", "/trang/ba/"),
    ]
    .map(|(place, origin, host, leads_to)| {
        let root = folder.join(place);
        let beside = |ending: &str| PathBuf::from(format!("{}{ending}", root.display()));
        let release = beside(".releases/1");
        write_files(&release, &[("www/index.html", host), ("www/404.html", &format!("{host} has no such page"))]);
        let path = |text: &str| SitePath::new(text).unwrap();
        let routes = Routes {
            origin: origin.to_owned(),
            content_security_policy: format!("script-src 'self'; frame-ancestors https://{host}"),
            redirects: [(path("/cu.aspx"), path(leads_to)), (path("/cu.aspx?id=1"), path(leads_to))].into(),
            ..Routes::default()
        };
        delivery::write(&release.join("deploy"), &routes, &root).unwrap();
        symlink(release.join("www"), &root).unwrap();
        symlink(release.join("deploy"), beside(".deploy")).unwrap();
        Neighbour { root, host, leads_to }
    })
}

fn check(server: &str, address: SocketAddr, neighbours: &[&Neighbour]) {
    for Neighbour { host, leads_to, .. } in neighbours {
        let get = |target: &str| ask(address, "GET", target, &[("Host", host)]);
        let home = get("/");
        assert_eq!((home.status, home.text().as_str()), (200, *host), "{server}");
        let policy = format!("script-src 'self'; frame-ancestors https://{host}");
        assert_eq!(home.header("Content-Security-Policy"), Some(policy), "{server}: {host}");
        for old in ["/cu.aspx", "/CU.aspx/", "/cu.aspx?id=1"] {
            let moved = get(old);
            assert_eq!(
                (moved.status, moved.header("Location").as_deref()),
                (301, Some(*leads_to)),
                "{server}: {host}{old}"
            );
        }
        let missing = get("/khong-co/");
        assert_eq!((missing.status, missing.text()), (404, format!("{host} has no such page")), "{server}");
    }
}

#[test]
fn one_nginx_and_one_caddy_serve_three_sites_each_with_its_own_policy_and_old_addresses() {
    let folder = tempfile::tempdir().unwrap();
    let sites = neighbours(folder.path());
    let all = sites.iter().collect::<Vec<_>>();

    let address = free_address();
    let http = fs::read(format!("{}.deploy/nginx/http.conf", sites[0].root.display())).unwrap();
    let mut nginx = format!("include {}.deploy/nginx/http.conf;\n", sites[0].root.display());
    for Neighbour { root, host, .. } in &sites {
        let root = root.display();
        assert_eq!(fs::read(format!("{root}.deploy/nginx/http.conf")).unwrap(), http, "whichever site's is linked");
        nginx += &format!(
            "include {root}.deploy/nginx/maps.conf;\n\
             server {{ listen {address}; server_name {host}; root {root}; include {root}.deploy/nginx/server.conf; }}\n"
        );
    }
    let own = folder.path().join("nginx");
    fs::create_dir(&own).unwrap();
    let server = WebServer::start(nginx_main(&own, &nginx), address, &own);
    check("nginx", server.address, &all);

    let address = free_address();
    let mut caddy = "{\n\tadmin off\n}\n".to_owned();
    for Neighbour { root, host, .. } in &sites {
        let (root, port) = (root.display(), address.port());
        caddy += &format!(
            "http://{host}:{port} {{\n\tbind 127.0.0.1\n\troot * {root}\n\timport {root}.deploy/caddy/site.caddy\n}}\n"
        );
    }
    let own = folder.path().join("caddy");
    fs::create_dir(&own).unwrap();
    let server = WebServer::start(caddy_main(&own, &caddy), address, &own);
    check("Caddy", server.address, &all);

    for site in &sites {
        let server = Server::start(&site.root, &[]);
        check("portal serve", server.address, &[site]);
    }
}

#[test]
fn two_sites_in_one_folder_are_published_and_rolled_back_in_turn_and_never_touch_each_other() {
    let [first, second] = [(); 2].map(|()| Workshop::new(&[("baimot", "published_at = \"2021-03-12\"")]));
    // The second is published beside the first.
    let other = first.out().with_file_name("other");
    let publish_other = || publish(&PublishOptions { out: other.clone(), ..second.options() }).unwrap();
    let links = |site: &Path| {
        let name = site.file_name().unwrap().to_str().unwrap().to_owned();
        let deploy = fs::read_link(site.with_file_name(format!("{name}.deploy"))).unwrap();
        (fs::read_link(site).unwrap(), deploy, name)
    };
    let check = |site: &Path, number: u64| {
        let (www, deploy, name) = links(site);
        assert_eq!(www, Path::new(&format!("{name}.releases/{number}/www")));
        assert_eq!(deploy, Path::new(&format!("{name}.releases/{number}/deploy")));
    };
    for number in 1..3 {
        first.publish();
        check(&first.out(), number);
        publish_other();
        check(&other, number);
        check(&first.out(), number);
    }
    assert_eq!(rollback(&other).unwrap(), 1);
    check(&other, 1);
    check(&first.out(), 2);
    assert_eq!(rollback(&first.out()).unwrap(), 1);
    check(&other, 1);
    publish_other();
    check(&other, 3);
    check(&first.out(), 1);
}

#[test]
fn a_link_that_leads_elsewhere_is_somebody_elses_and_is_named() {
    let published = || {
        let workshop = Workshop::new(&[("baimot", "published_at = \"2021-03-12\"")]);
        workshop.publish();
        workshop.publish();
        workshop
    };
    for (name, target) in [
        ("site", "other.releases/1/www"),
        ("site", "site.releases/1/deploy"),
        ("site", "site.releases/../elsewhere/1/www"),
        ("site", "/var/www/html"),
        ("site.deploy", "other.releases/1/deploy"),
        ("site.deploy", "site.releases/staging/deploy"),
    ] {
        let workshop = published();
        let link = workshop.out().with_file_name(name);
        fs::remove_file(&link).unwrap();
        symlink(target, &link).unwrap();
        let told =
            [workshop.try_publish().unwrap_err().to_string(), rollback(&workshop.out()).unwrap_err().to_string()];
        for told in told {
            for part in [link.to_str().unwrap(), target, "Choose another --out, or move the link away"] {
                assert!(told.contains(part), "{name} → {target}: {part} is not in {told}");
            }
        }
        assert_eq!(fs::read_link(&link).unwrap(), Path::new(target), "it is left as it was");
    }
    // From the root on, as somebody may have made it by hand, and with a slash, as a shell completes it.
    let workshop = published();
    fs::remove_file(workshop.out()).unwrap();
    symlink(workshop.releases().join("2/www"), workshop.out()).unwrap();
    let with_slash = PathBuf::from(format!("{}/", workshop.out().display()));
    assert!(matches!(rollback(&with_slash), Ok(1)));
    assert!(matches!(rollback(&with_slash), Err(ReleaseError::NothingBefore(_))));
    assert_eq!(fs::read_link(workshop.out()).unwrap(), Path::new("site.releases/1/www"));
}
