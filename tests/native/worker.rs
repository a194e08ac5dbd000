//! `sw.js`: what the visitors' worker is told of the build that it keeps.

use serde_json::Value;

use crate::published::sites;

#[test]
fn the_visitors_worker_knows_length_and_hash_of_every_file_that_the_shell_needs() {
    for (name, site) in sites() {
        let worker = site.text("sw.js");
        let (shell, _) = worker.strip_prefix("const SHELL=").unwrap().split_once(";\n").unwrap();
        let shell: Value = serde_json::from_str(shell).unwrap();
        let files = shell["files"].as_array().unwrap();
        let paths = files.iter().map(|file| file["path"].as_str().unwrap()).collect::<Vec<_>>();
        let bare = site.text("app.html");
        for named in bare.split(['"', '\'', '(', ')']).filter(|part| part.starts_with("/assets/")) {
            assert!(paths.contains(&named), "{name}: {named}");
        }
        for tool in ["/tools/offline.js", "/tools/saved.js", "/tools/saved-list.js"] {
            assert!(paths.iter().any(|path| path.ends_with(tool)), "{name}: {tool}");
        }
        for file in files.iter().chain([&shell["document"]]) {
            site.assert_as_listed(file, name);
        }
    }
}
