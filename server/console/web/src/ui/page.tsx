import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { texts } from '../text/texts';
import { Icon } from './icon';
import './page.css';

const t = texts({ product: ['话术主管台', 'Huashu console'] });

/** A page: its title, what can be done on it, and its content. */
export function Page({
  name,
  title,
  lead,
  back,
  beside,
  actions,
  full,
  children,
}: {
  /** Name of its folder: the class that its styles are nested in. */
  name: string;
  title: string;
  /** One sentence under the title. */
  lead?: ComponentChildren;
  /** Where this page was opened from. */
  back?: { href: string; label: string };
  /** Something small after the title. */
  beside?: ComponentChildren;
  actions?: ComponentChildren;
  /** Fills the window; parts of it scroll by themselves. */
  full?: boolean;
  children: ComponentChildren;
}) {
  useEffect(() => {
    document.title = `${title} · ${t.product}`;
  }, [title]);
  return (
    <main class={`page ${name}-page${full ? ' full' : ''}`} id="main" tabIndex={-1}>
      <header class="page-head">
        <div class="titles">
          {back && (
            <a class="back" href={back.href}>
              <Icon name="back" size={13} />
              {back.label}
            </a>
          )}
          <div class="line">
            <h1>{title}</h1>
            {beside}
          </div>
          {lead && <p class="quiet">{lead}</p>}
        </div>
        {actions && <div class="actions">{actions}</div>}
      </header>
      {children}
    </main>
  );
}
