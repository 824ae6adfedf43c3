/** The differences: sums, then rule by rule with samples. */
import type { RuleInfo } from '@huashu/wasm';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Marked } from '../../bench/marked';
import type { Hit } from '../../engine/engine';
import { href } from '../../shell/router';
import { number, percent } from '../../text/texts';
import { Severity } from '../../ui/badge';
import { Icon } from '../../ui/icon';
import { Empty } from '../../ui/states';
import type { Impact, RuleImpact, Sample } from './compare';
import { t } from './texts';

interface Props {
  impact: Impact;
  /** By id, of both packs. */
  rules: Map<string, Pick<RuleInfo, 'title' | 'severity'>>;
  draft: string;
}

export function Report({ impact, rules, draft }: Props) {
  const { messages, before, after, touched } = impact;
  const sum = (count: (rule: RuleImpact) => number) =>
    impact.rules.reduce((total, rule) => total + count(rule), 0);
  return (
    <>
      <dl class="figures">
        <Figure name={t.touched} note={`/ ${number(messages)} ${t.unit}`}>
          {number(touched)}
        </Figure>
        <Figure name={t.fresh} tone="fresh">
          {signed(
            '+',
            sum(({ fresh }) => fresh),
          )}
        </Figure>
        <Figure name={t.gone} tone="gone">
          {signed(
            '−',
            sum(({ gone }) => gone),
          )}
        </Figure>
        <Figure name={t.changed}>{number(sum(({ changed }) => changed))}</Figure>
        <Figure name={t.rate} note={`← ${percent(before / messages)}`}>
          {percent(after / messages)}
        </Figure>
      </dl>
      {impact.rules.length === 0 ? (
        <Empty icon="check" title={t.same}>
          {t.sameHint}
        </Empty>
      ) : (
        <section class="by-rule card" aria-label={t.byRule}>
          <header class="row">
            <span>{t.rule}</span>
            <span>{t.fresh}</span>
            <span>{t.gone}</span>
            <span>{t.changed}</span>
          </header>
          {impact.rules.map((one) => (
            <Row
              key={one.rule}
              of={one}
              rule={rules.get(one.rule)}
              draft={draft}
              open={impact.rules.length === 1}
            />
          ))}
        </section>
      )}
    </>
  );
}

function signed(sign: string, n: number): string {
  return n > 0 ? sign + number(n) : number(n);
}

function Figure({
  name,
  note,
  tone = '',
  children,
}: {
  name: string;
  note?: string;
  tone?: string;
  children: ComponentChildren;
}) {
  return (
    <div class="card">
      <dt class="quiet">{name}</dt>
      <dd class={tone}>
        {children} {note && <small class="quiet">{note}</small>}
      </dd>
    </div>
  );
}

interface RowProps {
  of: RuleImpact;
  rule: Pick<RuleInfo, 'title' | 'severity'> | undefined;
  draft: string;
  open: boolean;
}

function Row({ of, rule, draft, open: first }: RowProps) {
  const [open, setOpen] = useState(first);
  const count = (n: number, sign = '') => (n > 0 ? signed(sign, n) : <span class="quiet">–</span>);
  return (
    <div class="impact-rule">
      <button type="button" class="row" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span class="title">
          <Icon name={open ? 'down' : 'chevron'} size={11} />
          {rule && <Severity of={rule.severity} short />}
          {rule?.title ?? of.rule}
          <code class="quiet">{of.rule}</code>
        </span>
        <span class="fresh">{count(of.fresh, '+')}</span>
        <span class="gone">{count(of.gone, '−')}</span>
        <span>{count(of.changed)}</span>
      </button>
      {open && (
        <div class="samples">
          <ul>
            {of.samples.map((sample) => (
              <SampleRow key={sample.text} of={sample} />
            ))}
          </ul>
          <p class="quiet">
            {of.samples.length === 20 && `${t.more(20)} · `}
            <a href={href('rules', [of.rule], { draft })}>{of.rule}</a>
          </p>
        </div>
      )}
    </div>
  );
}

function SampleRow({ of }: { of: Sample }) {
  return (
    <li>
      <Side name={t.was} text={of.text} hits={of.before} />
      <Side name={t.is} text={of.text} hits={of.after} />
      {of.times > 1 && <small class="quiet">{t.times(of.times)}</small>}
    </li>
  );
}

function Side({ name, text, hits }: { name: string; text: string; hits: Hit[] }) {
  return (
    <p class={hits.length === 0 ? 'version none' : 'version'}>
      <span class="quiet">{name}</span>
      <span>
        <Marked text={text} findings={hits} />
        {hits.map(({ start, fix }) => fix && <ins key={start}>{fix}</ins>)}
      </span>
    </p>
  );
}
