/** Addresses after the #: `#/page/part/part?key=value`. */
import { useEffect, useState } from 'preact/hooks';

export interface Route {
  /** Name in the table of pages. */
  page: string;
  /** What follows it, decoded. */
  parts: string[];
  query: URLSearchParams;
}

export function parse(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [page = '', ...parts] = path.split('/').filter(Boolean).map(decode);
  return { page, parts, query: new URLSearchParams(query) };
}

/** A mangled address is shown as it is rather than failing. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** An address to put into an <a>. */
export function href(
  page: string,
  parts: (string | number)[] = [],
  query: Record<string, string> = {},
) {
  const path = [page, ...parts].map((part) => encodeURIComponent(part)).join('/');
  const search = new URLSearchParams(query).toString();
  return `#/${path}${search && `?${search}`}`;
}

export function go(to: string): void {
  location.hash = to;
}

/** Changes the address without a step in the history. */
export function replace(to: string): void {
  history.replaceState(null, '', to);
  dispatchEvent(new HashChangeEvent('hashchange'));
}

export function useRoute(): Route {
  const [route, setRoute] = useState(() => parse(location.hash));
  useEffect(() => {
    const follow = () => setRoute(parse(location.hash));
    addEventListener('hashchange', follow);
    // It may have changed since this was first drawn.
    follow();
    return () => removeEventListener('hashchange', follow);
  }, []);
  return route;
}
