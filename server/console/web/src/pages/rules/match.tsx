/** What a rule looks for, for people who do not read YAML. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { texts } from '../../text/texts';
import { t as page } from './texts';

const t = texts({
  words: ['词语', 'Words'],
  loose: ['词内也算', 'inside words too'],
  wordsOf: [(name: string) => `词类「${name}」`, (name: string) => `Words of the class ${name}`],
  pattern: ['依次出现', 'One after the other'],
  regex: ['正则', 'Expression'],
  digits: ['号码', 'Number'],
  similar: [
    '这些词的变体（谐音、拆字、夹符号）',
    'Disguises of these words (by sound, parts, signs)',
  ],
  any: ['以下任一', 'Any of these'],
  require: ['出现', 'Where this stands'],
  need: [(where: string) => `而${where}没有`, (where: string) => `and not this in ${where}`],
  model: [
    (name: string) => `分类器判断属于「${name}」`,
    (name: string) => `The classifier reads it as ${name}`,
  ],
  typos: ['错别字表', 'The list of typos'],
  fact: [
    (name: string) => `与店铺信息不符的${name}`,
    (name: string) => `A figure that is not the shop's: ${name}`,
  ],
  metric: ['整句指标', 'A figure of the message'],
  turns: ['整段聊天', 'The whole chat'],
  gap: [(n: string) => `隔 ${n} 字内`, (n: string) => `within ${n}`],
  not: ['后面不能是', 'not followed by'],
  times: ['可多次', 'repeated'],
  maybe: ['可有可无', 'optional'],
  in: [(where: string) => `在${where}`, (where: string) => `in ${where}`],
  opening: ['开头', 'the opening'],
  clause: ['同一分句', 'the clause'],
  sentence: ['同一句', 'the sentence'],
  message: ['整条消息', 'the message'],
  quoted: ['在引号里', 'in quotation marks'],
  question: ['是在问', 'a question'],
  negated: ['前面是否定', 'negated'],
  near: ['附近有', 'near'],
  before: ['前面有', 'before it'],
  after: ['后面有', 'after it'],
  inside: ['处在其中', 'inside'],
});

const FEW = 10;

// biome-ignore lint/suspicious/noExplicitAny: a match is data of many shapes; docs/pack-reference.md has them
type Json = any;

export function Match({ of, classes }: { of: Json; classes: Map<string, string[]> }) {
  const sub = (match: Json) => <Match of={match} classes={classes} />;
  const loose = of.loose ? t.loose : undefined;
  if (of.terms)
    return (
      <Part name={t.words} note={loose}>
        <Words of={of.terms} />
      </Part>
    );
  if (of.class) {
    return (
      <Part name={t.wordsOf(of.class)} note={loose}>
        <Words of={classes.get(of.class) ?? []} />
      </Part>
    );
  }
  if (of.similar)
    return (
      <Part name={t.similar}>
        <Words of={of.similar} />
      </Part>
    );
  if (of.pattern)
    return (
      <Part name={t.pattern}>
        <Steps of={of.pattern} classes={classes} />
      </Part>
    );
  if (of.regex)
    return (
      <Part name={t.regex}>
        <code class="expression">{of.regex}</code>
      </Part>
    );
  if (of.digits)
    return (
      <Part name={t.digits}>
        <code class="expression">{of.digits}</code>
      </Part>
    );
  if (of.any) {
    return (
      <Part name={t.any}>
        <ul class="either">
          {of.any.map((one: Json, i: number) => (
            <li key={String(i)}>{sub(one)}</li>
          ))}
        </ul>
      </Part>
    );
  }
  if (of.require) {
    const { where } = of.require;
    const place = where in t ? t[where as 'opening' | 'clause' | 'sentence' | 'message'] : where;
    return (
      <>
        <Part name={t.require}>{sub(of.require.if)}</Part>
        <Part name={t.need(place)}>{sub(of.require.need)}</Part>
      </>
    );
  }
  if (of.model) return <Part name={t.model(of.model.category)} />;
  if (of.typos) return <Part name={t.typos} />;
  if (of.fact) return <Part name={t.fact(of.fact)} />;
  if (of.metric)
    return (
      <Part name={t.metric}>
        <code>{figures(of.metric)}</code>
      </Part>
    );
  if (of.turns) {
    const { of: what, after, need, ...bounds } = of.turns;
    return (
      <>
        <Part name={t.turns}>
          <code>{figures({ of: what, ...bounds })}</code>
        </Part>
        {after && sub(after)}
        {need && <Part name={t.need('')}>{sub(need)}</Part>}
      </>
    );
  }
  return null;
}

/** A circumstance of with or unless. */
export function Condition({ of, classes }: { of: Json; classes: Map<string, string[]> }) {
  const name = of.window in t ? String(t[of.window as keyof typeof t]) : of.window;
  return (
    <div class="condition">
      <span>
        {name}
        {of.within && <small class="quiet"> {t.gap(String(of.within))}</small>}
      </span>
      <div>{of.match && <Match of={of.match} classes={classes} />}</div>
    </div>
  );
}

function Part({
  name,
  note,
  children,
}: {
  name: string;
  note?: string | undefined;
  children?: ComponentChildren;
}) {
  return (
    <div class="part">
      <span class="part-name">
        {name}
        {note && <small>{note}</small>}
      </span>
      {children}
    </div>
  );
}

function Words({ of }: { of: readonly string[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? of : of.slice(0, FEW);
  return (
    <span class="words">
      {shown.map((word) => (
        <span key={word} class="word">
          {word}
        </span>
      ))}
      {shown.length < of.length && (
        <button type="button" class="link" onClick={() => setAll(true)}>
          {page.more(of.length - shown.length)}
        </button>
      )}
    </span>
  );
}

function Steps({ of, classes }: { of: readonly Json[]; classes: Map<string, string[]> }) {
  return (
    <ol class="steps">
      {of.map((step, i) => (
        <li key={String(i)} class={step.not ? 'step not' : 'step'}>
          <Step of={step} classes={classes} />
        </li>
      ))}
    </ol>
  );
}

function Step({ of, classes }: { of: Json; classes: Map<string, string[]> }) {
  if (of.gap) return <small>{t.gap(of.gap[0] === 0 ? String(of.gap[1]) : of.gap.join('–'))}</small>;
  if (of.at) return <code>{of.at}</code>;
  const words: string[] = [...(of.text ?? []), ...(of.similar ?? [])];
  const named: string[] = of.class ?? [];
  const listed = words.length > 0 ? words : named.flatMap((name) => classes.get(name) ?? []);
  const often = of.min === 0 && of.max === 1 ? t.maybe : of.max > 1 ? t.times : undefined;
  return (
    <span title={listed.join(' ')}>
      {of.not && <small>{t.not} </small>}
      {words.slice(0, 4).join(' / ')}
      {words.length > 4 && ' …'}
      {words.length === 0 && named.map((name) => `「${name}」`).join(' ')}
      {of.pos && <code>{of.pos.join(' ')}</code>}
      {of.regex && <code>{of.regex}</code>}
      {of.not_in && <small>≠ {of.not_in.slice(0, 3).join(' / ')}</small>}
      {often && <small> {often}</small>}
    </span>
  );
}

/** of: length, over: 60 → length > 60 */
function figures({ of, over, at_least, under, ...others }: Json): string {
  const bound = (sign: string, n: Json) => {
    const figure = n?.setting ?? n?.value;
    return figure === undefined ? '' : ` ${sign} ${figure}`;
  };
  const rest = Object.entries(others).map(([key, value]) => ` ${key} ${value}`);
  return of + bound('>', over) + bound('≥', at_least) + bound('<', under) + rest.join('');
}
