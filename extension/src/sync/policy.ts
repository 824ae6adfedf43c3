/** Joins the shop that the policy names. */
import { type Managed, watchManaged } from '../settings/managed';
import { type Enrolment, parseLink } from './enrolment';
import type { SyncLoop } from './loop';
import { loadSync } from './state';

/** Joins now, and whenever policy names another shop. To be called while the worker's script is first evaluated. */
export function followPolicy(loop: Pick<SyncLoop, 'enrol'>): void {
  const join = async ({ enrolmentLink }: Managed) => {
    if (enrolmentLink === undefined) return;
    const wanted = parseLink(enrolmentLink);
    if (typeof wanted === 'string') {
      console.warn(`huashu: the enrolment link in the policy cannot be used: ${wanted}`);
      return;
    }
    const { enrolment } = await loadSync();
    if (!enrolment || !isSame(enrolment, wanted)) await loop.enrol(enrolmentLink);
  };
  watchManaged((managed) => void join(managed), new AbortController().signal);
}

const isSame = (a: Enrolment, b: Enrolment) =>
  a.server === b.server && a.tenant === b.tenant && a.fingerprint === b.fingerprint;
