// On paper: nothing that only a screen needs, and nothing that a page's end takes from what belongs to it.

import { PAGE_KINDS, RELATED, SEED_PATH, articlePath, casePath, expect, openApp, test } from './portal';
import type { Page } from '@playwright/test';

/** Sets the page in columns as high as a sheet: they break by the same rules as pages. `bypassCSP` lets it. */
async function lay(page: Page, height: number) {
  await page.addStyleTag({ content: `.site-main { inline-size: 600px !important; padding: 0 !important; columns: 600px; column-fill: auto; column-gap: 0; block-size: ${height}px !important; }` });
}

/** Headings and captions that stand in another column than the beginning of what they belong to. */
function parted(page: Page) {
  return page.getByRole('main').evaluate((main) => {
    const boxes = (node: Node) => {
      const range = document.createRange();
      range.selectNodeContents(node);
      return [...range.getClientRects()].filter(({ width, height }) => width > 0 && height > 0);
    };
    const column = (box: DOMRect | undefined) => Math.floor(((box?.left ?? 0) - main.getBoundingClientRect().left) / 600);
    const found: string[] = [];
    for (const heading of main.querySelectorAll('h1, h2, h3, h4, caption')) {
      let after: Element | null = heading;
      while (after && after !== main && after.localName !== 'li' && !after.nextElementSibling) after = after.parentElement;
      // What is all of its item has nothing that belongs to it.
      const next = after?.localName === 'li' ? null : after?.nextElementSibling;
      // What is only heard is in no page's way.
      if (getComputedStyle(heading).position === 'absolute' || !boxes(heading).length || !next || next.matches('h1, h2, h3, h4') || !boxes(next).length) continue;
      if (column(boxes(heading).at(-1)) !== column(boxes(next)[0])) found.push(heading.textContent!);
    }
    for (const caption of main.querySelectorAll('figcaption')) {
      const picture = caption.parentElement!.querySelector('img')!.getBoundingClientRect();
      if (column(boxes(caption)[0]) !== column(picture)) found.push(caption.textContent!);
    }
    return found;
  });
}

test.describe('breaks', () => {
  test.use({ bypassCSP: true, viewport: { width: 640, height: 900 } });

  for (const [content, path] of [['embedded', () => SEED_PATH], ['generated', () => casePath('every-block')], ['generated', () => casePath('nesting')], ['generated', () => '/chuyen-muc/cai-cach/'], ['generated', () => '/trang/moi-loai-khoi/']] as const) {
    test.describe(`${content} ${path.toString().slice(6)}`, () => {
      test.use({ content });
      test('no heading and no caption is alone at a page’s end', async ({ page }) => {
        await openApp(page, path());
        await page.emulateMedia({ media: 'print' });
        for (let height = 620; height < 1100; height += 29) {
          await lay(page, height);
          expect(await parted(page), `a page of ${height} px`).toEqual([]);
        }
      });
    });
  }
});

test('there is no form and no control on paper', async ({ page }) => {
  for (const kind of ['home', 'search', 'widgets', 'article'] as const) {
    await openApp(page, PAGE_KINDS[kind]);
    await page.emulateMedia({ media: 'print' });
    const seen = await page.locator('form, input, select, button, textarea, fieldset, [role=search]').evaluateAll((controls) => controls.filter((control) => control.checkVisibility()).map((control) => control.outerHTML));
    expect(seen, kind).toEqual([]);
    await page.emulateMedia({ media: 'screen' });
  }
});

test('times on paper are those that stay true', async ({ page }) => {
  await page.clock.setFixedTime('2021-04-07T18:40:00+07:00');
  await openApp(page, articlePath('embedded', RELATED.id));
  const time = page.getByRole('article').locator('.article__times');
  await expect(time).toContainText('giờ trước');
  await page.emulateMedia({ media: 'print' });
  expect(await time.evaluate((element: HTMLElement) => element.innerText)).not.toContain('trước');
  expect(await time.evaluate((element: HTMLElement) => element.innerText)).toContain('07/04/2021 16:36');
});

test('the masthead on paper has the whole name', async ({ page }) => {
  await page.setViewportSize({ width: 640, height: 900 });
  await openApp(page, SEED_PATH);
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('banner').getByText('Trang thông tin điện tử Sở Nội vụ tỉnh Lai Châu')).toBeVisible();
});

test.describe('of generated content', () => {
  test.use({ content: 'generated' });

  test('a film leaves no empty frame, and a table nothing out', async ({ page }) => {
    await openApp(page, casePath('every-block'));
    await page.emulateMedia({ media: 'print' });
    await expect(page.locator('video')).toBeHidden();
    await expect(page.getByRole('button', { name: 'Xem tại đây' })).toBeHidden();
    await expect(page.getByRole('link', { name: /mở trên youtube/ })).toBeVisible();
    const hidden = await page.locator('.content-table').evaluateAll((tables) => tables.filter((table) => getComputedStyle(table).overflowX !== 'visible').length);
    expect(hidden).toBe(0);
  });
});
