// What a reader is told of a kept page, and what there is when nothing is kept. Part of the visitors' worker.

/** The home page, the list of what was saved, and the site's settings, in each language: without them nothing else can be read offline. */
export const isKeptLonger = (/** @type {string} */ path) => /^\/(en\/)?(da-luu\/)?$|\/(home|site)\.json$/.test(path);

/**
 * From when a kept answer is, in words.
 * @param {Response} kept
 * @param {boolean} isEnglish
 */
export function noticeOf({ headers }, isEnglish) {
  const at = new Date(headers.get('Date') ?? '');
  const minute = `${at.getHours()}:${String(at.getMinutes()).padStart(2, '0')}`;
  const day = `${at.getDate()}/${at.getMonth() + 1}/${at.getFullYear()}`;
  return isEnglish ? `You are reading the copy kept on this device, updated at ${minute} on ${day}.` : `Bạn đang xem bản đã lưu trên máy, cập nhật lúc ${minute} ngày ${day}.`;
}

/**
 * A document that says from when what it shows is, outside of what the app takes over.
 * @param {Response} page
 * @param {Response} kept what is shown in it
 */
export async function marked(page, kept) {
  const html = await page.text();
  const notice = `<p class="notice-banner kept-copy" role="status">${noticeOf(kept, /<html[^>]* lang="en"/.test(html))}</p>`;
  const headers = new Headers(page.headers);
  headers.delete('Content-Length');
  return new Response(html.replace(/<body[^>]*>/, (body) => body + notice), { headers });
}

/** The plain sentence when not even the app is kept. There may be a network, and only the site not reached. @param {boolean} isEnglish */
export function lastResort(isEnglish) {
  const [lang, title, sentence] = isEnglish
    ? ['en', 'The site cannot be reached', 'This page is not kept on this device. Please load it again later.']
    : ['vi', 'Chưa kết nối được với trang web', 'Trang này chưa được lưu trên máy. Bạn hãy tải lại sau.'];
  const html = `<!doctype html><html lang="${lang}"><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><h1>${title}</h1><p>${sentence}</p></html>`;
  return new Response(html, { status: 503, headers: { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' } });
}
