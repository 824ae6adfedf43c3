/** Light and dark, as chosen or as the system has it. */

export type Theme = 'light' | 'dark' | 'system';

const KEPT = 'huashu:theme';
const dark = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

dark.addEventListener('change', apply);
apply();

export function theme(): Theme {
  const kept = localStorage.getItem(KEPT);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

export function setTheme(to: Theme): void {
  localStorage.setItem(KEPT, to);
  apply();
}

/** Calls back after every change of colours: what is painted on a canvas must follow by itself. */
export function onTheme(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function apply(): void {
  const chosen = theme();
  const shown = chosen === 'system' ? (dark.matches ? 'dark' : 'light') : chosen;
  document.documentElement.dataset.theme = shown;
  for (const listener of listeners) listener();
}
