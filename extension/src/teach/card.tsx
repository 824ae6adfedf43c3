/** The lesson's card: what to point at, what was understood, what to do next. */
import type { Adapter } from '@huashu/wasm/types';
import type { ComponentChildren } from 'preact';
import type { Row } from '../chat/rows';
import type { TextKey, Texts } from '../i18n/texts';
import type { AdapterCheck } from '../protocol/control';
import type { Fault, Picks } from './derive';

export type Picked = keyof Picks;

/** Where the lesson stands. */
export type Shown =
  | { step: Picked; fault?: Fault }
  | { step: 'confirm'; adapter: Adapter; check: AdapterCheck; last: readonly Row[] }
  | { step: 'done' };

const ORDER: readonly Shown['step'][] = ['input', 'buyer', 'agent', 'confirm'];

const ASKED: Record<Picked, TextKey> = {
  input: 'teachAskInput',
  buyer: 'teachAskBuyer',
  agent: 'teachAskAgent',
};

const FAULTS: Record<Fault, TextKey> = {
  gone: 'teachGone',
  nested: 'teachNested',
  apart: 'teachApart',
  alike: 'teachAlike',
};

interface CardProps {
  shown: Shown;
  texts: Texts;
  onmove: () => void;
  onagain: () => void;
  onkeep: (adapter: Adapter) => void;
  onleave: () => void;
}

export function Card(props: CardProps) {
  const { shown, texts, onmove, onleave } = props;
  const at = ORDER.indexOf(shown.step);
  return (
    <>
      <header>
        <h2>{texts('teachTitle')}</h2>
        {at >= 0 && (
          <span class="steps" role="img" aria-label={texts('teachStep', at + 1, ORDER.length)}>
            {ORDER.map((step, i) => (
              <i key={step} class={i < at ? 'past' : i === at ? 'now' : undefined} />
            ))}
          </span>
        )}
        <button
          type="button"
          class="icon quiet"
          aria-label={texts('teachMove')}
          title={texts('teachMove')}
          onClick={onmove}
        >
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="M5 5 2 8l3 3M11 5l3 3-3 3M2 8h12" />
          </svg>
        </button>
        <button
          type="button"
          class="icon quiet"
          aria-label={texts('teachLeave')}
          title={texts('teachLeave')}
          onClick={onleave}
        >
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="m4 4 8 8M12 4l-8 8" />
          </svg>
        </button>
      </header>
      <Body {...props} />
    </>
  );
}

function Body({ shown, texts, onagain, onkeep, onleave }: CardProps) {
  if (shown.step === 'done') {
    return (
      <>
        <p class="asked">{texts('teachDone')}</p>
        <p class="note">{texts('teachExport')}</p>
        <div class="buttons">
          <button type="button" class="primary" onClick={onleave}>
            {texts('teachClose')}
          </button>
        </div>
      </>
    );
  }
  if (shown.step === 'confirm') {
    return <Confirm {...shown} texts={texts} onagain={onagain} onkeep={onkeep} />;
  }
  const { step, fault } = shown;
  return (
    <div aria-live="polite">
      {fault && <p class="fault">{texts(FAULTS[fault])}</p>}
      <p class="asked">{texts(ASKED[step])}</p>
      {step !== 'input' && <p class="note">{texts('teachOnlyWords')}</p>}
      <p class="keys">
        <span>
          <kbd>↑</kbd> <kbd>↓</kbd> {texts('teachKeySize')}
        </span>
        <span>
          <kbd>←</kbd> <kbd>→</kbd> {texts('teachKeyStep')}
        </span>
        <span>
          <kbd>Enter</kbd> {texts('teachKeyTake')}
        </span>
        <span>
          <kbd>Esc</kbd> {texts('teachKeyLeave')}
        </span>
      </p>
    </div>
  );
}

function Confirm({
  adapter,
  check,
  last,
  texts,
  onagain,
  onkeep,
}: {
  adapter: Adapter;
  check: AdapterCheck;
  last: readonly Row[];
} & Pick<CardProps, 'texts' | 'onagain' | 'onkeep'>) {
  const both = check.buyer > 0 && check.agent > 0;
  return (
    <>
      <p class="asked">{texts('teachConfirm')}</p>
      <ul class="check">
        <Found ok={check.inputs === 1}>{texts('popupInputFound')}</Found>
        <Found ok={both}>{texts('teachRows', check.rows, check.buyer, check.agent)}</Found>
        <Found ok={adapter.send !== undefined}>
          {texts(adapter.send ? 'teachSendFound' : 'teachSendMissing')}
        </Found>
      </ul>
      <ol class="last" aria-label={texts('teachLast')}>
        {last.map(({ role, text }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a list that does not change
          <li key={i} class={role}>
            <b>{texts(role === 'buyer' ? 'teachBuyer' : 'teachAgent')}</b>
            <span>{text || texts('teachWordless')}</span>
          </li>
        ))}
      </ol>
      <div class="buttons">
        <button type="button" class="primary" disabled={!both} onClick={() => onkeep(adapter)}>
          {texts('teachKeep')}
        </button>
        <button type="button" class="quiet" onClick={onagain}>
          {texts('teachAgain')}
        </button>
      </div>
    </>
  );
}

function Found({ ok, children }: { ok: boolean; children: ComponentChildren }) {
  return (
    <li class={ok ? 'good' : 'open'}>
      <span aria-hidden="true">{ok ? '✓' : '–'}</span> {children}
    </li>
  );
}
