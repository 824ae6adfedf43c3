/** What the extension's own pages are made of. */
import type { ComponentChildren } from 'preact';

export function Section({
  title,
  action,
  children,
}: {
  title: string;
  action?: ComponentChildren;
  children: ComponentChildren;
}) {
  return (
    <section>
      <div class="title">
        <h2>{title}</h2>
        {action}
      </div>
      {children}
    </section>
  );
}

export function Row({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div class="row">
      <span class="label">{label}</span>
      <span class="value">{children}</span>
    </div>
  );
}

export function Switch({
  label,
  on,
  disabled = false,
  onchange,
}: {
  label: string;
  on: boolean;
  disabled?: boolean;
  onchange: (on: boolean) => void;
}) {
  return (
    <input
      type="checkbox"
      role="switch"
      class="switch"
      aria-label={label}
      checked={on}
      aria-checked={on}
      disabled={disabled}
      onChange={(event) => onchange(event.currentTarget.checked)}
    />
  );
}
