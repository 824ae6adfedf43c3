/** One rule: what the agent sees, what it looks for, its examples, and what the shop can change of it. */
import type { Severity as Grade, PackRecords, RuleRecord } from '@huashu/wasm';
import type { ComponentChildren } from 'preact';
import type { Override } from '../../shop/overrides';
import { packTitle, SHIPPED } from '../../shop/pack-names';
import { Badge, Severity } from '../../ui/badge';
import { Button } from '../../ui/button';
import { Choice } from '../../ui/choice';
import { Example } from './example';
import { Condition, Match } from './match';
import { t } from './texts';
import './detail.css';

const GRADES: readonly Grade[] = ['hint', 'warning', 'error'];

interface Props {
  rule: RuleRecord;
  /** As it ships; absent for the shop's own. */
  shipped?: RuleRecord | undefined;
  records: PackRecords;
  onOverride: (override: Override) => Promise<void>;
  onEdit: () => Promise<void>;
}

export function Detail({ rule, shipped, records, onOverride, onEdit }: Props) {
  const classes = new Map(records.classes.map(({ name, words }) => [name, words]));
  const category =
    records.categories.find(({ id }) => id === rule.category)?.title ?? rule.category;
  const changed = shipped && (!!shipped.off !== !!rule.off || shipped.severity !== rule.severity);
  return (
    <article class="rule card" aria-label={rule.title}>
      <header>
        <div class="line">
          <Severity of={rule.severity} />
          <Badge>{packTitle(rule.pack)}</Badge>
          <span class="quiet">{category}</span>
          {rule.off && <Badge tone="warning">{t.off}</Badge>}
        </div>
        <h2>{rule.title}</h2>
        <code class="quiet id">{rule.id}</code>
      </header>

      <div class="control">
        {shipped ? (
          <>
            <p class="quiet">
              {changed ? t.wasShipped(shipped.off ? t.off : t[shipped.severity]) : t.readOnly}
            </p>
            <div class="line">
              {changed && (
                <Button small kind="quiet" onClick={() => onOverride({})}>
                  {t.asShipped}
                </Button>
              )}
              {!rule.off && (
                <Choice
                  label={t.severityOf}
                  value={rule.severity}
                  options={GRADES.map((value) => ({ value, label: t[value] }))}
                  onChange={(severity) =>
                    onOverride(severity === shipped.severity ? {} : { severity })
                  }
                />
              )}
              <Button
                small
                icon="power"
                onClick={() =>
                  onOverride({
                    ...(!rule.off !== !!shipped.off && { off: !rule.off }),
                    ...(rule.severity !== shipped.severity && { severity: rule.severity }),
                  })
                }
              >
                {rule.off ? t.switchOn : t.switchOff}
              </Button>
            </div>
          </>
        ) : (
          <>
            <p class="quiet">{t.own}</p>
            <Button small icon="draft" onClick={onEdit}>
              {t.edit}
            </Button>
          </>
        )}
      </div>

      <Part title={t.agentSees}>
        <div class={`preview ${rule.severity}`}>
          <strong>{rule.message}</strong>
          <p>{rule.why}</p>
          <p class="quiet">
            {rule.source} · {t[`actions_${rule.action}`]}
          </p>
        </div>
      </Part>

      <Part title={t.examples}>
        <div class="examples">
          <section>
            <h3>{t.bad}</h3>
            <ul>
              {rule.examples.bad.map(({ text, fixed }) => (
                <li key={text}>
                  <Example text={text} fixed={fixed} severity={rule.severity} />
                </li>
              ))}
            </ul>
          </section>
          <section>
            <h3>{t.good}</h3>
            <ul>
              {rule.examples.good.map(({ text }) => (
                <li key={text}>{text}</li>
              ))}
            </ul>
          </section>
        </div>
      </Part>

      <Part title={t.looksFor}>
        <Match of={rule.match} classes={classes} />
      </Part>
      {rule.with && (
        <Part title={t.onlyWith}>
          {rule.with.map((condition, i) => (
            <Condition key={String(i)} of={condition} classes={classes} />
          ))}
        </Part>
      )}
      {rule.unless && (
        <Part title={t.unless}>
          {rule.unless.map((condition, i) => (
            <Condition key={String(i)} of={condition} classes={classes} />
          ))}
        </Part>
      )}
      <When of={rule.when} />
    </article>
  );
}

function Part({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="section">
      <h3>{title}</h3>
      <div>{children}</div>
    </section>
  );
}

function When({ of }: { of: RuleRecord['when'] }) {
  const { role, profile, platform, category, from, until } = of;
  const days = from || until ? `${from ?? ''} – ${until ?? ''}` : undefined;
  const limits = [role, profile, platform, category].flatMap((list) => list ?? []);
  if (days) limits.push(days);
  if (limits.length === 0) return null;
  return (
    <Part title={t.applies}>
      <span class="words">
        {limits.map((limit) => (
          <span key={limit} class="word">
            {limit}
          </span>
        ))}
      </span>
    </Part>
  );
}

/** Whether a rule differs from how it ships. */
export function isChanged(rule: RuleRecord, shipped: Map<string, RuleRecord>): boolean {
  const was = shipped.get(rule.id);
  if (!was) return !SHIPPED.includes(rule.pack);
  return !!was.off !== !!rule.off || was.severity !== rule.severity;
}
