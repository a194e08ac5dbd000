// The way around the site by keyboard alone, by mouse and by touch.

import { PAGE_KINDS, expect, expectSamePage, mainNavigation, markPage, openApp, scrollTop, test, title } from './portal';

const GROUP = 'Tin tức sự kiện';
const CHILD = 'Xây dựng chính quyền và Công tác thanh niên';

test.describe('by keyboard', () => {
  test('the skip link comes first and leads to the content', async ({ page }) => {
    await openApp(page, PAGE_KINDS.article);
    await markPage(page);
    await page.keyboard.press('Tab');
    const skip = page.getByRole('link', { name: 'Đến nội dung chính' });
    await expect(skip).toBeFocused();
    await expect(skip).toBeInViewport();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('main')).toBeFocused();
    await expect.poll(() => scrollTop(page)).toBeGreaterThan(0);
    await page.keyboard.press('Tab');
    await expect(page.getByRole('navigation', { name: 'Bạn đang ở' }).getByRole('link').first()).toBeFocused();
    await expectSamePage(page);
  });

  for (const key of ['Enter', 'Space']) {
    test(`a group opens with ${key}, its links are reached, and it closes behind the reader`, async ({ page }) => {
      await openApp(page, PAGE_KINDS.home);
      await markPage(page);
      for (const step of ['Đến nội dung chính', 'Trang thông tin điện tử Sở Nội vụ tỉnh Lai Châu', 'Tìm kiếm', 'English']) {
        await page.keyboard.press('Tab');
        await expect(page.getByRole('link', { name: step, exact: true }).first()).toBeFocused();
      }
      await page.keyboard.press('Tab');
      await expect(page.getByRole('banner').locator('summary', { hasText: 'Cỡ chữ, màu' })).toBeFocused();
      await page.keyboard.press('Tab');
      await expect(page.getByRole('link', { name: 'Trang chủ', exact: true }).first()).toBeFocused();
      const navigation = mainNavigation(page);
      await page.keyboard.press('Tab');
      await expect(navigation.getByText(GROUP, { exact: true })).toBeFocused();
      await expect(navigation.getByRole('link', { name: CHILD })).toBeHidden();
      await page.keyboard.press(key);
      await page.keyboard.press('Tab');
      await expect(navigation.getByRole('link', { name: `Tất cả: ${GROUP}` })).toBeFocused();
      await page.keyboard.press('Tab');
      await expect(navigation.getByRole('link', { name: CHILD })).toBeFocused();
      await page.keyboard.press('Enter');
      await expect(title(page)).toHaveText(CHILD);
      await expect(title(page)).toBeFocused();
      await expect(navigation.getByRole('link', { name: CHILD })).toBeHidden();
      await expectSamePage(page);
    });
  }

  test('what has the focus can be seen, on every stop of a page', async ({ page }) => {
    await openApp(page, PAGE_KINDS.standing);
    const stops = await page.getByRole('link').count();
    for (let stop = 0; stop < stops; stop += 1) {
      await page.keyboard.press('Tab');
      const focused = await page.evaluate(() => {
        const element = document.activeElement!;
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        return { name: element.textContent, isMarked: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2, isPage: element === document.body };
      });
      if (focused.isPage) return;
      expect(focused.isMarked, `${focused.name} has the focus, which cannot be seen`).toBe(true);
    }
  });
});

test('a group opens by mouse, and its child leads to the section', async ({ page }) => {
  await openApp(page, PAGE_KINDS.home);
  await markPage(page);
  const navigation = mainNavigation(page);
  await navigation.getByText(GROUP, { exact: true }).click();
  await expect(navigation.getByRole('link', { name: CHILD })).toBeVisible();
  await navigation.getByRole('link', { name: CHILD }).click();
  await expect(title(page)).toHaveText(CHILD);
  await expect(navigation.getByRole('link', { name: CHILD })).toBeHidden();
  await expectSamePage(page);
});

test('a group closes when it is clicked again', async ({ page }) => {
  await openApp(page, PAGE_KINDS.home);
  const navigation = mainNavigation(page);
  await navigation.getByText(GROUP, { exact: true }).click();
  await expect(navigation.getByRole('link', { name: CHILD })).toBeVisible();
  await navigation.getByText(GROUP, { exact: true }).click();
  await expect(navigation.getByRole('link', { name: CHILD })).toBeHidden();
});

test('thirty quick presses end where the last of them leads', async ({ page }) => {
  await openApp(page, PAGE_KINDS.home);
  await markPage(page);
  const entries = await page.evaluate(() => history.length);
  await page.evaluate(async () => {
    const paths = ['/trang/gioi-thieu/', '/', '/trang/lien-he/', '/tin-moi/', '/so-do-trang/'];
    for (let press = 0; press < 30; press += 1) {
      const path = paths[press % paths.length]!;
      const link = document.querySelector<HTMLAnchorElement>(`#app a[href="${path}"]`) ?? document.querySelector<HTMLAnchorElement>('#app a[href="/"]')!;
      link.click();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    document.querySelector<HTMLAnchorElement>('#app a[href="/trang/lien-he/"]')!.click();
  });
  await expect(title(page)).toHaveText('Liên hệ');
  await expect(title(page)).toBeFocused();
  await expect(page).toHaveURL('/trang/lien-he/');
  expect(await page.evaluate(() => history.length)).toBeGreaterThan(Math.min(entries + 20, 49));
  await expectSamePage(page);
});

test('the navigation says where the reader is', async ({ page }) => {
  await openApp(page, PAGE_KINDS.home);
  const navigation = mainNavigation(page);
  const current = navigation.getByRole('listitem').getByRole('link', { includeHidden: true }).and(page.locator('[aria-current]'));
  await expect(current).toHaveText(['Trang chủ']);
  await expect(current).toHaveAttribute('aria-current', 'page');

  await navigation.getByRole('link', { name: 'Giới thiệu' }).click();
  await expect(title(page)).toBeFocused();
  await expect(current).toHaveText(['Giới thiệu']);

  await navigation.getByText(GROUP, { exact: true }).click();
  await navigation.getByRole('link', { name: CHILD }).click();
  await expect(title(page)).toHaveText(CHILD);
  await expect(current).toHaveText([`Tất cả: ${GROUP}`, CHILD]);
  await expect(current.nth(0)).toHaveAttribute('aria-current', 'true');
  await expect(current.nth(1)).toHaveAttribute('aria-current', 'page');
});

test.describe('by touch, on a phone', () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 360, height: 640 } });

  test('a group opens with a tap, and its child leads to the section', async ({ page }) => {
    await openApp(page, PAGE_KINDS.home);
    await markPage(page);
    const navigation = mainNavigation(page);
    await page.getByRole('button', { name: 'Danh mục' }).tap();
    await navigation.getByText(GROUP, { exact: true }).tap();
    await navigation.getByRole('link', { name: CHILD }).tap();
    await expect(title(page)).toHaveText(CHILD);
    await expect(navigation.getByRole('link', { name: CHILD })).toBeHidden();
    await expectSamePage(page);
  });

  test('the first tap counts, even while the app is on its way', async ({ page }) => {
    await page.route('**/*.wasm', () => {});
    await page.goto(PAGE_KINDS.home);
    await page.getByRole('button', { name: 'Danh mục' }).tap();
    await mainNavigation(page).getByText(GROUP, { exact: true }).tap();
    await mainNavigation(page).getByRole('link', { name: CHILD }).tap();
    await expect(title(page)).toHaveText(CHILD);
  });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the two levels work', async ({ page }) => {
    await page.goto(PAGE_KINDS.home);
    await mainNavigation(page).getByText(GROUP, { exact: true }).click();
    await mainNavigation(page).getByRole('link', { name: CHILD }).click();
    await expect(title(page)).toHaveText(CHILD);
  });
});
