/** The goods as small drawings, so that the page needs no photographs. */
import type { JSX } from 'preact';
import type { Product } from './chats';

const DRAWINGS: Record<Product['picture'], JSX.Element> = {
  blanket: (
    <>
      <rect width="64" height="64" fill="#f3e9dc" />
      <path d="M12 22h40v26a4 4 0 0 1-4 4H16a4 4 0 0 1-4-4z" fill="#d9a679" />
      <path d="M12 16a4 4 0 0 1 4-4h32a4 4 0 0 1 4 4v10H12z" fill="#e8c29c" />
      <path d="M12 34h40M12 42h40" stroke="#c48f60" stroke-width="2" stroke-dasharray="3 3" />
    </>
  ),
  lamp: (
    <>
      <rect width="64" height="64" fill="#e6edf5" />
      <path d="M20 54h24" stroke="#41536b" stroke-width="4" stroke-linecap="round" />
      <path d="M32 54V34l10-12" fill="none" stroke="#41536b" stroke-width="3" />
      <path d="M26 24l14-12 8 9-14 12z" fill="#41536b" />
      <path d="M25 26l10 10-12 6z" fill="#ffd97a" />
    </>
  ),
  teapot: (
    <>
      <rect width="64" height="64" fill="#e3efe9" />
      <path d="M18 30h26v8a12 12 0 0 1-12 12h-2a12 12 0 0 1-12-12z" fill="#6fa58d" />
      <path
        d="M18 33l-8-6 3 12zM44 32q10 0 8 7t-9 5"
        fill="none"
        stroke="#6fa58d"
        stroke-width="3"
      />
      <path d="M20 30q11-10 22 0z" fill="#8fc0a9" />
      <circle cx="31" cy="22" r="2.500" fill="#6fa58d" />
    </>
  ),
  mug: (
    <>
      <rect width="64" height="64" fill="#f7e6e6" />
      <path d="M16 22h26v24a6 6 0 0 1-6 6H22a6 6 0 0 1-6-6z" fill="#f7f4ef" />
      <path d="M42 28h4a6 6 0 0 1 0 14h-4" fill="none" stroke="#f7f4ef" stroke-width="4" />
      <path d="M22 36q3.500-5 7 0t7 0" fill="none" stroke="#d9807c" stroke-width="3" />
      <path d="M14 18h30v4H14z" fill="#d9807c" />
    </>
  ),
};

export function Picture({ of }: { of: Product['picture'] }) {
  return (
    <svg class="picture" viewBox="0 0 64 64" width="64" height="64" aria-hidden="true">
      {DRAWINGS[of]}
    </svg>
  );
}
