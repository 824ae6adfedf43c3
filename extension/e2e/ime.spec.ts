import { expect, expectMarks, INPUTS, openChat, startTrial, test } from './test';

// Without the extension, the page itself holds the line to the engine and can be watched.
test.use({ build: 'none' });

for (const { kind, chat } of INPUTS) {
  test(`checks nothing half-composed in a ${kind}`, async ({ page, origin, context }) => {
    await page.addInitScript(() => {
      const checked: string[] = [];
      Object.assign(globalThis, { checked });
      const post = Worker.prototype.postMessage as (this: Worker, message: unknown) => void;
      Worker.prototype.postMessage = function (message: { type: string; text: string }) {
        if (message.type === 'check') checked.push(message.text);
        post.call(this, message);
      };
    });
    await page.goto(`${origin}/demo/`);
    await startTrial(page);
    const input = await openChat(page, origin, chat);

    const session = await context.newCDPSession(page);
    for (const half of ['n', 'ni', 'nihao', '你好']) {
      await session.send('Input.imeSetComposition', {
        text: half,
        selectionStart: half.length,
        selectionEnd: half.length,
      });
    }
    await expectMarks(input, []);
    await session.send('Input.insertText', { text: '你好' });
    await expectMarks(input, ['warning 你好']);

    const checked = await page.evaluate(
      () => (globalThis as unknown as { checked: string[] }).checked,
    );
    expect(checked).toEqual(['你好']);
  });
}
