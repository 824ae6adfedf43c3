/** The round's clock: how long the buyer has waited, and what that is worth. */
import type { Limits } from '@huashu/wasm/types';
import { useEffect, useState } from 'preact/hooks';
import type { TextKey, Texts } from '../i18n/texts';
import { counts, type Grade, gradeFrom, gradeOf, hoursIn, ringOf, waitIn } from './grades';

export interface Round {
  /** When the first unanswered message of the buyer's was said, in seconds. */
  start: number;
  limits: Limits;
}

const GRADE_TEXTS: Record<Grade, TextKey> = {
  golden: 'gradeGolden',
  good: 'gradeGood',
  fair: 'gradeFair',
  late: 'gradeLate',
  missed: 'gradeMissed',
};

/** How a wait that is over was kept. */
export const KEPT_TEXTS: Record<Grade, TextKey> = {
  golden: 'keptGolden',
  good: 'keptGood',
  fair: 'keptFair',
  late: 'keptLate',
  missed: 'keptMissed',
};

/** How long the buyer has waited by now, anew each second, or each minute once all limits are past. */
export function useWait(round: Round | null, now: () => number): number {
  const [wait, setWait] = useState(0);
  const start = round?.start ?? null;
  const limit = round?.limits.platform ?? 0;
  useEffect(() => {
    if (start === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tick = () => {
      clearTimeout(timer);
      // Nobody looks; coming back ticks again.
      if (document.hidden) return;
      const waited = Math.max(0, now() - start);
      setWait(waited);
      const step = waited <= limit ? 1 : 60;
      timer = setTimeout(tick, 1000 * (step - (waited % step)));
    };
    document.addEventListener('visibilitychange', tick);
    tick();
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', tick);
    };
  }, [start, limit, now]);
  // Before the first tick of another round, what the last one showed would be wrong.
  return start === null ? 0 : Math.max(0, Math.min(wait, now() - start));
}

/** The ring with the wait in its middle. */
export function Ring({ round, wait, texts }: { round: Round | null; wait: number; texts: Texts }) {
  const grade = round ? gradeFrom(round.start, wait, round.limits) : 'idle';
  const full = round && grade !== 'calm' ? ringOf(wait, round.limits) * 100 : 0;
  return (
    <div class={`ring ${grade}`}>
      <svg viewBox="0 0 48 48" aria-hidden="true">
        <circle class="track" cx="24" cy="24" r="20" />
        {full > 0 && (
          <circle
            class="run"
            cx="24"
            cy="24"
            r="20"
            pathLength="100"
            stroke-dasharray={`${full} 100`}
          />
        )}
      </svg>
      <span class="count">{round ? waitIn(wait, round.limits, texts) : '–'}</span>
    </div>
  );
}

/** The ring, in words, and the bounds that are still to be kept. */
export function Clock({
  round,
  now,
  last,
  texts,
}: {
  round: Round | null;
  now: () => number;
  /** How long the last answered round took, in seconds. */
  last: { wait: number; limits: Limits } | null;
  texts: Texts;
}) {
  const wait = useWait(round, now);
  const counted = round !== null && counts(round.limits, round.start);
  return (
    <div class="clock" role="timer" aria-label={texts('panelClock')}>
      <Ring round={round} wait={wait} texts={texts} />
      <div>
        <p class="verdict">
          {round && texts(counted ? GRADE_TEXTS[gradeOf(wait, round.limits)] : 'clockOff')}
          {!round && texts(last ? 'clockAnswered' : 'clockIdle')}
        </p>
        {counted && <Bounds wait={wait} limits={round.limits} texts={texts} />}
        {round && !counted && <p class="bounds">{texts('clockHoursOf', hoursIn(round.limits))}</p>}
        {!round && last && (
          <p class="bounds">
            {texts('clockLast', Math.round(last.wait))}
            {' · '}
            {texts(KEPT_TEXTS[gradeOf(last.wait, last.limits)])}
          </p>
        )}
      </div>
    </div>
  );
}

function Bounds({ wait, limits, texts }: { wait: number; limits: Limits; texts: Texts }) {
  const bounds = [limits.golden, limits.first, limits.reply, limits.platform];
  const next = bounds.find((bound) => wait <= bound);
  return (
    <p class="bounds">
      {bounds.map((bound) => (
        <span key={bound} class={bound === next ? 'next' : bound < wait ? 'past' : undefined}>
          {bound < 60
            ? texts('clockSeconds', bound)
            : texts('clockMinutes', Math.round(bound / 6) / 10)}
        </span>
      ))}
    </p>
  );
}
