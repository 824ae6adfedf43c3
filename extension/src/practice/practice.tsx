/** Practice: choose a buyer, talk, look at how it went. */
import type { ChatEvent, PracticeReview, Scenario } from '@huashu/wasm/types';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { annotate } from '../annotator/annotator';
import type { Texts } from '../i18n/texts';
import type { Answer, Asked, Question } from '../protocol/engine';
import type { Best } from './best';
import { Picker } from './picker';
import { Play } from './play';
import { Review } from './review';
import { Talk } from './talk';

export interface PracticeProps {
  ask<Q extends Question>(type: Q, asked: Asked<Q>): Promise<Answer<Q>>;
  best: Best;
  /** The scenario to begin with at once, by its id. */
  start: string | null;
  texts: Texts;
}

type Screen =
  | { at: 'loading' }
  | { at: 'failed' }
  | { at: 'picker' }
  | { at: 'talk'; play: Play; life: AbortController }
  | { at: 'review'; scenario: Scenario; review: PracticeReview; record: boolean };

const now = () => Date.now() / 1000;
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
/** How long the last words stand before the review takes their place, in milliseconds. */
const FAREWELL = 1_200;

export function Practice({ ask, best, start, texts }: PracticeProps) {
  const [screen, setScreen] = useState<Screen>({ at: 'loading' });
  const [scenarios, setScenarios] = useState<Scenario[]>([]);
  const [, redraw] = useState(0);

  const play = useCallback(
    (scenario: Scenario) => {
      const life = new AbortController();
      const onchange = () => redraw((n) => n + 1);
      const practise = (id: string, events: readonly ChatEvent[]) =>
        ask('practise', { scenario: id, events: [...events] });
      const next = new Play(scenario, { practise, now, pause, onchange }, life.signal);
      setScreen({ at: 'talk', play: next, life });
      void next.start();
    },
    [ask],
  );

  useEffect(() => {
    void Promise.all([ask('scenarios', {}), best.load()]).then(
      ([all]) => {
        setScenarios(all);
        const first = all.find(({ id }) => id === start);
        if (first) play(first);
        else setScreen({ at: 'picker' });
      },
      () => setScreen({ at: 'failed' }),
    );
  }, [ask, best, start, play]);

  const review = useCallback(
    async (over: Play) => {
      try {
        const { review } = await over.end();
        const record = await best.keep(over.scenario.id, review.score);
        setScreen({ at: 'review', scenario: over.scenario, review, record });
      } catch {
        setScreen({ at: 'failed' });
      }
    },
    [best],
  );

  const done = screen.at === 'talk' && screen.play.step?.done === true;
  useEffect(() => {
    if (!done || screen.at !== 'talk') return;
    const timer = setTimeout(() => void review(screen.play), FAREWELL);
    return () => clearTimeout(timer);
  }, [done, screen, review]);

  const coach = useCallback(
    (box: HTMLTextAreaElement, signal: AbortSignal) => {
      annotate(
        box,
        {
          check: (text) => ask('check', { text }),
          isQuiet: () => false,
          fates: UNCOUNTED,
          texts,
        },
        signal,
      );
    },
    [ask, texts],
  );

  const leave = () => {
    if (screen.at === 'talk') screen.life.abort();
    setScreen({ at: 'picker' });
  };
  switch (screen.at) {
    case 'loading':
      return <p class="foot">{texts('practiceLoading')}</p>;
    case 'failed':
      return (
        <p class="foot" role="alert">
          {texts('practiceFailed')}
        </p>
      );
    case 'picker':
      return <Picker scenarios={scenarios} best={best} pick={play} texts={texts} />;
    case 'talk':
      return (
        <Talk
          play={screen.play}
          coach={coach}
          leave={leave}
          finish={() => void review(screen.play)}
          now={now}
          texts={texts}
        />
      );
    case 'review':
      return (
        <Review
          scenario={screen.scenario}
          review={screen.review}
          record={screen.record}
          again={() => play(screen.scenario)}
          leave={leave}
          texts={texts}
        />
      );
  }
}

/** Practice is not work: nothing of it is counted. */
const UNCOUNTED = {
  accepted: () => {},
  dismissed: () => {},
  ignored: () => {},
  falseAlarm: () => {},
  left: () => {},
};
