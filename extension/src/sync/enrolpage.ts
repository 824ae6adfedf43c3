/**
 * Lets a local server's /enroll page enrol the extension. The page asks how
 * things stand; the content script says 'offer', 'done', or what went wrong. A
 * browser that follows nobody is enrolled without another click. A page of
 * another machine is never answered: its link goes through the popup.
 */
import { ask } from '../protocol/control';
import { parseLink } from './enrolment';
import { loadSync } from './state';

const HOW_IS_IT = 'huashu:enrolment?';
const ENROL = 'huashu:enrol';
const STATE = 'huashu:enrolment';

/** Answers the page for as long as `signal` is not aborted. */
export function offerEnrolment(document: Document, signal: AbortSignal): void {
  const { hostname, pathname, href } = document.location;
  if (!/^(localhost|127\.0\.0\.1)$/.test(hostname) || !pathname.endsWith('/enroll')) return;
  const link = parseLink(href);
  const say = (detail: string) => document.dispatchEvent(new CustomEvent(STATE, { detail }));
  const told = (work: () => Promise<string>) => work().then(say, () => say('internal'));

  let enrolling: Promise<string> | null = null;
  const enrol = () => {
    enrolling ??= ask({ type: 'worker.enrol', link: href })
      .then(async ({ fault }) => fault ?? (await loadSync()).failure?.code ?? 'done')
      .finally(() => {
        enrolling = null;
      });
    return enrolling;
  };
  const look = async () => {
    if (typeof link === 'string') return link;
    const { enrolment } = await loadSync();
    if (!enrolment) return enrol();
    const same = enrolment.server === link.server && enrolment.fingerprint === link.fingerprint;
    return same && enrolment.tenant === link.tenant ? 'done' : 'offer';
  };
  document.addEventListener(HOW_IS_IT, () => void told(look), { signal });
  document.addEventListener(ENROL, () => void told(enrol), { signal });
  void told(look); // the page may have asked before anybody listened
}
