/** Scenes that pictures are taken of, in the demo or wherever an agent types. */
import type { Locator, Page } from '@playwright/test';
import { card, expect, expectMarks, REFUSAL, REFUSAL_MARKS } from './test';

/** A refusal is typed, and the card speaks of its last words. */
export async function refuse(page: Page, input: Locator): Promise<void> {
  await page.keyboard.type(REFUSAL);
  await expectMarks(input, REFUSAL_MARKS);
  await page.keyboard.press('Alt+Enter');
  await page.keyboard.press('Alt+ArrowUp');
  await expect(card(page)).toBeVisible();
}

/** What must not be sent is sent, and held back. */
export async function holdBack(page: Page, input: Locator): Promise<void> {
  await page.keyboard.type('亲，加我微信');
  await expectMarks(input, ['error 加我微信']);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alertdialog')).toBeVisible();
}
