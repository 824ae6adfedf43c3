/** Pictures of Huashu on the platforms' pages and of the lesson, to be looked at; none is kept in the repository. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { folderOf } from './browser';
import { beginLesson, CHATUI, KITS, type Kit, lesson, messageOf, openKit, teach } from './kits';
import { openDesk, PLATFORMS } from './platforms';
import { openPopup } from './popup';
import { choose, expect, expectMarks, test as inAnyLanguage, SharedBrowser, says } from './test';

const picture = (name: string) =>
  fileURLToPath(new URL(`../test-results/platforms/${name}.png`, import.meta.url));

const SHOP = {
  shop: {
    name: '木槿家居',
    ship_within_hours: 48,
    courier: '中通',
    return_days: 7,
    刻字: '可以，两天',
  },
  free_shipping_at: 99,
  coupons: [{ name: '入秋券', threshold: 199, off: 20 }],
};

/** Agents read Chinese: with no other language to choose from, any browser speaks it. */
const test = inAnyLanguage.extend<object, { shared: SharedBrowser }>({
  shared: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter's shape
    async ({}, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'huashu-zh-'));
      await cp(folderOf('chrome-e2e'), folder, { recursive: true });
      await rm(join(folder, '_locales/en'), { recursive: true });
      const browser = new SharedBrowser(folder);
      await use(browser);
      await browser.close();
      await rm(folder, { recursive: true });
    },
    { scope: 'worker' },
  ],
});

const [pinduoduo] = PLATFORMS as [(typeof PLATFORMS)[0]];

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.beforeEach(async ({ page, backstage }) => {
      await choose(backstage, { profile: 'default', shop: SHOP });
      await page.emulateMedia({ colorScheme });
    });
    const shoot = (page: Page, what: string) =>
      page.screenshot({ path: picture(`${what}-${colorScheme}`) });

    for (const platform of PLATFORMS) {
      test(platform.title, async ({ page }) => {
        const desk = await openDesk(page, platform);
        await desk.receive('buyer', '这条桌旗包邮吗，什么时候能发');
        await expect(desk.panel.locator('.reply').first()).toBeVisible();
        await desk.input.click();
        await page.keyboard.type('你好，可以加我微信细说');
        await expectMarks(desk.input, ['warning 你好', 'error 加我微信']);
        await shoot(page, `desk-${platform.id}`);
      });
    }

    test('facts, pill and night', async ({ page, backstage }) => {
      const desk = await openDesk(page, pinduoduo);
      await desk.receive('buyer', '这条桌旗包邮吗');
      await expect(desk.panel.locator('.reply').first()).toBeVisible();
      await desk.panel.locator('summary').last().click();
      await shoot(page, 'panel-facts');
      await desk.panel.getByRole('button', { name: says('panelCollapse') }).click();
      await shoot(page, 'panel-pill');
      await desk.panel.locator('.pill').click();
      // Whatever the hour is: as the platform counts it.
      await choose(backstage, { shop: SHOP });
      await expect(desk.panel.locator('.bounds')).toBeVisible();
      await shoot(page, 'panel-hours');
    });

    for (const kit of KITS) {
      test(`taught: ${kit.name}`, async ({ page, backstage }) => {
        await openKit(page, kit);
        await beginLesson(page, backstage);
        await teach(page, kit);
        await lesson(page)
          .getByRole('button', { name: says('teachKeep') })
          .click();
        await lesson(page)
          .getByRole('button', { name: says('teachClose') })
          .click();
        await page.evaluate(() => globalThis.buyerSays('这款台灯包邮吗'));
        await expect(page.locator('huashu-overlay .reply').first()).toBeVisible();
        await page.locator(kit.input).click();
        await page.keyboard.type('加我微信');
        await expectMarks(page.locator(kit.input), ['error 加我微信']);
        await shoot(page, `taught-${kit.name}`);
      });
    }

    test('the lesson, step by step', async ({ page, backstage }) => {
      const kit: Kit = CHATUI;
      await openKit(page, kit);
      const popup = await openPopup(page.context(), backstage, page);
      await popup.emulateMedia({ colorScheme });
      await popup.setViewportSize({ width: 320, height: 520 });
      await expect(popup.getByRole('button', { name: says('teachThis') })).toBeVisible();
      await shoot(popup, 'teach-0-popup');
      await popup.close();
      await beginLesson(page, backstage);
      await shoot(page, 'teach-1-input');
      await page.locator(kit.input).click();
      await messageOf(page, kit, 0).hover();
      await shoot(page, 'teach-2-buyer');
      await messageOf(page, kit, 0).click();
      await messageOf(page, kit, 1).hover();
      await shoot(page, 'teach-3-agent');
      await messageOf(page, kit, 0).click();
      await expect(lesson(page)).toContainText(says('teachNested', 'within'));
      await shoot(page, 'teach-4-fault');
      await messageOf(page, kit, 0).click();
      await messageOf(page, kit, 1).click();
      await expect(lesson(page)).toContainText(says('teachConfirm', 'within'));
      await shoot(page, 'teach-5-confirm');
      await lesson(page)
        .getByRole('button', { name: says('teachKeep') })
        .click();
      await expect(lesson(page)).toContainText(says('teachDone', 'within'));
      await shoot(page, 'teach-6-done');
      await lesson(page)
        .getByRole('button', { name: says('teachClose') })
        .click();
      const after = await openPopup(page.context(), backstage, page);
      await after.emulateMedia({ colorScheme });
      await after.setViewportSize({ width: 320, height: 620 });
      await expect(after.getByText(says('teachOwn'))).toBeVisible();
      await shoot(after, 'teach-7-popup');
      await after.close();
    });
  });
}
