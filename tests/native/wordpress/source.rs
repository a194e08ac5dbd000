//! A content folder that reads from a WordPress.

use std::process::Command;

use crate::published::{Site, write_files};
use crate::workshop::Workshop;

/// What a command said.
pub struct Said {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

/// Writes `sources.toml`: all pages, and the posts of these categories into these sections.
pub fn name_source(workshop: &Workshop, url: &str, sections: &[(&str, &str)]) {
    let sections = sections.iter().map(|(category, section)| format!("{category:?} = {section:?}\n"));
    let sources = format!(
        "[[source]]\nname = \"wp\"\nkind = \"wordpress\"\nurl = \"{url}\"\npages = \"all\"\nlead = \"sticky\"\n\n\
         [source.sections]\n{}",
        sections.collect::<String>()
    );
    write_files(&workshop.content(), &[("sources.toml", &sources)]);
}

/// Runs `portal` with the content folder.
pub fn run(workshop: &Workshop, command: &str, flags: &[&str]) -> Said {
    let mut portal = Command::new(env!("CARGO_BIN_EXE_portal"));
    let output = portal.arg(command).arg("--content").arg(workshop.content()).args(flags).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Said { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

/// Reads the source, which must succeed, and publishes.
pub fn publish(workshop: &Workshop) -> Site {
    let said = run(workshop, "sync", &[]);
    assert_eq!(said.code, Some(0), "{}{}", said.out, said.err);
    workshop.publish()
}
