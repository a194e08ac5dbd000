//! The Caddy configuration: one site, with its certificate got by Caddy itself. Works from Caddy 2.6 on.
//!
//! Everything stands in one `route`, in which directives run in the order in which they are written. Regular expressions are RE2, which
//! has no lookahead.

use std::fmt::Write as _;

use portal_app::path::api::ONLINE as ONLINE_PATH;
use portal_app::path::widget::GONE;

use super::headers::{API_NOT_FOUND, CLASSES, FileClass, HEADERS, Matcher, Policies, RULES, headers_for};
use super::media_types::{MEDIA_TYPES, NAMED_TYPES, UNKNOWN};
use super::routes::ServerRules;

/// The whole file.
pub(super) fn format_configuration(rules: &ServerRules) -> String {
    let policy = &rules.policies;
    let text = SITE
        .replace("{origin}", &rules.origin)
        .replace("{document_headers}", &format_header_lines(FileClass::Document, policy, "        "))
        .replace("{api_headers}", &format_header_lines(FileClass::Api, policy, "                "))
        .replace("{embed_headers}", &format_difference(FileClass::Embed, policy))
        .replace("{gone}", GONE)
        .replace("{headers}", &format_class_headers(policy))
        .replace("{online}", &if rules.online { format_online(policy) } else { String::new() })
        .replace("{problem}", API_NOT_FOUND)
        .replace("{maps}", &format_maps(rules));
    text.lines().map(indent_by_tabs).collect()
}

/// As `caddy fmt` wants it; else Caddy complains at every start.
fn indent_by_tabs(line: &str) -> String {
    let text = line.trim_start_matches(' ');
    format!("{}{text}\n", "\t".repeat((line.len() - text.len()) / 4))
}

const SITE: &str = r#"# The portal behind Caddy. Written by `portal publish`: a change made here is lost with the next one.
#
# 1. Import this file in /etc/caddy/Caddyfile, or start Caddy with it.
# 2. The web root is /var/www/portal/site, the address that `portal publish --out` has: correct `root` if it is another.
# 3. After publishing: `systemctl reload caddy`. The policy's hashes and the redirects change with the content.

{origin} {
    root * /var/www/portal/site

    # header Strict-Transport-Security "max-age=31536000; includeSubDomains"

{maps}
    # What is no file is answered like a page: redirects, errors.
    header {
{document_headers}    }

    route {
        # Never an address of ours: empty and hidden segments, slashes in disguise, files meant for the server itself.
        @hostile vars_regexp {http.request.orig_uri} (?i)^[^?]*(//|\\|%2f|%5c|%00)
        error @hostile 404
        @hidden_deep vars_regexp {http.request.orig_uri} (?i)^/[^?]*/(\.|%2e)
        error @hidden_deep 404
        @hidden {
            vars_regexp {http.request.orig_uri} (?i)^/(\.|%2e)
            not path /.well-known/*
        }
        error @hidden 404
        @precompressed path *.br *.gz /404.html
        error @precompressed 404
        @other_method not method GET HEAD
        error @other_method 405
{online}
        # A folder's page is the folder.
        @index {
            path_regexp folder ^(.*/)index\.html$
            file {path}
        }
        redir @index {re.folder.1}{portal_query} 301

        @page {
            path */
            file {path}index.html
        }
        rewrite @page {path}index.html
        @file {
            not path */
            file {path}
        }
        handle @file {
            header Content-Type {portal_media_type}
{headers}            file_server {
                precompressed br gzip
            }
        }

        # A missing final slash, an old address, an article with a wrong slug; else not found.
        @folder {
            not path */
            file {path}/index.html
        }
        redir @folder {path}/{portal_query} 301
        @old_address not vars {portal_redirect} ""
        redir @old_address {portal_redirect}{portal_query} 301
        @article not vars {portal_article} ""
        redir @article {portal_article}{portal_query} 301
        error 404
    }

    handle_errors {
        @no_document {
            path /api/*
            expression {http.error.status_code} == 404
        }
        handle @no_document {
            header {
{api_headers}                Content-Type application/problem+json
            }
            respond `{problem}` 404
        }
        # In a partner's frame, a frame.
        @no_widget {
            path /embed/*
            expression {http.error.status_code} == 404
        }
        handle @no_widget {
            header {
{embed_headers}                Content-Type "text/html; charset=utf-8"
            }
            rewrite * /{gone}
            file_server {
                precompressed br gzip
            }
        }
        @missing expression {http.error.status_code} == 404
        handle @missing {
            header Content-Type "text/html; charset=utf-8"
            rewrite * /404.html
            file_server {
                precompressed br gzip
            }
        }
        @not_allowed expression {http.error.status_code} == 405
        header @not_allowed Allow "GET, HEAD"
        respond "{http.error.status_code} {http.error.status_text}"
    }
}
"#;

const ONLINE: &str = r#"
        # The number of people online is counted by `portal serve --trust-proxy 127.0.0.1`.
        handle {path} {
            header {
                defer
{lines}            }
            reverse_proxy 127.0.0.1:8080
        }
"#;

fn format_online(policy: &Policies) -> String {
    ONLINE.replace("{path}", ONLINE_PATH).replace("{lines}", &format_difference(FileClass::Online, policy))
}

/// Maps are worked out only where they are used, so the long ones cost nothing while a file is found.
fn format_maps(rules: &ServerRules) -> String {
    let mut text = String::from("    map {http.request.orig_uri.path} {portal_class} {\n");
    for (matcher, class) in RULES {
        let _ = writeln!(text, "        ~{} {}", pattern(matcher), class.name());
    }
    let _ = writeln!(text, "        default {}\n    }}", FileClass::Other.name());
    text += "    map {http.request.orig_uri.path} {portal_media_type} {\n        ~/$ \"text/html; charset=utf-8\"\n";
    // The first that fits decides.
    for (name, kind) in NAMED_TYPES {
        let _ = writeln!(text, "        ~/{}$ \"{}\"", name.replace('.', r"\."), kind.name);
    }
    for kind in MEDIA_TYPES {
        let _ = writeln!(text, "        ~(?i)\\.{}$ \"{}\"", kind.extension, kind.name);
    }
    let _ = writeln!(text, "        default {UNKNOWN}\n    }}");
    text += "    map {query} {portal_query} {\n        ~.+ \"?${0}\"\n        default \"\"\n    }\n";
    text += "    map {path} {portal_redirect} {\n";
    for (old, location) in &rules.redirects {
        let _ = writeln!(text, "        \"~(?i)^{}/?$\" {location}", escape_pattern(old));
    }
    text += "        default \"\"\n    }\n    map {path} {portal_article_id} {\n";
    text += "        ~^/tin-tuc/(?:[^/]*-)?([a-z0-9]+)/?$ \"${1}\"\n        default \"\"\n    }\n";
    text += "    map {portal_article_id} {portal_article} {\n";
    for (id, location) in &rules.articles {
        let _ = writeln!(text, "        {id} {location}");
    }
    text + "        default \"\"\n    }\n"
}

fn format_class_headers(policy: &Policies) -> String {
    let mut text = String::new();
    for class in CLASSES.into_iter().filter(|class| *class != FileClass::Document) {
        let name = class.name();
        let _ = writeln!(text, "            @{name} vars {{portal_class}} {name}\n            header @{name} {{");
        text += &format_difference(class, policy);
        text += "            }\n";
    }
    let extensions: Vec<_> =
        MEDIA_TYPES.iter().filter(|kind| kind.is_compressible).map(|kind| kind.extension).collect();
    // Caddy says `Vary` only when it sends a compressed file; a cache in between needs it always.
    let _ = writeln!(text, "            @compressible path_regexp \\.({})$", extensions.join("|"));
    text + "            header @compressible {\n                defer\n                Vary Accept-Encoding\n            }\n"
}

/// The difference of a class from `Document`, whose headers stand already.
fn format_difference(class: FileClass, policy: &Policies) -> String {
    let values = headers_for(class, policy);
    let missing = HEADERS.into_iter().filter(|header| values.iter().all(|(name, _)| name != header));
    let removed: String = missing.map(|header| format!("                -{header}\n")).collect();
    removed + &format_header_lines(class, policy, "                ")
}

fn format_header_lines(class: FileClass, policy: &Policies, indent: &str) -> String {
    headers_for(class, policy).iter().map(|(name, value)| format!("{indent}{name} \"{value}\"\n")).collect()
}

/// The rule as a regular expression.
fn pattern(matcher: Matcher) -> String {
    match matcher {
        Matcher::Exact(whole) => format!("^{}$", whole.replace('.', r"\.")),
        Matcher::Prefix(start) => format!("^{}", start.replace('.', r"\.")),
        Matcher::Suffix(end) => format!("{}$", end.replace('.', r"\.")),
    }
}

/// An address as a regular expression without a character that means anything to Caddy: braces are placeholders there.
fn escape_pattern(text: &str) -> String {
    let mut pattern = String::new();
    for c in text.chars() {
        if c.is_ascii() && !c.is_ascii_alphanumeric() && !matches!(c, '/' | '-' | '_') {
            let _ = write!(pattern, "\\x{:02x}", u32::from(c));
        } else {
            pattern.push(c);
        }
    }
    pattern
}
