//! What the systemd units name: each program and document has to be installed where a unit says that it is.

/// The units, as they are installed.
pub const UNITS: &[&str] = &["portal.service", "portal-follow.service", "portal-display.service"];

/// What a unit names of this package, as paths below the root: its program, its settings, its documentation.
pub fn named_paths(unit: &str) -> Vec<String> {
    let values = |key: &'static str| unit.lines().filter_map(move |line| line.strip_prefix(key)?.strip_prefix('='));
    let words = values("ExecStart").chain(values("EnvironmentFile")).flat_map(str::split_whitespace);
    let ours = words.filter(|word| *word == "/usr/bin/portal" || word.starts_with("/etc/")).map(str::to_owned);
    let documentation = values("Documentation").flat_map(str::split_whitespace).filter_map(|link| {
        let page = link.strip_prefix("man:").and_then(|page| page.strip_suffix("(1)"));
        let page = page.map(|page| format!("/usr/share/man/man1/{page}.1.gz"));
        page.or_else(|| link.strip_prefix("file:").map(str::to_owned))
    });
    ours.chain(documentation).map(|path| path.trim_start_matches('/').to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::dist::tree::FILES;

    /// The tree puts below `share` and `bin` what is found below `usr` once it is installed.
    fn is_installed(checkout: &Path, path: &str) -> bool {
        let path = path.strip_prefix("usr/").unwrap_or(path);
        let is_document = |name: &str| checkout.join("docs").join(name).is_file();
        let is_command = |page: &str| {
            let command = page.trim_end_matches(".1.gz").trim_start_matches("portal").trim_start_matches('-');
            command.is_empty() || checkout.join(format!("publisher/src/commands/{command}.rs")).is_file()
        };
        path == "bin/portal"
            || FILES.iter().any(|(_, to)| *to == path)
            || path.strip_prefix("share/doc/portal/docs/").is_some_and(is_document)
            || path.strip_prefix("share/man/man1/").is_some_and(is_command)
    }

    #[test]
    fn everything_that_a_unit_names_is_installed() {
        let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        for name in UNITS {
            assert!(is_installed(checkout, &format!("usr/lib/systemd/system/{name}")), "{name}");
            let unit = fs::read_to_string(checkout.join("publisher/packaging").join(name)).unwrap();
            let named = named_paths(&unit);
            assert!(named.contains(&"usr/bin/portal".to_owned()) && named.len() >= 3, "{name}: {named:?}");
            for path in named {
                assert!(is_installed(checkout, &path), "{name} names /{path}, which is not installed");
            }
        }
        assert!(!is_installed(checkout, "usr/share/doc/portal/docs/nothing.md"));
        assert!(!is_installed(checkout, "usr/share/man/man1/portal-nothing.1.gz"));
    }
}
