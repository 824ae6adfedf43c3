/** What the panel says: the buyer, the replies, the clock. */
import type { Limits, Product, Suggestion } from '@huashu/wasm/types';
import type { ComponentChildren } from 'preact';
import type { WaitingChat } from '../chat/waiting';
import type { Texts } from '../i18n/texts';
import type { PaceNumbers } from '../settings/pace';
import { Clock, Ring, type Round, useWait } from './clock';
import { type Fact, productFacts, yuan } from './facts';
import { WaitingBadge, WaitingStrip } from './waiting';

export interface PanelState {
  /** The open round, or null when nobody waits. */
  round: Round | null;
  /** The time on the clock of the rounds, in seconds. The same function as long as the chat is the same. */
  now: () => number;
  last: { wait: number; limits: Limits } | null;
  /** The other chats that wait, the longest first. */
  waiting: readonly WaitingChat[];
  /** What waits are graded by. */
  limits: Limits;
  /** What the buyer wants, what was said last first. */
  intents: readonly { id: string; title: string }[];
  /** Questions of the buyer's that an answer has left behind. */
  unanswered: readonly string[];
  suggestions: readonly Suggestion[];
  /** The goods that suggestions name. */
  products: readonly Product[];
  /** The article in question. */
  focus: Product | null;
  /** What the shop says of itself. */
  facts: readonly Fact[];
  pace: PaceNumbers | null;
}

interface ViewProps {
  state: PanelState;
  texts: Texts;
}

/** The open panel, below its head. */
export function View({
  state,
  texts,
  oninsert,
}: ViewProps & { oninsert: (index: number) => void }) {
  const { round, now, last, waiting, limits, intents, unanswered, suggestions, focus } = state;
  const { facts, pace } = state;
  const nothing = round ? texts('panelNoReplies') : texts('panelQuiet');
  return (
    <>
      <div class="scroll">
        {waiting.length > 0 && <WaitingStrip chats={waiting} limits={limits} texts={texts} />}
        <Block title={texts('panelBuyer')}>
          {intents.length > 0 && (
            <ul class="chips">
              {intents.map(({ id, title }) => (
                <li key={id}>{title}</li>
              ))}
            </ul>
          )}
          {unanswered.map((question) => (
            <p key={question} class="left">
              <b>{texts('panelUnanswered')}</b>
              <q>{question}</q>
            </p>
          ))}
          {focus && (
            <p class="focus">
              <span title={focus.name}>{focus.name}</span>
              {focus.price !== undefined && <b>{yuan(focus.price)}</b>}
            </p>
          )}
        </Block>
        <Block title={texts('panelReply')} note={suggestions.length > 0 ? texts('panelKeys') : ''}>
          {suggestions.length === 0 && <p class="nothing">{nothing}</p>}
          <ol class="replies">
            {suggestions.map((suggestion, i) => (
              <li key={`${suggestion.template} ${suggestion.text}`}>
                <Reply
                  suggestion={suggestion}
                  number={i + 1}
                  products={state.products}
                  texts={texts}
                  oninsert={() => oninsert(i)}
                />
              </li>
            ))}
          </ol>
        </Block>
        <Facts title={texts('factsProduct')} facts={focus ? productFacts(focus, texts) : []} />
        <Facts title={texts('factsShop')} facts={facts} />
      </div>
      <footer>
        <Clock round={round} now={now} last={last} texts={texts} />
        <p class="pace">
          {pace
            ? texts('paceToday', pace.answered, pace.median, Math.round(100 * pace.quick))
            : texts('paceNone')}
        </p>
      </footer>
    </>
  );
}

/** The collapsed panel: the clock, and whether there is something to say. */
export function Pill({ state, texts, onopen }: ViewProps & { onopen: () => void }) {
  const { round, now, waiting, limits, suggestions } = state;
  const wait = useWait(round, now);
  return (
    <button type="button" class="pill" aria-label={texts('panelExpand')} onClick={onopen}>
      <Ring round={round} wait={wait} texts={texts} />
      {suggestions.length > 0 ? texts('panelCount', suggestions.length) : texts('panelLabel')}
      {waiting.length > 0 && <WaitingBadge chats={waiting} limits={limits} texts={texts} />}
    </button>
  );
}

/** Things to look up, folded away until somebody asks. */
function Facts({ title, facts }: { title: string; facts: readonly Fact[] }) {
  if (facts.length === 0) return null;
  return (
    <details class="facts">
      <summary>{title}</summary>
      <dl>
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function Block({
  title,
  note,
  children,
}: {
  title: string;
  note?: string;
  children: ComponentChildren;
}) {
  return (
    <section aria-label={title}>
      <h2>
        {title}
        {note && <span>{note}</span>}
      </h2>
      {children}
    </section>
  );
}

function Reply({
  suggestion: { text, why, products: ids },
  number,
  products,
  texts,
  oninsert,
}: {
  suggestion: Suggestion;
  number: number;
  products: readonly Product[];
  texts: Texts;
  oninsert: () => void;
}) {
  const named = products.filter(({ id }) => ids.includes(id));
  return (
    <button
      type="button"
      class="reply"
      title={texts('panelInsert', number)}
      aria-keyshortcuts={`Alt+${number}`}
      onClick={oninsert}
    >
      <i class="number" aria-hidden="true">
        {number}
      </i>
      <span class="say">{text}</span>
      {named.map(({ id, name, price }) => (
        <span class="goods" key={id}>
          <span>{name}</span>
          {price !== undefined && <b>{yuan(price)}</b>}
        </span>
      ))}
      {why && (
        <span class="why" title={why}>
          {why}
        </span>
      )}
    </button>
  );
}
