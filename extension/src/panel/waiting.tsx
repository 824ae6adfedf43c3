/** Who else waits: a strip in the panel, a count on the pill. */
import type { Limits } from '@huashu/wasm/types';
import type { WaitingChat } from '../chat/waiting';
import type { Texts } from '../i18n/texts';
import { useWait } from './clock';
import { gradeFrom, waitIn } from './grades';

/** More than so many names are only counted. */
const MOST = 3;

interface WaitingProps {
  /** The longest first. */
  chats: readonly WaitingChat[];
  limits: Limits;
  texts: Texts;
}

/** Chats wait by this machine's clock: their pages say how long, not since when. */
const machineClock = () => Date.now() / 1000;

/** The names of those who wait and how long, the most urgent first. */
export function WaitingStrip({ chats, limits, texts }: WaitingProps) {
  const now = useNow(chats, limits);
  return (
    <section class="waiting" aria-label={texts('waitingTitle', chats.length)}>
      <h2>{texts('waitingTitle', chats.length)}</h2>
      <ul>
        {chats.slice(0, MOST).map(({ name, since, atLeast }) => (
          <li key={name} class={gradeFrom(since, now - since, limits)}>
            <span title={name}>{name}</span>
            <b>
              {lasting(now - since, limits, texts)}
              {atLeast && '+'}
            </b>
          </li>
        ))}
        {chats.length > MOST && <li class="more">{texts('waitingMore', chats.length - MOST)}</li>}
      </ul>
    </section>
  );
}

/** How many wait, in the colour of the one who waits longest. */
export function WaitingBadge({ chats, limits, texts }: WaitingProps) {
  const now = useNow(chats, limits);
  const longest = chats[0]?.since ?? now;
  return (
    <b
      class={`badge ${gradeFrom(longest, now - longest, limits)}`}
      role="img"
      aria-label={texts('waitingTitle', chats.length)}
    >
      {chats.length}
    </b>
  );
}

/** Ticks with the one who came last. */
function useNow(chats: readonly WaitingChat[], limits: Limits): number {
  const start = chats.at(-1)?.since ?? machineClock();
  return start + useWait({ start, limits }, machineClock);
}

function lasting(wait: number, limits: Limits, texts: Texts): string {
  const short = waitIn(wait, limits, texts);
  return wait < 60 ? texts('clockSeconds', short) : short;
}
