/** What differs, in words. */
import type { RuleRecord } from '@huashu/wasm';
import type { Change } from '../../api/types';
import { packTitle } from '../../shop/pack-names';
import { Badge, Severity, type Tone } from '../../ui/badge';
import { Example } from '../rules/example';
import type { Difference, Piece } from './compare';
import { t } from './texts';

const TONES: Record<Difference['op'], Tone> = { add: 'good', change: 'hint', remove: 'error' };
const OPS = { '+': 'add', '~': 'change', '-': 'remove' } as const;

export function Differences({ of, others }: { of: Difference[]; others: Change[] }) {
  const count = (op: Difference['op']) =>
    of.filter((difference) => difference.op === op).length +
    others.filter((change) => OPS[change.op] === op).length;
  if (of.length + others.length === 0) return <p class="quiet">{t.same}</p>;
  return (
    <>
      <p class="counts">
        <Badge tone="good">{t.added(count('add'))}</Badge>
        <Badge tone="hint">{t.changed(count('change'))}</Badge>
        <Badge tone="error">{t.removed(count('remove'))}</Badge>
      </p>
      <ul class="differences">
        {of.map((difference) => (
          <li key={`${difference.kind}/${difference.id}`}>
            <One difference={difference} />
          </li>
        ))}
      </ul>
      {others.length > 0 && (
        <section class="card others" aria-label={t.others}>
          <h2>{t.others}</h2>
          <ul>
            {others.map(({ op, kind, id }) => (
              <li key={`${kind}/${id}`}>
                <Badge tone={TONES[OPS[op]]}>{t[`op_${OPS[op]}`]}</Badge>
                <span class="quiet">{kindName(kind)}</span> <span>{id}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function One({ difference }: { difference: Difference }) {
  const { op, kind, id, title, rule, pieces } = difference;
  return (
    <article class={`card difference ${op}`} aria-label={title}>
      <header>
        <Badge tone={TONES[op]}>{t[`op_${op}`]}</Badge>
        <h2>{title}</h2>
        <span class="quiet">
          {kindName(kind)}
          {rule && ` · ${packTitle(rule.pack)}`}
        </span>
        {title !== id && <code class="quiet">{id}</code>}
        {rule && op !== 'change' && <Severity of={rule.severity} />}
      </header>
      {rule && op === 'add' && <NewRule rule={rule} />}
      {pieces.length > 0 && (
        <dl>
          {pieces.map((piece) => (
            <Field key={piece.name} piece={piece} />
          ))}
        </dl>
      )}
    </article>
  );
}

function NewRule({ rule }: { rule: RuleRecord }) {
  return (
    <div class="new-rule">
      <p>
        <strong>{rule.message}</strong>
      </p>
      <p class="quiet">
        {rule.why} · {rule.source}
      </p>
      <ul>
        {rule.examples.bad.map(({ text, fixed }) => (
          <li key={text}>
            <Example text={text} fixed={fixed} severity={rule.severity} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Field({ piece: { name, removed, added } }: { piece: Piece }) {
  const first = name.split('.')[0] ?? name;
  const key = `field_${first}`;
  const label = key in t ? String(t[key as keyof typeof t]) : name;
  if (name === 'off') {
    return (
      <div>
        <dt>{label}</dt>
        <dd>{added.length > 0 ? t.offSwitch : t.onSwitch}</dd>
      </div>
    );
  }
  return (
    <div>
      <dt>{name === 'words' ? t.words : label}</dt>
      <dd>
        {removed.map((text) => (
          <del key={text}>{inWords(name, text)}</del>
        ))}
        {added.map((text) => (
          <ins key={text}>{inWords(name, text)}</ins>
        ))}
      </dd>
    </div>
  );
}

/** A value as people call it. */
function inWords(name: string, value: string): string {
  const key = `${name}_${value}`;
  return key in t ? String(t[key as keyof typeof t]) : plain(value);
}

/** An example without the marks of what is found and what is written there. */
function plain(text: string): string {
  return text.replace(/\[\[(.*?)(?:=>.*?)?\]\]/g, '“$1”');
}

function kindName(kind: string): string {
  const key = `kind_${kind}`;
  return key in t ? String(t[key as keyof typeof t]) : kind;
}
