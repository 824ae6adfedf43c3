import type { ComponentChildren } from 'preact';
import { texts } from '../text/texts';
import './badge.css';

const t = texts({ error: ['错误', 'Error'], warning: ['警告', 'Warning'], hint: ['提示', 'Hint'] });

export type Tone = 'error' | 'warning' | 'hint' | 'good' | 'accent' | 'plain';

/** A word or two about the state of something. */
export function Badge({ tone = 'plain', children }: { tone?: Tone; children: ComponentChildren }) {
  return <span class={`badge ${tone}`}>{children}</span>;
}

/** How grave a rule is: told apart by shape as well as by colour. */
export function Severity({ of, short }: { of: 'error' | 'warning' | 'hint'; short?: boolean }) {
  return (
    <span class={`severity ${of}`} title={t[of]}>
      <span class="shape" />
      <span class={short ? 'spoken' : ''}>{t[of]}</span>
    </span>
  );
}
