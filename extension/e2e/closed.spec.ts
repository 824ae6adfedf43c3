import { expect, expectMarks, openChat, test } from './test';

// The build that users get keeps its shadow root to itself.
test.use({ build: 'chrome' });

test('the popover of the real build is closed to the page and open to a screen reader', async ({
  page,
  origin,
  context,
}) => {
  const input = await openChat(page, origin, 'c-lu');
  await page.keyboard.type('你好');
  await expectMarks(input, ['warning 你好']);
  await page.keyboard.press('Alt+Enter');
  // The panel and the card.
  const overlays = page.locator('huashu-overlay');
  await expect(overlays).toHaveCount(2);
  expect(await overlays.evaluateAll((hosts) => hosts.map((host) => host.shadowRoot))).toEqual([
    null,
    null,
  ]);

  const session = await context.newCDPSession(page);
  const names = async () => {
    const { nodes } = await session.send('Accessibility.getFullAXTree');
    return nodes
      .filter((node) => node.role?.value === 'dialog' || node.role?.value === 'button')
      .map((node) => `${node.role?.value} ${node.name?.value}`);
  };
  await expect.poll(names).toContain('button 您好');
  expect((await names()).filter((name) => name.startsWith('dialog'))).toHaveLength(1);
});
