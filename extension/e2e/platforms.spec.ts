/** What Huashu does on every platform, held to one table: pages of our own with the platforms' structure. */
import { type Desk, openDesk, PLATFORMS } from './platforms';
import { openPopup } from './popup';
import { choose, expect, expectMarks, expectText, says, test, text } from './test';

const count = (desk: Desk) => desk.panel.locator('.clock .count');
const strip = (desk: Desk) => desk.panel.locator('.waiting li');
const SECONDS = /^\d+$/;

/** The seconds that the clock shows; more than a minute as such. */
async function waited(desk: Desk): Promise<number> {
  const shown = (await count(desk).textContent()) ?? '';
  const [minutes, seconds] = /^(\d+):(\d+)$/.exec(shown)?.slice(1) ?? [0, shown];
  return 60 * Number(minutes) + Number(seconds);
}

// The platforms' own profiles grade nothing at night, when tests run, too.
test.beforeEach(async ({ page: _fresh, backstage }) => {
  await choose(backstage, { profile: 'default' });
});

for (const platform of PLATFORMS) {
  test.describe(platform.title, () => {
    test('is recognised, as the popup says; faults are underlined and mended', async ({
      page,
      context,
      backstage,
    }) => {
      const desk = await openDesk(page, platform);
      await desk.input.click();
      await page.keyboard.type('加我微信');
      await expectMarks(desk.input, ['error 加我微信']);
      const popup = await openPopup(context, backstage, page);
      await expect(popup.getByText(platform.title)).toBeVisible();
      await expect(popup.locator('.check .good')).toHaveText([
        says('popupInputFound', 'within'),
        /\d/,
        says('popupRolesSeen', 'within'),
      ]);
      await popup.close();
      await page.bringToFront();

      await page.keyboard.press('Alt+Enter');
      await expect(desk.card.locator('.marked')).toHaveText('加我微信');
      await page.keyboard.press('Alt+Enter');
      await expectMarks(desk.input, []);
      expect(await text(desk.input)).toContain('在这里');
    });

    test('a round runs from the first question to the answer; suggestions are filled, not sent', async ({
      page,
    }) => {
      const desk = await openDesk(page, platform);
      await expect(count(desk)).toHaveText('–');
      await desk.receive('buyer', '这个包邮吗');
      await expect(count(desk)).toHaveText(SECONDS);
      await expect.poll(() => waited(desk)).toBeGreaterThanOrEqual(1);
      await desk.receive('robot', '客服马上就到～');
      await desk.receive('buyer', '什么时候能发货');
      await expect(desk.panel.locator('.chips')).toContainText('发货');
      expect(await waited(desk)).toBeGreaterThanOrEqual(1);

      const said = await desk.said();
      const reply = desk.panel.locator('.reply .say').first();
      const words = (await reply.textContent()) ?? '';
      await desk.input.click();
      await page.keyboard.press('Alt+1');
      await expectText(desk.input, words);
      expect(await desk.said()).toBe(said);
      await page.keyboard.press('Enter');
      await expect.poll(() => desk.said()).toBe(said + 1);
      await expect(count(desk)).toHaveText('–');
      await expect(desk.panel.locator('.pace')).toContainText('1');
    });

    test('history is not news, and each chat has a clock of its own', async ({ page }) => {
      const desk = await openDesk(page, platform);
      await expect(count(desk)).toHaveText('–');
      const today = await desk.said();
      // Up until all is filled in: rows come, leave and come again.
      await expect
        .poll(
          async () => {
            await desk.scroll(-250);
            return desk.said();
          },
          { intervals: [60] },
        )
        .toBe(today + 18);
      await desk.scroll(-10_000);
      await expect(desk.frame.getByText('在吗，想问问那款亚麻桌布')).toBeVisible();
      await expect(count(desk)).toHaveText('–');
      await desk.scroll(10_000);
      await desk.receive('buyer', '还在吗');
      await expect(count(desk)).toHaveText(SECONDS);
      await desk.scroll(-600);
      await expect.poll(() => waited(desk)).toBeGreaterThanOrEqual(1);
      await expect(desk.panel.locator('.pace')).toHaveText(says('paceNone'));

      if (platform.waiting) {
        await expect(strip(desk)).toHaveCount(2);
        await expect(desk.panel.locator('.waiting')).toContainText('木叶知秋');
        await expect(desk.panel.locator('.waiting')).toContainText('三两清风');
        // The most urgent first, where the page says since when.
        if (platform.waiting === 'since') await expect(strip(desk).first()).toContainText('12');
      }
      await desk.choose('三两清风');
      if (platform.timed || platform.waiting === 'since') {
        await expect.poll(() => waited(desk)).toBeGreaterThanOrEqual(60);
      }
      await expect(desk.frame.getByText('请问这个礼盒可以写贺卡吗').last()).toBeVisible();
      if (platform.waiting) await expect(strip(desk)).toHaveText([/木叶知秋/]);
      await desk.choose('竹外桃花');
      await expect(count(desk)).toHaveText(SECONDS);
      expect(await waited(desk)).toBeLessThan(60);
    });
  });
}
