//! The nginx configuration: maps and one server, to be included in `http {}`. Works from nginx 1.18 on.
//!
//! Headers are decided by `map`, not by `location`: one `add_header` line a header, whose empty value leaves it out.
//! Locations would repeat the whole list each time, because an `add_header` in one drops the list of the server.

use std::fmt::Write as _;

use portal_app::path::api::ONLINE as ONLINE_PATH;
use portal_app::path::widget::GONE;

use super::headers::{API_NOT_FOUND, CLASSES, HEADERS, Matcher, RULES, headers_for};
use super::media_types::{MEDIA_TYPES, NAMED_TYPES, UNKNOWN};
use super::routes::ServerRules;

/// The whole file.
pub(super) fn format_configuration(rules: &ServerRules) -> String {
    let host = rules.origin.split_once("://").map_or("", |(_, host)| host);
    let host = host.split_once(':').map_or(host, |(name, _)| name);
    let mut text = HEAD.to_owned();
    text += &format_maps(rules);
    text += &SERVER.replace("{host}", host).replace("{unknown}", UNKNOWN).replace("{problem}", API_NOT_FOUND);
    text = text.replace("{named_types}", &format_named_types());
    text = text.replace("{types}", &format_types()).replace("{headers}", &format_headers());
    text.replace("{online}", &if rules.online { format_online() } else { String::new() })
}

const HEAD: &str = r#"# The portal behind nginx. Written by `portal publish`: a change made here is lost with the next one.
#
# 1. Include this file in `http {}` (on Debian: a link to it in /etc/nginx/conf.d/).
# 2. The web root is /var/www/portal/site, the address that `portal publish --out` has: correct `root` if it is another.
# 3. After publishing: `nginx -t && systemctl reload nginx`. The policy's hashes and the redirects change with the content.

map_hash_max_size 262144;
map_hash_bucket_size 2048;

# Never an address of ours: empty and hidden segments, and slashes in disguise.
map $request_uri $portal_is_hostile {
    default 0;
    "~*^[^?]*(?://|\\\\|%2f|%5c|%00|/(?:\.|%2e)(?!well-known/))" 1;
}

"#;

const SERVER: &str = r#"server {
    listen 80;
    server_name {host};

    # With a certificate, replace `listen 80;` by these lines and let a second server redirect port 80.
    # listen 443 ssl;
    # http2 on;    (before nginx 1.25.1: `listen 443 ssl http2;`)
    # ssl_certificate     /etc/ssl/portal/fullchain.pem;
    # ssl_certificate_key /etc/ssl/portal/privkey.pem;
    # add_header Strict-Transport-Security "max-age=31536000; includeSubDomains" always;

    root /var/www/portal/site;
    server_tokens off;
    absolute_redirect off;
    large_client_header_buffers 4 16k;

    # `X.gz` beside `X` is sent as it is. With the module ngx_brotli (Debian: libnginx-mod-http-brotli-static), `X.br` too:
    # brotli_static on;
    gzip_static on;
    gzip_vary on;

    default_type {unknown};
    types {
{types}    }

{headers}
    if ($portal_is_hostile) {
        return 404;
    }
    # Precompressed files are for nginx itself.
    if ($uri ~ \.(?:br|gz)$) {
        return 404;
    }
    if ($request_method !~ ^(?:GET|HEAD)$) {
        return 405;
    }

    error_page 404 $portal_missing;
    location = /404.html {
        internal;
    }

    # A folder's page is the folder.
    location ~ ^(?<portal_folder>.*/)index\.html$ {
        if (-f $request_filename) {
            return 301 $portal_folder$is_args$args;
        }
        return 404;
    }
{named_types}    location ~ /$ {
        try_files ${uri}index.html @elsewhere;
    }
    location / {
        try_files $uri @elsewhere;
    }
    location ^~ /api/ {
        try_files $uri =404;
        error_page 404 @no_document;
    }
    location @no_document {
        types { }
        default_type application/problem+json;
        return 404 '{problem}';
    }
{online}
    # A missing final slash, an old address, an article with a wrong slug; else not found.
    location @elsewhere {
        if (-f $document_root$uri/index.html) {
            return 301 $uri/$is_args$args;
        }
        if ($portal_redirect) {
            return 301 $portal_redirect$is_args$args;
        }
        if ($portal_article) {
            return 301 $portal_article$is_args$args;
        }
        return 404;
    }
}
"#;

const ONLINE: &str = r#"
    # The number of people online is counted by `portal serve --trust-proxy 127.0.0.1`.
    location = {path} {
        proxy_pass http://127.0.0.1:8080;
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_connect_timeout 2s;
        proxy_read_timeout 5s;
        # Said by this server, once.
{hidden}    }
"#;

fn format_maps(rules: &ServerRules) -> String {
    let mut text = String::from(
        "# The class of an answer decides its headers. What is neither a file nor missing is a page's answer.\n",
    );
    text += "map \"$status $uri\" $portal_class {\n    volatile;\n    default other;\n    \"~^(?!200|206|304|404)\" document;\n";
    for (matcher, class) in RULES {
        let _ = writeln!(text, "    \"~^\\d+ {}\" {};", pattern(matcher), class.name());
    }
    text += "}\n";
    for header in HEADERS {
        let _ = write!(text, "map $portal_class ${} {{\n    volatile;\n    default \"\";\n", variable(header));
        for class in CLASSES {
            for (_, value) in headers_for(class, &rules.policies).into_iter().filter(|(name, _)| *name == header) {
                let _ = writeln!(text, "    {} \"{value}\";", class.name());
            }
        }
        text += "}\n";
    }
    let _ = writeln!(
        text,
        "# What is not there is a page of the site; in a partner's frame, a frame.\nmap $uri $portal_missing {{\n    default /404.html;\n    ~^/embed/ /{GONE};\n}}"
    );
    text += "map $status $portal_allow {\n    volatile;\n    default \"\";\n    405 \"GET, HEAD\";\n}\n\n";
    text += "# Old addresses, without a final slash.\nmap $uri $portal_old_address {\n    \"~^(?<portal_bare>.+?)/?$\" $portal_bare;\n}\n";
    text += "map $portal_old_address $portal_redirect {\n    default \"\";\n";
    for (old, location) in &rules.redirects {
        let _ = writeln!(text, "    {} {location};", quote(old));
    }
    text += "}\n\n# The id decides, whatever the slug says.\nmap $uri $portal_article_id {\n    default \"\";\n";
    text += "    \"~^/tin-tuc/(?:[^/]*-)?(?<portal_id>[a-z0-9]+)/?$\" $portal_id;\n}\n";
    text += "map $portal_article_id $portal_article {\n    default \"\";\n";
    for (id, location) in &rules.articles {
        let _ = writeln!(text, "    \"{id}\" {location};");
    }
    text + "}\n\n"
}

fn format_types() -> String {
    MEDIA_TYPES.iter().map(|kind| format!("        \"{}\" {};\n", kind.name, kind.extension)).collect()
}

/// A type by name needs a location of its own: `types` knows only extensions.
fn format_named_types() -> String {
    let location = |name: &str, media_type: &str| {
        let name = name.replace('.', r"\.");
        format!(
            "    location ~ /{name}$ {{\n        types {{ }}\n        default_type \"{media_type}\";\n        try_files $uri @elsewhere;\n    }}\n"
        )
    };
    NAMED_TYPES.iter().map(|(name, kind)| location(name, kind.name)).collect()
}

fn format_headers() -> String {
    let mut text: String =
        HEADERS.iter().map(|header| format!("    add_header {header} ${} always;\n", variable(header))).collect();
    text += "    add_header Allow $portal_allow always;\n";
    text
}

fn format_online() -> String {
    let hidden: String = HEADERS.iter().map(|header| format!("        proxy_hide_header {header};\n")).collect();
    ONLINE.replace("{path}", ONLINE_PATH).replace("{hidden}", &hidden)
}

/// `Cache-Control` → `portal_cache_control`.
fn variable(header: &str) -> String {
    format!("portal_{}", header.to_ascii_lowercase().replace('-', "_"))
}

/// The rule as a regular expression, to stand between `^\d+ ` and the closing quote.
fn pattern(matcher: Matcher) -> String {
    match matcher {
        Matcher::Exact(whole) => format!("{}$", whole.replace('.', r"\.")),
        Matcher::Prefix(start) => start.replace('.', r"\."),
        Matcher::Suffix(end) => format!(".*{}$", end.replace('.', r"\.")),
    }
}

/// A map's key. In quotes only these two characters mean anything; control characters were refused before.
fn quote(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', r"\\").replace('"', "\\\""))
}
