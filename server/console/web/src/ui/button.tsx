import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import { describe } from '../api/problem';
import { Icon, type IconName } from './icon';
import { toast } from './toast';
import './button.css';

type Native = Omit<JSX.IntrinsicElements['button'], 'onClick' | 'children' | 'type' | 'icon'>;

interface Props extends Native {
  children?: ComponentChildren;
  /** primary: the one thing to do here; quiet: beside others; danger: cannot be undone. */
  kind?: 'primary' | 'plain' | 'quiet' | 'danger';
  icon?: IconName;
  /** What it is called when it shows an icon only. */
  label?: string;
  small?: boolean;
  type?: 'button' | 'submit';
  /** While a promise is under way the button waits; if it fails, a toast says why. */
  onClick?: () => unknown;
}

export function Button({
  kind = 'plain',
  icon,
  label,
  small,
  type = 'button',
  onClick,
  children,
  disabled,
  class: extra,
  ...rest
}: Props) {
  const [busy, setBusy] = useState(false);
  const press = async () => {
    if (busy) return;
    const work = onClick?.();
    if (!(work instanceof Promise)) return;
    setBusy(true);
    try {
      await work;
    } catch (error) {
      toast('error', describe(error));
    } finally {
      setBusy(false);
    }
  };
  const classes = ['button', kind, small && 'small', !children && 'square', extra];
  return (
    <button
      {...rest}
      type={type}
      class={classes.filter(Boolean).join(' ')}
      disabled={disabled ?? false}
      aria-busy={busy}
      aria-label={label}
      title={label}
      onClick={press}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}
