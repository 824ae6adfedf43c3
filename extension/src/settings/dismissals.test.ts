import { describe, expect, it } from 'vitest';
import { type DismissalDay, Dismissals, plusDismissals, today } from './dismissals';
import { passingStore } from './store';
import { sumIn } from './sum';

const emptySum = () => sumIn(passingStore<DismissalDay>(), plusDismissals);

describe('Dismissals', () => {
  it('grows quiet about a rule after the third time, for that day', async () => {
    let day = '2026-11-22';
    const dismissals = new Dismissals(emptySum(), () => day);
    for (const quiet of [false, false, true]) {
      await dismissals.dismissed('filler.opening');
      expect(dismissals.isQuiet('filler.opening')).toBe(quiet);
    }
    expect(dismissals.isQuiet('address.nin')).toBe(false);
    day = '2026-11-23';
    expect(dismissals.isQuiet('filler.opening')).toBe(false);
  });

  it('counts across pages', async () => {
    const sum = emptySum();
    const [one, two] = [0, 1].map(() => new Dismissals(sum, () => '2026-11-22'));
    await one?.dismissed('address.nin');
    await two?.dismissed('address.nin');
    await one?.dismissed('address.nin');
    expect(one?.isQuiet('address.nin')).toBe(true);
  });
});

it('names the day of the agent, not of Greenwich', () => {
  expect(today(new Date(2026, 0, 5, 0, 30))).toBe('2026-01-05');
});
