import type { Fix } from '@huashu/wasm/types';
import { useState } from 'preact/hooks';
import type { Texts } from '../i18n/texts';
import type { PageFinding } from '../protocol/engine';

export interface CardProps {
  finding: PageFinding;
  /** Which of how many, counted from 1. */
  place: number;
  total: number;
  texts: Texts;
  onapply: (fix: Fix) => void;
  onignore: () => void;
  onignorealways: () => void;
  onfalsealarm: () => void;
}

/** What the popover says about one finding. */
export function Card(props: CardProps) {
  const { finding, place, total, texts, onapply, onignore, onignorealways, onfalsealarm } = props;
  const [whyOpen, setWhyOpen] = useState(false);
  const [reported, setReported] = useState(false);
  const fix = finding.fixes[0];
  return (
    <>
      <div class="words">
        <span class={`marked ${finding.severity}`}>{finding.text}</span>
        {total > 1 && (
          <span class="place" title={texts('popoverPlace', place, total)}>
            {place}/{total}
          </span>
        )}
      </div>
      <p class="message" id="message">
        {finding.message}
      </p>
      <div class="actions">
        {fix && (
          <button type="button" class="primary" onClick={() => onapply(fix)}>
            {fix.label}
          </button>
        )}
        <button type="button" class="quiet" onClick={onignore}>
          {texts('popoverIgnore')}
        </button>
        <button
          type="button"
          class="quiet"
          aria-expanded={whyOpen}
          aria-controls="why"
          onClick={() => setWhyOpen(!whyOpen)}
        >
          {texts('popoverWhy')}
        </button>
      </div>
      {whyOpen && (
        <div class="why" id="why">
          <p>{finding.why}</p>
          {finding.source && <p class="source">{texts('popoverSource', finding.source)}</p>}
          <div class="disagree">
            {finding.action !== 'confirm' && (
              <button type="button" class="quiet" onClick={onignorealways}>
                {texts('popoverIgnoreAlways')}
              </button>
            )}
            {/* It stays when it is done with: the keyboard may be on it. */}
            <button
              type="button"
              class="quiet"
              title={texts('popoverFalseAlarmHelp')}
              aria-live="polite"
              aria-disabled={reported}
              onClick={() => {
                if (!reported) onfalsealarm();
                setReported(true);
              }}
            >
              {texts(reported ? 'popoverReported' : 'popoverFalseAlarm')}
            </button>
          </div>
        </div>
      )}
      <p class="keys">
        <kbd>Alt</kbd> <kbd>Enter</kbd> {texts(fix ? 'popoverKeyApply' : 'popoverKeyNext')}
        {' · '}
        <kbd>Esc</kbd> {texts('popoverKeyClose')}
      </p>
    </>
  );
}
