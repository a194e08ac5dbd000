// The generated articles as a site of Hugo: its front matter, and layouts for the same pages, no more. What it has none of (documents of
// the content API, frames, oEmbed, months, share pictures, search) it does not make. Articles
// that are to break things, some of them longer names than files have, are left out.

import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const SETTINGS = `baseURL = "https://portal.example/"
languageCode = "vi"
title = "Hugo"
paginate = 20
enableRobotsTXT = true
[permalinks]
articles = "/tin-tuc/:slug/"
[taxonomies]
tag = "the"
section = "chuyen-muc"
`;

const LINE = '<li><time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "02/01/2006" }}</time> <a href="{{ .RelPermalink }}">{{ .Title }}</a><p>{{ .Params.summary }}</p></li>';
const LIST = `{{ define "main" }}<h1>{{ .Title }}</h1>{{ $p := .Paginate .RegularPages }}<ul>{{ range $p.Pages }}${LINE}{{ end }}</ul>{{ template "_internal/pagination.html" . }}{{ end }}`;
const LAYOUTS = {
  'baseof.html': `<!doctype html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{ .Title }} - {{ .Site.Title }}</title>
<meta name="description" content="{{ .Params.summary }}"><link rel="canonical" href="{{ .Permalink }}"><meta property="og:title" content="{{ .Title }}"></head>
<body><header><a href="/">{{ .Site.Title }}</a><nav>{{ range .Site.Taxonomies.section }}<a href="{{ .Page.RelPermalink }}">{{ .Page.Title }}</a>{{ end }}</nav></header><main>{{ block "main" . }}{{ end }}</main><footer>{{ .Site.Title }}</footer></body></html>`,
  'index.html': `{{ define "main" }}<h1>{{ .Title }}</h1><ul>{{ range first 20 .Site.RegularPages }}${LINE}{{ end }}</ul>{{ end }}`,
  'list.html': LIST,
  'term.html': LIST.replace('.RegularPages', '.Pages'),
  'terms.html': '{{ define "main" }}<h1>{{ .Title }}</h1><ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>{{ end }}',
  'single.html': `{{ define "main" }}<article><h1>{{ .Title }}</h1><time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "02/01/2006" }}</time><p>{{ .Params.summary }}</p>{{ .Content }}
<ul>{{ range .GetTerms "the" }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul></article>
<nav>{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</nav>{{ end }}`,
};

/** `undefined` where it is not installed. */
export function hugoVersion() {
  const { stdout } = spawnSync('hugo', ['version'], { encoding: 'utf8' });
  return /v[\d.]+/.exec(stdout ?? '')?.[0];
}

/**
 * @param {string} content a generated folder
 * @param {string} site where Hugo is to publish
 */
export function writeHugoSite(content, site) {
  for (const folder of ['content/articles', 'layouts/_default']) mkdirSync(path.join(site, folder), { recursive: true });
  writeFileSync(path.join(site, 'config.toml'), SETTINGS);
  for (const [name, layout] of Object.entries(LAYOUTS)) writeFileSync(path.join(site, name === 'index.html' ? 'layouts' : 'layouts/_default', name), layout);
  const articles = path.join(content, 'articles');
  for (const [place, name] of readdirSync(articles).filter((file) => /^bai-.*\.md$/.test(file)).entries()) {
    const text = readFileSync(path.join(articles, name), 'utf8').replace(/^\u{feff}/u, '').replaceAll('\r\n', '\n');
    const [, front = '', body = ''] = /^\+\+\+\n([^]*?)\n\+\+\+\n([^]*)$/.exec(text) ?? [];
    const lines = ['title', 'summary'].flatMap((field) => new RegExp(`^${field} = ".*"$`, 'm').exec(front) ?? []);
    const of = (/** @type {string} */ field) => new RegExp(`^${field} = "(.*)"$`, 'm').exec(front)?.[1] ?? '';
    const tags = [...(/^tags = \[(.*)\]$/m.exec(front)?.[1] ?? '').matchAll(/"([^"]*)"/g)].map(([, tag]) => JSON.stringify(tag));
    const date = new Date(Date.UTC(2021, 0, 1) + place * 3_600_000).toISOString();
    const own = [`slug = "${name.replace('.md', '')}"`, `date = ${date}`, `the = [${tags.join(', ')}]`, `chuyen-muc = ["${of('section')}"]`];
    writeFileSync(path.join(site, 'content/articles', name), `+++\n${[...lines, ...own].join('\n')}\n+++\n${body}`);
  }
}
