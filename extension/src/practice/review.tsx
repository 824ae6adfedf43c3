/** What was said, and what would have been better. */
import { marked } from '@huashu/wasm/marked';
import type { PracticeAnswer, PracticeReview, Scenario } from '@huashu/wasm/types';
import { useEffect, useRef } from 'preact/hooks';
import type { TextKey, Texts } from '../i18n/texts';
import { KEPT_TEXTS } from '../panel/clock';

export function Review({
  scenario,
  review,
  record,
  again,
  leave,
  texts,
}: {
  scenario: Scenario;
  review: PracticeReview;
  /** It beats what was reached before. */
  record: boolean;
  again: () => void;
  leave: () => void;
  texts: Texts;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div class="review">
      <header>
        <Dial score={review.score} texts={texts} />
        <div>
          <h1 ref={heading} tabIndex={-1}>
            {scenario.title}
          </h1>
          <p>
            {texts(verdictOf(review.score))}
            {record && <span class="record">{texts('practiceRecord')}</span>}
          </p>
        </div>
        <span class="buttons">
          <button type="button" onClick={leave}>
            {texts('practiceOther')}
          </button>
          <button type="button" class="primary" onClick={again}>
            {texts('practiceAgain')}
          </button>
        </span>
      </header>
      <ol class="turns">
        {review.turns.map((turn, i) => (
          <li key={turn.model}>
            <Turn turn={turn} number={i + 1} texts={texts} />
          </li>
        ))}
      </ol>
    </div>
  );
}

/** What to say to a score. Kind first, and true. */
function verdictOf(score: number): TextKey {
  if (score >= 90) return 'practiceGreat';
  if (score >= 75) return 'practiceGood';
  return score >= 50 ? 'practiceFair' : 'practicePoor';
}

function Dial({ score, texts }: { score: number; texts: Texts }) {
  return (
    <div class="ring dial" role="img" aria-label={texts('practiceScore', score)}>
      <svg viewBox="0 0 72 72" aria-hidden="true">
        <circle class="track" cx="36" cy="36" r="31" />
        <circle
          class="run"
          cx="36"
          cy="36"
          r="31"
          pathLength="100"
          stroke-dasharray={`${score} 100`}
        />
      </svg>
      <b class="count" aria-hidden="true">
        {score}
      </b>
    </div>
  );
}

function Turn({ turn, number, texts }: { turn: PracticeAnswer; number: number; texts: Texts }) {
  const perfect = turn.score === 100;
  return (
    <article>
      <h2>
        {texts('practiceTurn', number)}
        <span class="points">{texts('practicePoints', turn.score)}</span>
      </h2>
      <div class="said">
        {turn.lines.map(({ role, text, findings }, i) => (
          // What was said never moves: its place is its name.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <div class="line" key={i}>
            <p class={role}>
              {marked(text, findings).map((piece) =>
                piece.severity ? (
                  <mark class={`marked ${piece.severity}`} key={piece.start}>
                    {piece.text}
                  </mark>
                ) : (
                  piece.text
                ),
              )}
            </p>
            {findings.length > 0 && (
              <ul class="remarks">
                {findings.map(({ rule, start, message }) => (
                  <li key={`${rule} ${start}`}>{message}</li>
                ))}
              </ul>
            )}
          </div>
        ))}
      </div>
      <ul class="wants">
        {turn.wants.map(({ title, met }) => (
          <li class={met ? 'met' : 'missed'} key={title}>
            <span aria-hidden="true">{met ? '✓' : '○'}</span>
            <span class="spoken">{texts(met ? 'practiceMet' : 'practiceMissed')}</span> {title}
          </li>
        ))}
        <li class={turn.grade === 'late' || turn.grade === 'missed' ? 'missed' : 'met'}>
          {texts('practiceWait', Math.round(Math.max(...turn.waits)))} ·{' '}
          {texts(KEPT_TEXTS[turn.grade])}
        </li>
      </ul>
      {!perfect && (
        <p class="model">
          <b>{texts('practiceModel')}</b>
          {turn.model}
        </p>
      )}
    </article>
  );
}
