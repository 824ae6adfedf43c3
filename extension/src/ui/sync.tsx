/** What to say of the sync: whom it follows, how fresh the rules are, what was refused and why. */
import { useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { texts } from '../i18n/browser';
import type { TextKey } from '../i18n/texts';
import { ask } from '../protocol/control';
import { watchManaged } from '../settings/managed';
import type { LinkFault } from '../sync/enrolment';
import { type Failure, type SyncState, watchSync } from '../sync/state';
import { Row, Section } from './controls';
import { useWatched } from './watched';

const REFUSALS: Record<Failure['code'], TextKey> = {
  network: 'refusalNetwork',
  size: 'refusalSize',
  format: 'refusalFormat',
  signature: 'refusalSignature',
  fingerprint: 'refusalFingerprint',
  type: 'refusalType',
  tenant: 'refusalTenant',
  rollback: 'refusalRollback',
  expired: 'refusalExpired',
  hash: 'refusalHash',
  engine: 'refusalEngine',
  examples: 'refusalExamples',
  internal: 'refusalInternal',
};

const FAULTS: Record<LinkFault | 'internal', TextKey> = {
  form: 'linkForm',
  insecure: 'linkInsecure',
  root: 'linkRoot',
  tenant: 'linkTenant',
  fingerprint: 'linkFingerprint',
  internal: 'linkInternal',
};

export function SyncSection() {
  const sync = useWatched(watchSync);
  const managed = useWatched(watchManaged);
  if (!sync || !managed) return null;
  return (
    <Section title={texts('syncTitle')}>
      {sync.enrolment ? (
        <Following sync={sync} bound={managed.enrolmentLink !== undefined} />
      ) : (
        <Enrol />
      )}
    </Section>
  );
}

/** `bound`: policy has joined the shop, and the agent cannot leave it. */
function Following({ sync, bound }: { sync: SyncState; bound: boolean }) {
  const [busy, setBusy] = useState(false);
  const { enrolment, trust, failure, changedAt, checkedAt } = sync;
  if (!enrolment) return null;
  const { active } = trust;
  const during = (work: Promise<unknown>) => {
    setBusy(true);
    void work.catch(() => {}).finally(() => setBusy(false));
  };
  return (
    <>
      <Row label={texts('syncShop')}>
        {enrolment.tenant} · {new URL(enrolment.server).host}
      </Row>
      <Row label={texts('syncRelease')}>
        {active ? texts('syncReleaseNumber', active.seq, ago(changedAt)) : texts('syncReleaseNone')}
      </Row>
      <Row label={texts('syncChecked')}>{checkedAt ? ago(checkedAt) : texts('syncNever')}</Row>
      {failure && (
        <div class="refusal" role="alert">
          <p class="bad">
            {texts(REFUSALS[failure.code])} {active && texts('syncStays')}
          </p>
          <p class="detail">
            {ago(failure.at)} · {failure.message}
          </p>
        </div>
      )}
      <div class="buttons">
        <button type="button" disabled={busy} onClick={() => during(ask({ type: 'worker.sync' }))}>
          {texts('syncNow')}
        </button>
        {!bound && (
          <button
            type="button"
            disabled={busy}
            onClick={() => during(ask({ type: 'worker.leave' }))}
          >
            {texts('syncLeave')}
          </button>
        )}
      </div>
      {bound && <p class="help">{texts('syncBound')}</p>}
    </>
  );
}

function Enrol() {
  const [link, setLink] = useState('');
  const [fault, setFault] = useState<LinkFault | 'internal' | null>(null);
  const enrol = () =>
    ask({ type: 'worker.enrol', link }).then(
      (answer) => setFault(answer.fault),
      () => setFault('internal'),
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void enrol();
      }}
    >
      <p class="help">{texts('syncNone')}</p>
      <div class="enrol">
        <input
          type="url"
          required
          value={link}
          aria-label={texts('syncLink')}
          placeholder={texts('syncLinkHelp')}
          onInput={(event) => setLink(event.currentTarget.value)}
        />
        <button type="submit">{texts('syncEnrol')}</button>
      </div>
      {fault && (
        <p class="help bad" role="alert">
          {texts(FAULTS[fault])}
        </p>
      )}
    </form>
  );
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** How long a moment lies back, in the browser's language: 3 分钟前. */
function ago(time: number): string {
  const seconds = Math.max(0, Math.round((Date.now() - time) / 1000));
  const [unit, size] = UNITS.find(([, least]) => seconds >= least) ?? UNITS[3];
  const format = new Intl.RelativeTimeFormat(browser.i18n.getUILanguage(), { numeric: 'auto' });
  return format.format(-Math.floor(seconds / size), unit);
}
