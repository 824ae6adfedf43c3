/** The practice chat itself. */
import type { ChatEvent } from '@huashu/wasm/types';
import type { Ref } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Texts } from '../i18n/texts';
import { Clock } from '../panel/clock';
import { Cards } from './cards';
import type { Play } from './play';

export function Talk({
  play,
  coach,
  leave,
  finish,
  now,
  texts,
}: {
  play: Play;
  /** Underlines what is typed into the box, until the signal aborts. */
  coach: (box: HTMLTextAreaElement, signal: AbortSignal) => void;
  leave: () => void;
  finish: () => void;
  now: () => number;
  texts: Texts;
}) {
  const box = useRef<HTMLTextAreaElement>(null);
  const end = useRef<HTMLDivElement>(null);
  const { scenario, events, waitingSince } = play;
  useEffect(() => {
    const life = new AbortController();
    if (box.current) coach(box.current, life.signal);
    box.current?.focus();
    return () => life.abort();
  }, [coach]);
  const last = events.at(-1);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is new calls for scrolling
  useLayoutEffect(() => end.current?.scrollIntoView({ block: 'end' }), [last, play.typing]);
  const limits = play.step?.limits;
  const answered = events.some(({ role }) => role === 'agent');
  return (
    <div class="talk">
      <header>
        <button type="button" class="quiet" onClick={leave}>
          ← {texts('practiceBack')}
        </button>
        <div>
          <h1>{scenario.title}</h1>
          <p>{scenario.about}</p>
        </div>
        <button type="button" disabled={!answered} onClick={finish}>
          {texts('practiceFinish')}
        </button>
      </header>
      <div class="split">
        <section class="chat" aria-label={texts('practiceChat')}>
          <div class="rows" role="log" aria-live="polite">
            {events.map((event) => (
              <Row key={event.id} event={event} />
            ))}
            {play.typing && (
              <p class="buyer dots">
                <span class="spoken">{texts('practiceTyping')}</span>
                <i />
                <i />
                <i />
              </p>
            )}
            <div ref={end} />
          </div>
          {play.failure !== null && (
            <p class="failure" role="alert">
              {texts('practiceFailed')}
            </p>
          )}
          <Composer box={box} send={(text) => void play.send(text)} texts={texts} />
        </section>
        <div class="side">
          <div class="surface-clock">
            <Clock
              round={waitingSince === null || !limits ? null : { start: waitingSince, limits }}
              now={now}
              last={null}
              texts={texts}
            />
          </div>
          {scenario.scene && <Cards scene={scenario.scene} texts={texts} />}
        </div>
      </div>
    </div>
  );
}

function Row({ event }: { event: ChatEvent }) {
  return <p class={event.role}>{event.text}</p>;
}

function Composer({
  box,
  send,
  texts,
}: {
  box: Ref<HTMLTextAreaElement> & { current: HTMLTextAreaElement | null };
  send: (text: string) => void;
  texts: Texts;
}) {
  const [empty, setEmpty] = useState(true);
  const submit = () => {
    const area = box.current;
    if (!area || area.value.trim() === '') return;
    send(area.value.trim());
    area.value = '';
    area.dispatchEvent(new Event('input', { bubbles: true }));
    area.focus();
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <textarea
        ref={box}
        rows={3}
        aria-label={texts('practiceBox')}
        placeholder={texts('practiceBox')}
        onInput={(event) => setEmpty(event.currentTarget.value.trim() === '')}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          submit();
        }}
      />
      <button type="submit" class="primary" disabled={empty}>
        {texts('practiceSend')}
      </button>
    </form>
  );
}
