/** Short messages that come and go by themselves; errors stay until they are closed. */
import { useEffect, useState } from 'preact/hooks';
import { texts } from '../text/texts';
import { Icon } from './icon';
import './toast.css';

const t = texts({ close: ['关闭', 'Close'], messages: ['消息', 'Messages'] });

interface Toast {
  id: number;
  kind: 'good' | 'error';
  text: string;
}

const SHOWN_MS = 4000;
let toasts: Toast[] = [];
let last = 0;
let changed = () => {};

export function toast(kind: Toast['kind'], text: string): void {
  const id = ++last;
  toasts = [...toasts.filter((other) => other.text !== text), { id, kind, text }];
  if (kind === 'good') setTimeout(() => close(id), SHOWN_MS);
  changed();
}

function close(id: number): void {
  toasts = toasts.filter((other) => other.id !== id);
  changed();
}

/** Where they appear; once, in the frame. */
export function Toasts() {
  const [, redraw] = useState(0);
  useEffect(() => {
    changed = () => redraw((n) => n + 1);
    return () => {
      changed = () => {};
    };
  }, []);
  return (
    <section class="toasts" aria-live="polite" aria-label={t.messages}>
      {toasts.map(({ id, kind, text }) => (
        <div key={id} class={`toast ${kind}`} role={kind === 'error' ? 'alert' : 'status'}>
          <Icon name={kind === 'good' ? 'check' : 'alert'} />
          <span>{text}</span>
          <button
            type="button"
            class="button quiet square small"
            aria-label={t.close}
            onClick={() => close(id)}
          >
            <Icon name="cross" />
          </button>
        </div>
      ))}
    </section>
  );
}
