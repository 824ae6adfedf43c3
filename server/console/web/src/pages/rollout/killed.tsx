/** The emergency switch: rules that are off for everybody, without a release. */
import { useState } from 'preact/hooks';
import { api } from '../../api/api';
import { describe } from '../../api/problem';
import { may } from '../../api/session';
import type { Rollout } from '../../api/types';
import { Button } from '../../ui/button';
import { Field } from '../../ui/field';
import { toast } from '../../ui/toast';
import { t } from './texts';

export function Killed({ rollout, reload }: { rollout: Rollout; reload: () => void }) {
  const [rule, setRule] = useState('');
  const [error, setError] = useState<string>();
  const kill = async () => {
    try {
      await api.rollout.kill(rule.trim());
    } catch (problem) {
      setError(describe(problem));
      return;
    }
    setRule('');
    toast('good', t.killDone);
    reload();
  };
  return (
    <section class="killed" aria-label={t.killed}>
      <h2>{t.killed}</h2>
      <p class="quiet">{t.killHint}</p>
      <ul>
        {rollout.killed.length === 0 && <li class="quiet">{t.noneKilled}</li>}
        {rollout.killed.map((id) => (
          <li key={id}>
            <code>{id}</code>
            {may('reviewer') && (
              <Button
                small
                kind="quiet"
                onClick={async () => {
                  await api.rollout.restore(id);
                  reload();
                }}
              >
                {t.restore}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {may('reviewer') && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void kill();
          }}
        >
          <Field label={t.rule} error={error}>
            <input
              value={rule}
              placeholder="refusal.negation.price"
              required
              onInput={(event) => {
                setRule(event.currentTarget.value);
                setError(undefined);
              }}
            />
          </Field>
          <Button type="submit" kind="danger" icon="power" disabled={rule.trim() === ''}>
            {t.kill}
          </Button>
        </form>
      )}
    </section>
  );
}
