//! The rooms of the house: no files of a crate import each other in a circle, and a room uses only rooms below it.
//!
//! The order is the table `CRATES`. `imports` reads which file uses which; `circles` finds those that lead back.

mod circles;
mod imports;

use std::path::Path;

use anyhow::{Result, bail};

use self::circles::circles;
use self::imports::{Import, read_imports};
use crate::project::Project;

/// A crate whose files are checked.
struct Crate {
    /// Its first file.
    root: &'static str,
    /// Its rooms, which are the modules of the first file, each using only those after it. None: any may use any.
    order: &'static [&'static str],
    /// Rooms that only some modules may use, though all are above them.
    reserved: &'static [(&'static str, &'static [&'static str])],
}

const CRATES: &[Crate] = &[
    Crate {
        root: "src/lib.rs",
        order: &[
            "prerender",
            "surfaces",
            "pages",
            "components",
            "markup",
            "content",
            "path",
            "text",
            "reader",
            "browser",
        ],
        reserved: &[("browser", &["surfaces", "content::client"])],
    },
    Crate {
        root: "publisher/src/lib.rs",
        order: &["commands", "display", "storage", "output", "site", "source", "release", "delivery"],
        reserved: &[],
    },
    Crate {
        root: "xtask/src/main.rs",
        order: &[
            "dev", "bench", "test", "dist", "fuzz", "supply", "licences", "check", "rooms", "size", "site", "steps",
            "app", "remap", "tools", "project",
        ],
        reserved: &[],
    },
    Crate { root: "tests/native/main.rs", order: &[], reserved: &[] },
];

pub fn check(project: &Project) -> Result<()> {
    let mut faults = Vec::new();
    for of in CRATES {
        faults.extend(of.faults(&project.root)?);
    }
    if !faults.is_empty() {
        bail!("{}", faults.join("\n\n"));
    }
    Ok(())
}

impl Crate {
    /// What is wrong, each with how to fix it.
    fn faults(&self, folder: &Path) -> Result<Vec<String>> {
        let imports = read_imports(folder, Path::new(self.root))?;
        let in_circles = circles(&imports).into_iter().map(|circle| {
            let lines = circle.iter().map(|import| format!("\n  {import}")).collect::<String>();
            format!(
                "these files import each other in a circle:{lines}\nMove what they share into a file with a name of its \
                 own that uses none of them."
            )
        });
        Ok(in_circles.chain(imports.iter().filter_map(|import| self.fault_of(import))).collect())
    }

    /// What is wrong with an import from one room to another.
    fn fault_of(&self, import: &Import) -> Option<String> {
        let (from, to) = (import.from.room()?, import.to.room()?);
        if from == to || self.order.is_empty() {
            return None;
        }
        let place = |room: &str| self.order.iter().position(|known| *known == room);
        let (Some(above), Some(below)) = (place(from), place(to)) else {
            let unknown = if place(from).is_none() { from } else { to };
            return Some(format!(
                "`{unknown}` of {} has no place among the rooms.\nGive it one in xtask/src/rooms.rs.",
                self.root
            ));
        };
        if above > below {
            return Some(format!(
                "{import}, but `{from}` is below `{to}`.\nMove what it needs down to a room that both may use, or move \
                 what needs it up."
            ));
        }
        let (_, users) = self.reserved.iter().find(|(room, _)| *room == to)?;
        (!users.iter().any(|user| import.from.is_within(user)))
            .then(|| format!("{import}, but `{to}` is only for {}.\nLet one of them call it.", users.join(" and ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUSE: Crate =
        Crate { root: "src/lib.rs", order: &["upper", "lower", "cellar"], reserved: &[("cellar", &["lower::stairs"])] };

    /// The faults of a crate with three rooms whose files hold these texts.
    fn faults(files: &[(&str, &str)]) -> Vec<String> {
        let shell = xshell::Shell::new().unwrap();
        let folder = shell.create_temp_dir().unwrap();
        shell.write_file(folder.path().join("src/lib.rs"), "pub mod lower;\npub mod upper;\nmod cellar;").unwrap();
        for file in ["upper", "lower", "cellar"] {
            shell.write_file(folder.path().join(format!("src/{file}.rs")), "").unwrap();
        }
        for (file, text) in files {
            shell.write_file(folder.path().join("src").join(file), text).unwrap();
        }
        HOUSE.faults(folder.path()).unwrap()
    }

    #[test]
    fn what_points_down_is_right() {
        assert_eq!(faults(&[("upper.rs", "use crate::lower::Table;"), ("lower.rs", "pub struct Table;")]), [""; 0]);
    }

    #[test]
    fn a_room_that_uses_one_above_it_is_reported_with_its_file() {
        let found = faults(&[("lower.rs", "fn climb() { crate::upper::roof(); }")]);
        let [fault] = found.as_slice() else { panic!("{found:?}") };
        assert!(fault.starts_with("src/lower.rs uses crate::upper::roof, but `lower` is below `upper`."), "{fault}");
    }

    #[test]
    fn files_that_import_each_other_are_reported_once_with_what_ties_them() {
        let found = faults(&[
            ("lower.rs", "mod chair;\nmod table;\npub struct Wood;\nuse self::table::Table;\nuse std::fmt;"),
            ("lower/table.rs", "use super::{Wood, chair};"),
            ("lower/chair.rs", "use std::path::Path;"),
        ]);
        let [fault] = found.as_slice() else { panic!("{found:?}") };
        assert!(fault.contains("src/lower.rs uses self::table::Table"), "{fault}");
        assert!(fault.contains("src/lower/table.rs uses super::Wood"), "{fault}");
        assert!(!fault.contains("chair"), "{fault}");
    }

    #[test]
    fn every_way_to_name_another_file_counts() {
        let with =
            |text| faults(&[("lower.rs", "mod a;\nmod b;"), ("lower/a.rs", text), ("lower/b.rs", "use super::a::A;")]);
        for text in [
            "use super::b::B;",
            "use super::b;",
            "use crate::lower::{b::{self, B}};",
            "use crate::{lower::b::*};",
            "fn f() -> super::b::B<u8> { g() }",
            "fn f() { list![{ crate::lower::b::g(1) }] }",
            "mod inner { use super::super::b::B; }",
            "#[cfg(feature = \"x\")] use super::b;",
            "#[cfg(test)] use super::x::{y}; use super::b;",
        ] {
            assert_eq!(with(text).len(), 1, "{text}");
        }
        for text in [
            "// use super::b::B;",
            "/// See super::b::B.\nconst TEXT: &str = \"super::b::B\";",
            "#[cfg(test)]\nmod tests { use super::super::b::B; }",
            "#[cfg(test)] use super::b::{B};",
            "#[cfg(all(test, unix))] use super::b;",
            "pub(in crate::lower) fn f(&self) { self.b() }",
            "use other::lower::b;",
        ] {
            assert_eq!(with(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_file_that_names_its_own_parts_uses_them() {
        let found = faults(&[("lower.rs", "mod a;\nfn f() { a::g() }"), ("lower/a.rs", "use super::f;")]);
        assert_eq!(found.len(), 1, "{found:?}");
    }

    #[test]
    fn a_reserved_room_is_used_by_those_it_is_for() {
        let with = |file| {
            faults(&[
                ("lower.rs", "mod stairs;\nmod sofa;"),
                ("lower/stairs.rs", ""),
                ("lower/sofa.rs", ""),
                (file, "use crate::cellar::wine;"),
            ])
        };
        assert_eq!(with("lower/stairs.rs"), [""; 0]);
        let found = with("lower/sofa.rs");
        let [fault] = found.as_slice() else { panic!("{found:?}") };
        assert!(fault.contains("`cellar` is only for lower::stairs"), "{fault}");
    }

    #[test]
    fn a_room_without_a_place_is_reported() {
        let found = faults(&[("lib.rs", "mod attic;\nmod lower;"), ("attic.rs", "use crate::lower::Table;")]);
        let [fault] = found.as_slice() else { panic!("{found:?}") };
        assert!(fault.starts_with("`attic` of src/lib.rs has no place"), "{fault}");
    }
}
