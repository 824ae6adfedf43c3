// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { FieldEditor } from './field';

const fix = [{ start: 0, end: 1, text: '您' }];

describe('a field', () => {
  let area: HTMLTextAreaElement;
  let editor: FieldEditor;

  beforeEach(() => {
    area = document.createElement('textarea');
    document.body.append(area);
    editor = new FieldEditor(area, new AbortController().signal);
  });

  it.each([
    ['has changed since', () => (area.value = '你好呀')],
    ['may not be written to', () => (area.readOnly = true)],
    ['has no room for it', () => (area.maxLength = 2)],
  ])('is left as it is when it %s', async (_why, prepare) => {
    area.value = '你好';
    prepare();
    const before = area.value;
    const longer = [{ start: 0, end: 0, text: '非常抱歉，' }];
    expect(await editor.apply(longer, '你好')).toBe(false);
    expect(area.value).toBe(before);
  });

  it('has a caret only while it has the focus', () => {
    area.value = '你好';
    expect(editor.caret()).toBeNull();
    area.focus();
    area.setSelectionRange(1, 1);
    expect(editor.caret()).toBe(1);
  });

  it('does not take a rewrite that would change nothing', async () => {
    area.value = '您好';
    expect(await editor.apply(fix, '您好')).toBe(false);
  });
});
