/** What the sections of the options have in common. */
import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import { texts } from '../../i18n/browser';
import type { Managed } from '../../settings/managed';
import type { Settings } from '../../settings/schema';

/** What every section is told: the agent's settings, and what policy has set. */
export interface SectionProps {
  own: Settings;
  managed: Managed;
}

/** A part of a section, under a heading of its own. */
export function Part({
  title,
  help,
  action,
  children,
}: {
  title: string;
  help?: string | undefined;
  action?: ComponentChildren;
  children?: ComponentChildren;
}) {
  const id = useId();
  return (
    <section class="part" aria-labelledby={id}>
      <div class="title">
        <h2 id={id}>{title}</h2>
        {action}
      </div>
      {help && <p class="help">{help}</p>}
      {children}
    </section>
  );
}

/** A line in a list: words at the left, what can be done about them at the right. */
export function Line({
  children,
  action,
}: {
  children: ComponentChildren;
  action?: ComponentChildren;
}) {
  return (
    <li class="line">
      <div class="words">{children}</div>
      {action}
    </li>
  );
}

export function Nothing({ children }: { children: ComponentChildren }) {
  return <p class="nothing">{children}</p>;
}

/** One line of text with a button that adds it to a list. `onadd` says what is wrong, or null. */
export function Adder({
  label,
  placeholder,
  onadd,
}: {
  label: string;
  placeholder: string;
  onadd: (text: string) => string | null;
}) {
  const [text, setText] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const id = useId();
  return (
    <form
      class="adder"
      onSubmit={(event) => {
        event.preventDefault();
        const wrong = onadd(text.trim());
        setFault(wrong);
        if (wrong === null) setText('');
      }}
    >
      <input
        type="text"
        value={text}
        aria-label={label}
        aria-describedby={fault ? id : undefined}
        aria-invalid={fault !== null}
        placeholder={placeholder}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setFault(null);
        }}
      />
      <button type="submit" disabled={text.trim() === ''}>
        {texts('optionsAdd')}
      </button>
      {fault && (
        <p class="bad" id={id} role="alert">
          {fault}
        </p>
      )}
    </form>
  );
}

/** Lets the agent pick a file and hands it over. */
export function FileButton({
  label,
  accept,
  onfile,
}: {
  label: string;
  accept: string;
  onfile: (file: File) => void;
}) {
  return (
    <label class="button file">
      {label}
      <input
        type="file"
        class="spoken"
        accept={accept}
        onChange={(event) => {
          const { files } = event.currentTarget;
          const file = files?.[0];
          if (file) onfile(file);
          // The same file again is news again.
          event.currentTarget.value = '';
        }}
      />
    </label>
  );
}

/** Says that policy has set something. */
export function ByShop() {
  return <span class="tag">{texts('managedHere')}</span>;
}
