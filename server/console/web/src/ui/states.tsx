/** What stands where there is nothing yet, nothing at all, or something went wrong. */
import type { ComponentChildren } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { describe } from '../api/problem';
import { texts } from '../text/texts';
import { Button } from './button';
import { Icon, type IconName } from './icon';
import './states.css';

const t = texts({
  loading: ['正在加载…', 'Loading…'],
  failed: ['没能加载出来', 'This could not be loaded'],
  again: ['再试一次', 'Try again'],
});

export function Empty({
  icon,
  title,
  children,
  action,
}: {
  icon: IconName;
  title: string;
  children?: ComponentChildren;
  action?: ComponentChildren;
}) {
  return (
    <div class="empty">
      <span class="disc">
        <Icon name={icon} size={22} />
      </span>
      <h2>{title}</h2>
      {children && <p class="quiet">{children}</p>}
      {action}
    </div>
  );
}

export function Failed({ error, again }: { error: unknown; again?: () => void }) {
  return (
    <div class="empty" role="alert">
      <span class="disc bad">
        <Icon name="alert" size={22} />
      </span>
      <h2>{t.failed}</h2>
      <p class="quiet">{describe(error)}</p>
      {again && <Button onClick={again}>{t.again}</Button>}
    </div>
  );
}

export function Loading() {
  return (
    <div class="loading" role="status">
      <span class="spinner" />
      <span class="quiet">{t.loading}</span>
    </div>
  );
}

export interface Load<T> {
  value?: T;
  error?: unknown;
  /** Loads again; what is there stays until the new is. */
  reload: () => void;
  /** Puts in what is known otherwise, from the answer to a change for instance. */
  set: (value: T) => void;
}

/** Loads something when the component appears and when one of `on` changes. */
export function useLoad<T>(load: () => Promise<T>, on: readonly unknown[]): Load<T> {
  const [state, setState] = useState<{ value?: T; error?: unknown; on?: readonly unknown[] }>({});
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the caller says on what it depends
  useEffect(() => {
    let current = true;
    load().then(
      (value) => current && setState({ value, on }),
      (error: unknown) => current && setState((was) => ({ ...was, error })),
    );
    return () => {
      current = false;
    };
  }, [...on, turn]);
  // What was loaded for other circumstances must not be shown for a moment.
  const stale = state.on?.some((value, i) => value !== on[i]);
  const reload = useCallback(() => setTurn((n) => n + 1), []);
  const set = (value: T) => setState({ value, on });
  return stale ? { reload, set } : { value: state.value as T, error: state.error, reload, set };
}

export function Loaded<T>({
  of,
  children,
}: {
  of: Load<T>;
  children: (value: T) => ComponentChildren;
}) {
  if (of.value !== undefined) return <>{children(of.value)}</>;
  if (of.error !== undefined) return <Failed error={of.error} again={of.reload} />;
  return <Loading />;
}
