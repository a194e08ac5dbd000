//! Circles: imports that lead from a file back to itself.

use std::collections::{BTreeMap, BTreeSet};

use super::imports::{Import, Module};

/// The imports that tie files into circles: one list for all files that lead to each other.
pub fn circles(imports: &[Import]) -> Vec<Vec<&Import>> {
    let mut used_by: BTreeMap<&Module, BTreeSet<&Module>> = BTreeMap::new();
    for import in imports {
        used_by.entry(&import.from).or_default().insert(&import.to);
    }
    let reached = used_by.keys().map(|module| (*module, reach(module, &used_by))).collect::<BTreeMap<_, _>>();
    let leads = |from: &Module, to: &Module| reached.get(from).is_some_and(|reached| reached.contains(to));
    let mut circles: BTreeMap<&Module, Vec<&Import>> = BTreeMap::new();
    for import in imports.iter().filter(|import| leads(&import.to, &import.from)) {
        // The first of all that lead to each other stands for them.
        let first = used_by.keys().find(|module| leads(module, &import.from) && leads(&import.from, module));
        circles.entry(first.unwrap_or(&&import.from)).or_default().push(import);
    }
    circles.into_values().collect()
}

/// Every module that `from` uses, at however many removes.
fn reach<'a>(from: &Module, uses: &BTreeMap<&'a Module, BTreeSet<&'a Module>>) -> BTreeSet<&'a Module> {
    let mut reached = BTreeSet::new();
    let mut open = vec![from];
    while let Some(module) = open.pop() {
        for used in uses.get(module).into_iter().flatten() {
            if reached.insert(*used) {
                open.push(used);
            }
        }
    }
    reached
}
