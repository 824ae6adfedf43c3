import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon';
import './button.css';

/** A link that looks like a button. */
export function LinkButton({
  href,
  kind = 'plain',
  icon,
  children,
  small,
}: {
  href: string;
  kind?: 'primary' | 'plain' | 'quiet';
  icon?: IconName;
  small?: boolean;
  children: ComponentChildren;
}) {
  return (
    <a class={`button ${kind}${small ? ' small' : ''}`} href={href}>
      {icon && <Icon name={icon} />}
      {children}
    </a>
  );
}
