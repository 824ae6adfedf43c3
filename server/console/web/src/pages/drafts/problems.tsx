/** What is wrong with the draft as it stands, each with its place. */
import type { DraftMistake } from '@huashu/wasm';
import { phrase } from '../../editor/mistakes';
import { Severity } from '../../ui/badge';
import { Icon } from '../../ui/icon';
import { t } from './texts';
import type { Build } from './use-build';
import './problems.css';

interface Props {
  build: Build;
  /** Rules of the draft's own. */
  rules: number;
  onOpen: (mistake: DraftMistake) => void;
}

export function Problems({ build, rules, onOpen }: Props) {
  const { mistakes, busy, info, training, examples } = build;
  return (
    <section class="problems" aria-label={t.problems}>
      <p class={mistakes.length > 0 ? 'summary wrong' : 'summary'} role="status">
        {!info && mistakes.length === 0 ? (
          <span class="quiet">{training ? t.building : t.starting}</span>
        ) : mistakes.length > 0 ? (
          <>
            <Icon name="alert" size={14} /> {t.count(mistakes.length)}
          </>
        ) : (
          <>
            <Icon name="check" size={14} /> {training ? t.trained(rules) : t.fine(examples, rules)}
          </>
        )}
        {busy && info && <span class="quiet busy">{t.building}</span>}
      </p>
      {training && <p class="quiet training">{t.training}</p>}
      {mistakes.length > 0 && (
        <ul>
          {mistakes.map((mistake, i) => (
            <li key={String(i)}>
              <button type="button" onClick={() => onOpen(mistake)}>
                <Severity of={mistake.example ? 'warning' : 'error'} short />
                <span class="what">
                  {mistake.field && <code>{mistake.field}</code>} {phrase(mistake.message)}
                </span>
                <span class="quiet where">
                  {mistake.file}
                  {mistake.line > 0 && `:${mistake.line}`}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
