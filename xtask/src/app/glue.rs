//! The script that wasm-bindgen writes between the browser and a wasm module, cut down to what the module and this project's own
//! scripts need of it.
//!
//! It is read as text: wasm-bindgen is pinned, its lines are laid out alike, and what is not found where it is looked for is an error.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;

/// How the module is known to the script by wasm-bindgen, and by wasm-opt once it has shortened the names.
const ONE_MODULE: &str = ": import0,\n";
const SHORT_MODULE: &str = "        \"a\": import0,\n";

/// The short names that wasm-opt gave, as it prints them.
#[derive(Deserialize)]
pub struct Names {
    /// Module, name, short name.
    imports: Vec<(String, String, String)>,
    /// Name, short name.
    exports: Vec<(String, String)>,
}

/// Cuts what is there for other scripts than the one that starts the app: the classes that libraries export, another way to start,
/// and an address for who names none.
pub fn cut_unused(glue: &str) -> Result<String> {
    let mut kept = String::with_capacity(glue.len());
    let mut classes = Vec::new();
    let mut lines = glue.lines();
    while let Some(line) = lines.next() {
        if let Some(class) = line.strip_prefix("export class ").and_then(|rest| rest.strip_suffix(" {")) {
            classes.push(class);
            lines.find(|line| *line == "}").with_context(|| format!("the class {class} has no end"))?;
        } else if line.starts_with("const ") && line.contains("Finalization = ") {
            lines.find(|line| line.ends_with(';')).with_context(|| format!("no end of: {line}"))?;
        } else if !line.starts_with("if (Symbol.dispose) ") {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    if let Some(class) = classes.into_iter().find(|class| kept.contains(*class)) {
        bail!("the class {class} is of use to the rest of the glue");
    }
    cut(&mut kept, "initSync, ", "__wbg_init as default };")?;
    let no_address = "    if (module_or_path === undefined) {\n";
    cut(&mut kept, no_address, "    const imports")?;
    Ok(kept)
}

/// Cuts from `start`, which is there once, to before `end`.
fn cut(text: &mut String, start: &str, end: &str) -> Result<()> {
    let mut places = text.match_indices(start).map(|(place, _)| place);
    let (Some(place), None) = (places.next(), places.next()) else { bail!("not once in the glue: {start}") };
    let length =
        text.get(place..).and_then(|rest| rest.find(end)).with_context(|| format!("not in the glue: {end}"))?;
    text.replace_range(place..place + length, "");
    Ok(())
}

/// What the glue takes from the module: the exports that have to be kept.
pub fn exports(glue: &str) -> BTreeSet<&str> {
    glue.split("wasm.").skip(1).map(first_word).filter(|name| !name.is_empty()).collect()
}

/// Gives the glue the module's short names, and cuts what the module does not import.
pub fn shorten(glue: &str, names: &Names) -> Result<String> {
    let imports = rename_imports(glue, names)?;
    let exports: BTreeMap<_, _> = names.exports.iter().map(|(name, short)| (name.as_str(), short)).collect();
    let mut shortened = String::with_capacity(imports.len());
    for (place, part) in imports.split("wasm.").enumerate() {
        let name = first_word(part);
        if place == 0 || name.is_empty() {
            shortened.push_str(if place == 0 { "" } else { "wasm." });
            shortened.push_str(part);
            continue;
        }
        let short = exports.get(name).with_context(|| format!("the module does not export {name}"))?;
        shortened.extend(["wasm.", short, part.get(name.len()..).unwrap_or_default()]);
    }
    Ok(shortened)
}

/// Each import is a function of an object's, a line that is indented by eight begins it.
fn rename_imports(glue: &str, names: &Names) -> Result<String> {
    let mut shorts: BTreeMap<_, _> = names.imports.iter().map(|(_, name, short)| (name.as_str(), short)).collect();
    let (before, rest) = glue.split_once("    const import0 = {\n").context("the glue has no imports")?;
    let (imports, after) = rest.split_once("\n    };\n").context("the imports have no end")?;
    let mut renamed = format!("{before}    const import0 = {{\n");
    let mut is_kept = false;
    for line in imports.lines() {
        let begun = line.strip_prefix("        ").and_then(|line| line.split_once(": function("));
        match begun.filter(|(name, _)| first_word(name) == *name) {
            Some((name, rest)) => {
                let short = shorts.remove(name);
                is_kept = short.is_some();
                renamed.extend(short.map(|short| format!("        {short}: function({rest}\n")));
            }
            None if is_kept || line == "        __proto__: null," => renamed.extend([line, "\n"]),
            None => {}
        }
    }
    ensure!(shorts.is_empty(), "the module imports what the glue has not: {shorts:?}");
    let mut modules = after.lines().filter(|line| line.ends_with(ONE_MODULE.trim_end()));
    let (Some(module), None) = (modules.next(), modules.next()) else { bail!("the module imports from others") };
    let after = after.replacen(&format!("{module}\n"), SHORT_MODULE, 1);
    renamed.extend(["    };\n", &after]);
    Ok(renamed)
}

/// The name that a text begins with.
fn first_word(text: &str) -> &str {
    let end = text.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_' && letter != '$');
    text.get(..end.unwrap_or(text.len())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As wasm-bindgen writes it, with one of each.
    const GLUE: &str = "\
export class Source {
    free() {
        wasm.__wbg_source_free(this, 0);
    }
}
if (Symbol.dispose) Source.prototype[Symbol.dispose] = Source.prototype.free;
function __wbg_get_imports() {
    const import0 = {
        __proto__: null,
        __wbg_get_01: function() { return handleError(function (arg0) {
            return wasm.__wbindgen_malloc(arg0);
        }, arguments); },
        __wbg_unused_02: function(arg0) {
            arg0.close();
        },
        __wbindgen_start_03: function(arg0) {
            const table = wasm.__wbindgen_externrefs;
        },
    };
    return {
        __proto__: null,
        \"./app_bg.js\": import0,
    };
}
const SourceFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_source_free(ptr, 1));
async function __wbg_init_once(module_or_path) {
    if (module_or_path === undefined) {
        module_or_path = new URL('app_bg.wasm', import.meta.url);
    }
    const imports = __wbg_get_imports();
}
export { initSync, __wbg_init as default };
";

    fn names() -> Names {
        let names = r#"{"imports": [["./app_bg.js", "__wbg_get_01", "$"], ["./app_bg.js", "__wbindgen_start_03", "a"]],
            "exports": [["__wbindgen_malloc", "b"], ["__wbindgen_externrefs", "c"]]}"#;
        serde_json::from_str(names).unwrap()
    }

    #[test]
    fn the_glue_keeps_what_the_module_imports_and_what_starts_it_under_short_names() {
        let cut = cut_unused(GLUE).unwrap();
        assert_eq!(exports(&cut), ["__wbindgen_externrefs", "__wbindgen_malloc"].into());
        let expected = "\
function __wbg_get_imports() {
    const import0 = {
        __proto__: null,
        $: function() { return handleError(function (arg0) {
            return wasm.b(arg0);
        }, arguments); },
        a: function(arg0) {
            const table = wasm.c;
        },
    };
    return {
        __proto__: null,
        \"a\": import0,
    };
}
async function __wbg_init_once(module_or_path) {
    const imports = __wbg_get_imports();
}
export { __wbg_init as default };
";
        assert_eq!(shorten(&cut, &names()).unwrap(), expected);
    }

    #[test]
    fn glue_of_another_shape_is_an_error() {
        let cases = [
            (
                "const imports = __wbg_get_imports();",
                "return new Source();",
                "the class Source is of use to the rest of the glue",
            ),
            ("initSync, ", "", "not once in the glue: initSync, "),
            (
                "module_or_path === undefined",
                "!module_or_path",
                "not once in the glue:     if (module_or_path === undefined) {\n",
            ),
        ];
        for (there, instead, expected) in cases {
            assert_eq!(cut_unused(&GLUE.replacen(there, instead, 1)).unwrap_err().to_string(), expected);
        }
        let cut = cut_unused(GLUE).unwrap();
        let cases = [
            ("__wbg_get_01", "get_01", r#"the module imports what the glue has not: {"__wbg_get_01": "$"}"#),
            ("__wbindgen_malloc", "malloc", "the module does not export malloc"),
            ("import0,\n", "import0,\n        \"b\": import0,\n", "the module imports from others"),
        ];
        for (there, instead, expected) in cases {
            assert_eq!(shorten(&cut.replacen(there, instead, 1), &names()).unwrap_err().to_string(), expected);
        }
    }
}
