import { describe, expect, it } from 'vitest';
import type { PageFinding } from '../protocol/engine';
import { Checker } from './checker';

/** A check whose answers the test gives one by one. */
function manualCheck() {
  const asked: string[] = [];
  const answers: ((findings: PageFinding[] | Error) => void)[] = [];
  const check = (text: string) => {
    asked.push(text);
    return new Promise<PageFinding[]>((resolve, reject) => {
      answers.push((a) => (a instanceof Error ? reject(a) : resolve(a)));
    });
  };
  const answerNext = async (findings: PageFinding[] | Error = []) => {
    answers.shift()?.(findings);
    await new Promise((settled) => setTimeout(settled));
  };
  return { asked, check, answerNext };
}

describe('Checker', () => {
  it('keeps one in flight and checks only the latest of what came meanwhile', async () => {
    const { asked, check, answerNext } = manualCheck();
    const done: string[] = [];
    const checker = new Checker(check, (text) => done.push(text));
    for (const text of ['不', '不能', '不能再', '不能再便']) checker.request(text);
    expect(asked).toEqual(['不']);
    await answerNext();
    expect(asked).toEqual(['不', '不能再便']);
    await answerNext();
    expect(done).toEqual(['不', '不能再便']);
  });

  it('goes on after a failure', async () => {
    const { asked, check, answerNext } = manualCheck();
    const done: (PageFinding[] | null)[] = [];
    const checker = new Checker(check, (_text, findings) => done.push(findings));
    checker.request('你');
    checker.request('你好');
    await answerNext(new Error('the engine is gone'));
    await answerNext([]);
    expect(asked).toEqual(['你', '你好']);
    expect(done).toEqual([null, []]);
  });
});
