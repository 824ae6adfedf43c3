import type { ChatFinding, Fix, Reason } from '@huashu/wasm';
import { useEffect, useState } from 'preact/hooks';
import type { Engine } from '../engine/engine';
import { Severity } from '../ui/badge';
import { Button } from '../ui/button';
import { t } from './texts';

interface Props {
  finding: ChatFinding;
  /** The message it is in. */
  text: string;
  inChat: boolean;
  engine: Engine | undefined;
  onRule: (rule: string) => void;
  onPoint: (finding: ChatFinding | undefined) => void;
  onFix: ((fix: Fix) => void) | undefined;
}

/** A finding: the words, what the agent is told, the rewrites, and on request why. */
export function FindingCard({ finding, text, inChat, engine, onRule, onPoint, onFix }: Props) {
  const [open, setOpen] = useState(false);
  const whole = finding.turn < 0 || finding.text === text;
  const place = finding.turn < 0 ? t.whole : t.messageOf(finding.turn + 1);
  return (
    <li
      class={`finding ${finding.severity}`}
      onMouseEnter={() => onPoint(finding)}
      onMouseLeave={() => onPoint(undefined)}
    >
      <div class="line">
        <Severity of={finding.severity} short />
        <strong>{finding.message}</strong>
      </div>
      <p class="quiet">{finding.why}</p>
      <div class="line foot">
        {inChat && <span class="quiet">{place}</span>}
        {!whole && <mark class={finding.severity}>{finding.text}</mark>}
        {finding.fixes.map((fix) =>
          onFix ? (
            <Button key={fix.label} small title={t.apply(fix.label)} onClick={() => onFix(fix)}>
              {fix.label}
            </Button>
          ) : (
            <ins key={fix.label}>{fix.label}</ins>
          ),
        )}
        <Button small kind="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t.why}
        </Button>
      </div>
      {open && <Why finding={finding} text={text} engine={engine} onRule={onRule} />}
    </li>
  );
}

function Why({
  finding,
  text,
  engine,
  onRule,
}: Pick<Props, 'finding' | 'text' | 'engine' | 'onRule'>) {
  const [reasons, setReasons] = useState<Reason[]>([]);
  useEffect(() => {
    let current = true;
    // Without an explanation the rule and its words still stand there.
    engine?.explain(text, finding.rule).then(
      (found) => current && setReasons(found),
      () => {},
    );
    return () => {
      current = false;
    };
  }, [engine, text, finding.rule]);
  const most = Math.max(1, ...reasons.map(({ weight }) => Math.abs(weight)));
  return (
    <dl class="why">
      <dt>{t.rule}</dt>
      <dd>
        <button type="button" class="link" onClick={() => onRule(finding.rule)}>
          {finding.rule}
        </button>
      </dd>
      {finding.text && (
        <>
          <dt>{t.matched}</dt>
          <dd>{finding.text}</dd>
        </>
      )}
      {reasons.length > 0 && (
        <>
          <dt title={t.notation}>{t.classifier}</dt>
          <dd>
            <ul class="reasons">
              {reasons.map(({ feature, weight }) => (
                <li key={feature} class={weight < 0 ? 'against' : ''}>
                  <code>{feature}</code>
                  <meter min="0" max={most} value={Math.abs(weight)} aria-label={feature} />
                  <span class="figure">{weight > 0 ? `+${weight}` : weight}</span>
                </li>
              ))}
            </ul>
          </dd>
        </>
      )}
      <dt>{t.source}</dt>
      <dd>{finding.source}</dd>
    </dl>
  );
}
