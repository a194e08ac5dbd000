// Only in `cargo xtask dev`: reloads the page when it was published anew.
// The entity tag of the page's own address tells, so a change elsewhere leaves the page alone. While the site is
// being rebuilt or the server restarts, a request fails; the next one answers.
(() => {
  const tags = new Map();

  const look = async () => {
    if (document.hidden) return;
    const path = location.pathname;
    const answer = await fetch(path, { method: "HEAD", cache: "no-store" }).catch(() => null);
    const tag = answer?.headers.get("etag");
    if (!tag) return;
    if (!tags.has(path)) tags.set(path, tag);
    if (tags.get(path) !== tag) location.reload();
  };

  look();
  setInterval(look, 700);
})();
