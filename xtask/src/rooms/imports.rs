//! Which file of a crate uses which: every path in it that begins with `crate`, `self`, `super` or a module of its own,
//! in `use` items, in expressions and in macros. What is compiled for tests alone is left out.
//!
//! Read from tokens, not from syntax: the inside of a macro is nothing but tokens.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A module by its path below the crate.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Module(Vec<String>);

impl Module {
    /// The module of the first file that it lies in; that file itself lies in none.
    pub fn room(&self) -> Option<&str> {
        self.0.first().map(String::as_str)
    }

    /// Whether it is the module of this path, or lies in it.
    pub fn is_within(&self, path: &str) -> bool {
        self.0.len() >= path.split("::").count() && path.split("::").zip(&self.0).all(|(a, b)| a == b)
    }

    fn child(&self, name: &str) -> Self {
        Self([self.0.as_slice(), &[name.to_owned()]].concat())
    }
}

/// A file that uses another.
#[derive(Debug)]
pub struct Import {
    pub from: Module,
    pub to: Module,
    file: PathBuf,
    /// As the file writes it.
    path: String,
}

impl fmt::Display for Import {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} uses {}", self.file.display(), self.path)
    }
}

/// Every import between two files of the crate whose first file is `root`, below `folder`.
pub fn read_imports(folder: &Path, root: &Path) -> Result<Vec<Import>> {
    let mut files = BTreeMap::new();
    read_file(folder, root, &root.with_file_name(""), Module::default(), &mut files)?;
    let mut imports = Vec::new();
    for (from, source) in &files {
        for named in &source.paths {
            let to = named.target(&files);
            if let Some(to) = to.filter(|to| to != from) {
                imports.push(Import { from: from.clone(), to, file: source.file.clone(), path: named.path.join("::") });
            }
        }
    }
    Ok(imports)
}

/// A file of the crate.
struct SourceFile {
    file: PathBuf,
    paths: Vec<NamedPath>,
}

/// A path, and the module that names it.
struct NamedPath {
    module: Module,
    path: Vec<String>,
}

impl NamedPath {
    /// The module with a file of its own that the path leads to or into; `None` when it leads out of the crate.
    fn target(&self, files: &BTreeMap<Module, SourceFile>) -> Option<Module> {
        let mut whole = self.module.0.clone();
        let mut path = self.path.as_slice();
        let is_own = match path.first()?.as_str() {
            "crate" => {
                whole.clear();
                path = path.get(1..)?;
                true
            }
            "self" => {
                path = path.get(1..)?;
                true
            }
            "super" => {
                while let [first, rest @ ..] = path
                    && first == "super"
                {
                    whole.pop();
                    path = rest;
                }
                true
            }
            _ => false,
        };
        let start = whole.len();
        whole.extend_from_slice(path);
        let found = (0..=whole.len()).rev().find(|length| files.contains_key(&Module(prefix(&whole, *length))))?;
        (is_own || found > start).then(|| Module(prefix(&whole, found)))
    }
}

fn prefix(path: &[String], length: usize) -> Vec<String> {
    path.iter().take(length).cloned().collect()
}

/// Reads a file and those of its modules, which lie in `below`.
fn read_file(
    folder: &Path,
    file: &Path,
    below: &Path,
    module: Module,
    files: &mut BTreeMap<Module, SourceFile>,
) -> Result<()> {
    let text = fs::read_to_string(folder.join(file)).with_context(|| file.display().to_string())?;
    let tokens = text.parse::<TokenStream>().map_err(|error| anyhow!("{}: {error}", file.display()))?;
    let mut scan = Scan::default();
    scan.read(&Token::all(tokens), &module);
    files.insert(module.clone(), SourceFile { file: file.to_owned(), paths: scan.paths });
    for name in scan.modules {
        let (file, below) = (below.join(format!("{name}.rs")), below.join(&name));
        read_file(folder, &file, &below, module.child(&name), files)?;
    }
    Ok(())
}

/// As much of a token as paths are made of.
#[derive(PartialEq, Eq)]
enum Token {
    Word(String),
    Mark(char),
    Group(Delimiter, Vec<Self>),
    Literal,
}

use Token::{Group, Mark, Word};

impl Token {
    fn all(tokens: TokenStream) -> Vec<Self> {
        let one = |token| match token {
            TokenTree::Ident(word) => Word(word.to_string()),
            TokenTree::Punct(mark) => Mark(mark.as_char()),
            TokenTree::Group(group) => Group(group.delimiter(), Self::all(group.stream())),
            TokenTree::Literal(_) => Self::Literal,
        };
        tokens.into_iter().map(one).collect()
    }
}

/// What a file holds.
#[derive(Default)]
struct Scan {
    /// The modules that have a file of their own.
    modules: Vec<String>,
    paths: Vec<NamedPath>,
}

impl Scan {
    fn read(&mut self, mut tokens: &[Token], module: &Module) {
        loop {
            tokens = match tokens {
                [] => return,
                [Mark('#'), Group(Delimiter::Bracket, attribute), item @ ..] if is_for_tests(attribute) => {
                    after_item(item)
                }
                // Whom a thing is visible to is no import.
                [Word(word), Group(Delimiter::Parenthesis, _), rest @ ..] if word == "pub" => rest,
                [Word(word), Word(name), Mark(';'), rest @ ..] if word == "mod" => {
                    self.modules.push(name.clone());
                    rest
                }
                [Word(word), Word(name), Group(Delimiter::Brace, inner), rest @ ..] if word == "mod" => {
                    self.read(inner, &module.child(name));
                    rest
                }
                [Word(first), rest @ ..] => self.read_path(vec![first.clone()], rest, module),
                [Group(_, inner), rest @ ..] => {
                    self.read(inner, module);
                    rest
                }
                [_, rest @ ..] => rest,
            };
        }
    }

    /// Reads on from the beginning of a path, `a::b` or `a::{b, c::d}`, and returns what follows it.
    fn read_path<'t>(&mut self, mut path: Vec<String>, mut tokens: &'t [Token], module: &Module) -> &'t [Token] {
        while let [Mark(':'), Mark(':'), Word(next), rest @ ..] = tokens {
            path.push(next.clone());
            tokens = rest;
        }
        if let [Mark(':'), Mark(':'), Group(Delimiter::Brace, branches), rest @ ..] = tokens {
            for branch in branches.split(|token| *token == Mark(',')) {
                match branch {
                    [Word(own), ..] if own == "self" => self.add(path.clone(), module),
                    [Word(first), rest @ ..] => {
                        self.read_path(path.iter().chain([first]).cloned().collect(), rest, module);
                    }
                    _ => self.add(path.clone(), module),
                }
            }
            return rest;
        }
        // A macro's name is none of a module, though there may be one of that name.
        if let [Mark('!'), Group(..), ..] = tokens {
            path.pop();
        }
        let is_glob = matches!(tokens, [Mark(':'), Mark(':'), Mark('*'), ..]);
        if path.len() > 1 || is_glob {
            self.add(path, module);
        }
        tokens
    }

    fn add(&mut self, path: Vec<String>, module: &Module) {
        self.paths.push(NamedPath { module: module.clone(), path });
    }
}

/// Whether an attribute is `cfg(test)` or `cfg(all(test, …))`.
fn is_for_tests(attribute: &[Token]) -> bool {
    let [Word(name), Group(_, condition)] = attribute else { return false };
    let condition = match condition.as_slice() {
        [Word(all), Group(_, conditions)] if all == "all" => conditions,
        alone => alone,
    };
    name == "cfg" && matches!(condition, [Word(first), ..] if first == "test")
}

/// What follows an item: it ends with `;`, or with braces that are not those of a `use`.
fn after_item(mut tokens: &[Token]) -> &[Token] {
    loop {
        tokens = match tokens {
            [] => return tokens,
            [Mark(';') | Group(Delimiter::Brace, _), rest @ ..] => return rest,
            [Mark(':'), Mark(':'), _, rest @ ..] | [_, rest @ ..] => rest,
        };
    }
}
