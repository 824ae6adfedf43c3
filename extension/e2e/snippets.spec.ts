import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { keep, SETTLED } from './pages';
import { card, expect, expectMarks, expectText, INPUTS, openChat, says, test } from './test';

/** With what the demo page itself says of its shop. */
const SHIPPING = '亲，您今天拍下，24小时内为您发出中通快递哦～';

const list = (page: Page) => page.locator('huashu-overlay .snippets');
const chosen = (page: Page) => list(page).getByRole('option', { selected: true });

for (const { kind, chat } of INPUTS) {
  test.describe(`snippets in a ${kind}`, () => {
    test.beforeEach(async ({ page, origin, worker }) => {
      await keep(worker, { settings: SETTLED });
      await openChat(page, origin, chat);
      // The settings have arrived once there is something to show.
      await page.keyboard.type('/');
      await expect(list(page)).toBeVisible();
    });

    test('are put in by Tab, as one step to undo', async ({ page }) => {
      const input = page.locator('[data-demo=input]');
      await page.keyboard.type('fh');
      await expect(chosen(page)).toContainText(SHIPPING);
      await page.keyboard.press('Tab');
      await expectText(input, SHIPPING);
      await expect(list(page)).toHaveCount(0);
      await page.keyboard.press('Control+z');
      await expectText(input, '/fh');
      await page.keyboard.press('Control+Shift+z');
      await page.keyboard.type('好');
      await expectText(input, `${SHIPPING}好`);
    });

    test('are put in by Enter, and Enter sends nothing then', async ({ page }) => {
      const input = page.locator('[data-demo=input]');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      await expect(chosen(page)).toContainText('/zb');
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('Enter');
      await expectText(input, SHIPPING);
      await page.keyboard.press('Enter');
      await expectText(input, '');
    });

    test('leave Enter to the page as long as none is chosen', async ({ page }) => {
      const input = page.locator('[data-demo=input]');
      await page.keyboard.press('Enter');
      await expectText(input, '');
      await expect(list(page)).toHaveCount(0);
    });

    test('close by Esc and stay closed until something else is called for', async ({ page }) => {
      await page.keyboard.type('f');
      await page.keyboard.press('Escape');
      await expect(list(page)).toHaveCount(0);
      await expect(page.locator('[data-demo=input]')).toBeFocused();
      await page.keyboard.type('h');
      await expect(list(page)).toBeVisible();
      await page.keyboard.type('x');
      await expect(list(page)).toHaveCount(0);
    });

    test('are put in by a click, behind other words, and the caret goes to the blank', async ({
      page,
    }) => {
      const input = page.locator('[data-demo=input]');
      await page.keyboard.press('Backspace');
      await page.keyboard.type('您好 /');
      await list(page).getByRole('option', { name: /\/zb/ }).click();
      await expect(input).toBeFocused();
      await page.keyboard.type('39元');
      await expect.poll(() => input.evaluate(textOf)).toBe('您好 这款一年质保，满39元包邮～');
    });

    test('know nothing of paths, and nothing of half an input method’s word', async ({
      page,
      context,
    }) => {
      await page.keyboard.press('Backspace');
      await page.keyboard.type('和/fh');
      await expect(list(page)).toHaveCount(0);
      await page.keyboard.press('Control+a');
      await page.keyboard.type('/');
      await expect(list(page)).toBeVisible();
      const session = await context.newCDPSession(page);
      const half = { text: 'fa', selectionStart: 2, selectionEnd: 2 };
      await session.send('Input.imeSetComposition', half);
      await expect(list(page)).toHaveCount(0);
      await session.send('Input.insertText', { text: 'fh' });
      await expect(chosen(page)).toContainText('/fh');
    });
  });
}

test('everybody can use the list and the card', async ({ page, origin, worker }) => {
  await keep(worker, { settings: SETTLED });
  const input = await openChat(page, origin, 'c-lu');
  // Contrast cannot be measured in the top layer; the colours are those of the options.
  const sound = async () => {
    const axe = new AxeBuilder({ page }).include('huashu-overlay');
    const { violations, passes } = await axe.analyze();
    expect(passes.map(({ id }) => id)).toContain('aria-allowed-role');
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  };
  await page.keyboard.type('/f');
  await expect(list(page)).toBeVisible();
  await sound();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('你好');
  await expectMarks(input, ['warning 你好']);
  await page.keyboard.press('Alt+Enter');
  await card(page)
    .getByRole('button', { name: says('popoverWhy') })
    .click();
  await sound();
});

/** What stands in a box; a contenteditable may end in a line of its own. */
function textOf(element: Element): string {
  return element instanceof HTMLTextAreaElement
    ? element.value
    : (element as HTMLElement).innerText;
}
