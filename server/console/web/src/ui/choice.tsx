/** A few choices of which one holds, side by side. */
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import './field.css';

export function Choice<T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  /** Spoken, not shown. */
  label: string;
  value: T;
  options: readonly { value: T; label: ComponentChildren; title?: string }[];
  onChange: (value: T) => void;
}) {
  const name = useId();
  return (
    <fieldset class="choice">
      <legend class="spoken">{label}</legend>
      {options.map((option) => (
        <label key={option.value} title={option.title}>
          <input
            type="radio"
            name={name}
            aria-label={option.title}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
