// An article read aloud, by a voice that only notes what it is given.

import { RELATED, SEED_PATH, SEED_TITLE, casePath, expect, openApp, relatedLink, test, title } from './portal';
import type { Page } from '@playwright/test';

type Spoken = { text: string; lang: string; voice: string | null; rate: number };
type Studio = { spoken: Spoken[]; cancelled: number; finish: () => void; fail: () => void };
declare global {
  interface Window {
    studio: Studio;
  }
}

/** Puts a voice into the browser that waits to be told when it has finished. Runs in the page. */
function installVoice({ langs, late }: { langs: string[]; late: boolean }) {
  let running: SpeechSynthesisUtterance | null = null;
  const studio: Studio = {
    spoken: [],
    cancelled: 0,
    finish: () => running?.onend?.(new Event('end') as SpeechSynthesisEvent),
    fail: () => running?.onerror?.(new Event('error') as SpeechSynthesisErrorEvent),
  };
  window.studio = studio;
  let voices = langs.map((lang, index) => ({ lang, name: `Giọng ${lang} ${index}`, localService: index > 0, default: false, voiceURI: lang }));
  const all = voices;
  if (late) voices = [];
  const synthesis = Object.assign(new EventTarget(), {
    onvoiceschanged: null as (() => void) | null,
    getVoices: () => voices,
    cancel: () => {
      studio.cancelled += 1;
      running = null;
    },
    speak: (utterance: SpeechSynthesisUtterance) => {
      running = utterance;
      const { text, lang, rate } = utterance;
      studio.spoken.push({ text, lang, rate, voice: utterance.voice?.name ?? null });
    },
  });
  if (late) setTimeout(() => {
    voices = all;
    synthesis.onvoiceschanged?.();
  }, 50);
  Object.defineProperty(window, 'speechSynthesis', { value: synthesis });
  window.SpeechSynthesisUtterance = class {
    voice = null;
    constructor(public text: string) {}
  } as unknown as typeof SpeechSynthesisUtterance;
}

const withVoices = (page: Page, langs: string[], late = false) => page.addInitScript(installVoice, { langs, late });
const button = (page: Page, name: string) => page.getByRole('article').getByRole('button', { name, exact: true });
const spoken = (page: Page) => page.evaluate(() => window.studio.spoken);
const spokenTexts = async (page: Page) => (await spoken(page)).map(({ text }) => text);
const finish = (page: Page) => page.evaluate(() => window.studio.finish());
/** The words that are marked as heard. */
const marked = (page: Page) => page.evaluate(() => [...((CSS.highlights.get('read-aloud') as Highlight | undefined) ?? [])].map(String));

async function listen(page: Page) {
  await button(page, 'Nghe bài viết').click();
  await expect.poll(() => spoken(page)).not.toEqual([]);
}

/** Hears the article to its end. */
async function hearAll(page: Page) {
  for (let count = 0; count < 500 && (await button(page, 'Tạm dừng').isVisible()); count += 1) await finish(page);
  return spokenTexts(page);
}

test('the title, the summary and the body are read, in order and whole', async ({ page }) => {
  await withVoices(page, ['vi-VN']);
  await openApp(page, SEED_PATH);
  await listen(page);
  const read = (await hearAll(page)).join(' ').replace(/\s+/g, ' ');
  expect(read.startsWith(SEED_TITLE)).toBe(true);
  const expected = await page.getByRole('article').evaluate((article) =>
    [...article.querySelectorAll('.article__summary, .article-body p, figcaption')].map((part) => part.textContent!.replace(/\s+/g, ' ').trim()));
  let from = 0;
  for (const part of expected) {
    const found = read.indexOf(part, from);
    expect(found, part).toBeGreaterThanOrEqual(from);
    from = found + part.length;
  }
  for (const control of ['Chia sẻ', 'Báo lỗi', 'Nghe bài viết', 'Facebook']) expect(read).not.toContain(control);
  await expect(button(page, 'Nghe bài viết')).toBeVisible();
});

test('no piece is long enough to be cut off', async ({ page }) => {
  await withVoices(page, ['vi-VN']);
  await openApp(page, SEED_PATH);
  await listen(page);
  const pieces = await hearAll(page);
  expect(pieces.length).toBeGreaterThan(20);
  expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(180);
});

test('the sentence that is heard is marked, and nothing of the page is changed for it', async ({ page }) => {
  await withVoices(page, ['vi-VN']);
  await openApp(page, SEED_PATH);
  const before = await page.locator('.article-body').innerHTML();
  await listen(page);
  expect(await marked(page)).toEqual([SEED_TITLE]);
  await finish(page);
  const [sentence] = await marked(page);
  expect(SEED_TITLE.includes(sentence!) || (await spokenTexts(page)).at(-1)!.startsWith(sentence!.slice(0, 20))).toBe(true);
  expect(await page.locator('.article-body').innerHTML()).toBe(before);
  await button(page, 'Dừng nghe').click();
  await expect.poll(() => marked(page)).toEqual([]);
});

test('a pause goes on where it was, by keyboard too', async ({ page }) => {
  await withVoices(page, ['vi-VN']);
  await openApp(page, SEED_PATH);
  await button(page, 'Nghe bài viết').focus();
  await page.keyboard.press('Enter');
  await expect(button(page, 'Tạm dừng')).toBeFocused();
  await expect.poll(() => spoken(page)).toHaveLength(1);
  await finish(page);
  await finish(page);
  await page.keyboard.press('Enter');
  await expect(button(page, 'Nghe tiếp')).toBeFocused();
  // A voice that was told to be silent says nothing that counts.
  await finish(page);
  const before = await spokenTexts(page);
  await page.keyboard.press('Enter');
  await expect(button(page, 'Tạm dừng')).toBeFocused();
  expect(await spokenTexts(page)).toEqual([...before, before.at(-1)]);
  await page.keyboard.press('Tab');
  await expect(button(page, 'Dừng nghe')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(button(page, 'Nghe bài viết')).toBeFocused();
  await expect(button(page, 'Dừng nghe')).toBeHidden();
});

test('the speed changes at once and is remembered', async ({ page }) => {
  await withVoices(page, ['vi-VN']);
  await openApp(page, SEED_PATH);
  await listen(page);
  expect((await spoken(page))[0]!.rate).toBe(1);
  const speed = page.getByRole('combobox', { name: 'Tốc độ' });
  await speed.selectOption('Rất nhanh');
  const [first, again] = await spoken(page);
  expect(again).toEqual({ ...first, rate: 1.5 });
  await page.reload();
  await listen(page);
  await expect(speed).toHaveValue('1.5');
  expect((await spoken(page))[0]!.rate).toBe(1.5);
});

test('a speed that was tampered with is the usual one', async ({ page }) => {
  await withVoices(page, ['vi-VN']);
  await page.addInitScript(() => localStorage.setItem('portal:speed', '99'));
  await openApp(page, SEED_PATH);
  await listen(page);
  expect((await spoken(page))[0]!.rate).toBe(1);
});

test('a voice of the device is taken before one that sends the text away', async ({ page }) => {
  await withVoices(page, ['vi-VN', 'vi_VN', 'en-US']);
  await openApp(page, SEED_PATH);
  await listen(page);
  expect((await spoken(page))[0]).toMatchObject({ lang: 'vi', voice: 'Giọng vi_VN 1' });
});

for (const [name, langs] of [['no voice', []], ['only voices of other languages', ['en-US', 'fr-FR']]] as const) {
  test(`where there is ${name}, listening is not offered`, async ({ page }) => {
    await withVoices(page, [...langs]);
    await openApp(page, SEED_PATH);
    await expect(page.getByRole('article').getByRole('button', { name: 'In', exact: true })).toBeVisible();
    await expect(button(page, 'Nghe bài viết')).toBeHidden();
  });
}

test('listening is offered when the voices come late', async ({ page }) => {
  await withVoices(page, ['vi-VN'], true);
  await openApp(page, SEED_PATH);
  await expect(button(page, 'Nghe bài viết')).toBeVisible();
});

test('the voice is silent on the next page, and reads that one when asked', async ({ page }) => {
  await withVoices(page, ['vi-VN']);
  await openApp(page, SEED_PATH);
  await listen(page);
  await relatedLink(page, RELATED.title).click();
  await expect(title(page)).toHaveText(RELATED.title);
  await expect(button(page, 'Nghe bài viết')).toBeVisible();
  expect(await marked(page)).toEqual([]);
  const before = (await spoken(page)).length;
  await finish(page);
  expect(await spoken(page)).toHaveLength(before);
  await button(page, 'Nghe bài viết').click();
  await expect.poll(async () => (await spokenTexts(page)).slice(before)[0]).toContain(RELATED.title.slice(0, 40));
});

test('the voice is silent as soon as its article is gone, also where nothing is drawn', async ({ page }) => {
  await withVoices(page, ['vi-VN']);
  await openApp(page, SEED_PATH);
  await listen(page);
  // As in a tab that the reader has put into the background.
  await page.evaluate(() => {
    window.requestAnimationFrame = () => 0;
  });
  await relatedLink(page, RELATED.title).click();
  await expect(title(page)).toHaveText(RELATED.title);
  expect(await marked(page)).toEqual([]);
});

test('a voice that fails says so', async ({ page }) => {
  await withVoices(page, ['vi-VN']);
  await openApp(page, SEED_PATH);
  await listen(page);
  await page.evaluate(() => window.studio.fail());
  await expect(page.getByRole('article').getByRole('status').filter({ hasText: 'Chưa đọc được bài này. Bạn hãy thử lại.' })).toBeVisible();
  await expect(button(page, 'Nghe bài viết')).toBeVisible();
});

test('the page follows the voice until the reader scrolls away', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 600, height: 500 });
  await withVoices(page, ['vi-VN']);
  await openApp(page, SEED_PATH);
  await listen(page);
  for (let count = 0; count < 40; count += 1) await finish(page);
  expect(await page.evaluate(() => window.scrollY)).toBeGreaterThan(400);
  await page.mouse.move(300, 300);
  await page.mouse.wheel(0, -5000);
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(0);
  await finish(page);
  await finish(page);
  expect(await page.evaluate(() => window.scrollY)).toBe(0);
});

for (const [width, height, size] of [[320, 568, 'xxl'], [320, 256, ''], [1280, 800, '']] as const) {
  test(`pause and stop stay in reach at ${width} × ${height} px, and cover nothing that has the focus`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height });
    await page.addInitScript((size) => localStorage.setItem('portal:text-size', size), size);
    await withVoices(page, ['vi-VN']);
    await openApp(page, SEED_PATH);
    await listen(page);
    for (let count = 0; count < 20; count += 1) await finish(page);
    await expect(button(page, 'Tạm dừng')).toBeInViewport({ ratio: 1 });
    await expect(button(page, 'Dừng nghe')).toBeInViewport({ ratio: 1 });
    const bar = (await page.locator('.read-aloud').boundingBox())!;
    expect(bar.height).toBeLessThanOrEqual(height / 4);
    // The sentence that is heard is seen whole where there is room for it, below the bar.
    const top = await page.evaluate(() => [...(CSS.highlights.get('read-aloud') as Highlight)].map((range) => (range as Range).getBoundingClientRect().top)[0]!);
    expect(top).toBeGreaterThanOrEqual(bar.height);
    // Whatever takes the focus backwards, up to the tools, is below the bar.
    await page.getByRole('link', { name: 'Báo lỗi trong bài này' }).focus();
    for (let stop = 0; stop < 6; stop += 1) {
      await page.keyboard.press('Shift+Tab');
      const seen = await page.evaluate(() => {
        const element = document.activeElement!;
        return { top: element.getBoundingClientRect().top, isIn: !!element.closest('.article-tools') };
      });
      if (seen.isIn) break;
      expect(seen.top).toBeGreaterThanOrEqual(bar.height);
    }
  });
}

test('stopping far from the tools leaves the reader where they are', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 360, height: 640 });
  await withVoices(page, ['vi-VN']);
  await openApp(page, SEED_PATH);
  await listen(page);
  for (let count = 0; count < 20; count += 1) await finish(page);
  await expect(button(page, 'Dừng nghe')).toBeInViewport();
  const before = await page.evaluate(() => window.scrollY);
  await button(page, 'Dừng nghe').focus();
  await page.keyboard.press('Enter');
  await expect(button(page, 'Nghe bài viết')).toBeFocused();
  expect(await page.evaluate(() => window.scrollY)).toBe(before);
  await expect(button(page, 'Nghe bài viết')).toBeInViewport();
  await title(page).focus();
  await expect(page.locator('.article-tools')).not.toHaveAttribute('data-away', '');
});

test.describe('generated', () => {
  test.use({ content: 'generated' });

  test('a recording is offered instead of a voice, and is not loaded before it is played', async ({ page }) => {
    await withVoices(page, ['vi-VN']);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await openApp(page, casePath('attached'));
    const recording = page.getByRole('figure', { name: 'Nghe bài viết' });
    await expect(recording).toBeVisible();
    await expect(button(page, 'Nghe bài viết')).toHaveCount(0);
    expect(asked.filter((url) => url.endsWith('.wav'))).toEqual([]);
  });

  test('a table is read by rows, a list by items, and no code of hostile text runs', async ({ page }) => {
    await withVoices(page, ['vi-VN']);
    await openApp(page, casePath('every-block'));
    await listen(page);
    const read = await hearAll(page);
    expect(read).toContain('Hàng gộp, Cột gộp');
    expect(read).toContain('Một, Hai ô làm một');
    expect(read).toContain('Mục cuối');
    expect(read).toContain('Chú thích của hình thử nghiệm');
    await page.goto(casePath('hostile'));
    await listen(page);
    expect((await hearAll(page)).join(' ')).toContain('<script>');
    expect(await page.title()).not.toContain('KHONG-DUOC-CHAY'.concat('!'));
  });
});
