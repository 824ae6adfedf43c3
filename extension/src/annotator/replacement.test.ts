import { describe, expect, it } from 'vitest';
import { joinEdits, moveCaret } from './replacement';

const text = '你好，这个价格不能再便宜了';

describe('joinEdits', () => {
  it('keeps a single edit', () => {
    expect(joinEdits(text, [{ start: 0, end: 1, text: '您' }])).toEqual({
      start: 0,
      end: 1,
      text: '您',
    });
  });

  it('writes back what lies between two edits', () => {
    const edits = [
      { start: 0, end: 1, text: '您' },
      { start: 7, end: 9, text: '无法' },
    ];
    expect(joinEdits(text, edits)).toEqual({ start: 0, end: 9, text: '您好，这个价格无法' });
  });

  it('leaves out edges that stay the same', () => {
    expect(joinEdits(text, [{ start: 0, end: 2, text: '您好' }])).toEqual({
      start: 0,
      end: 1,
      text: '您',
    });
  });

  it('knows an insertion and a deletion', () => {
    expect(joinEdits(text, [{ start: 0, end: 0, text: '非常抱歉，' }])).toEqual({
      start: 0,
      end: 0,
      text: '非常抱歉，',
    });
    expect(joinEdits(text, [{ start: 12, end: 13, text: '' }])).toEqual({
      start: 12,
      end: 13,
      text: '',
    });
  });

  it('never cuts a character in half', () => {
    expect(joinEdits('好😀', [{ start: 1, end: 3, text: '😁' }])).toEqual({
      start: 1,
      end: 3,
      text: '😁',
    });
    expect(joinEdits('a𠀀', [{ start: 1, end: 3, text: '𡀀' }])?.text).toBe('𡀀');
  });

  it('says null when nothing would change', () => {
    expect(joinEdits(text, [])).toBeNull();
    expect(joinEdits(text, [{ start: 0, end: 2, text: '你好' }])).toBeNull();
  });
});

describe('moveCaret', () => {
  const replacement = { start: 7, end: 9, text: '暂时无法' };

  it.each([
    ['before the replacement', 3, 3],
    ['inside it', 8, 11],
    ['right behind it', 9, 11],
    ['at the end of the text', 13, 15],
  ])('%s', (_where, caret, moved) => {
    expect(moveCaret(caret, replacement)).toBe(moved);
  });

  it('stays behind an insertion at its own place', () => {
    expect(moveCaret(0, { start: 0, end: 0, text: '非常抱歉，' })).toBe(5);
  });
});
