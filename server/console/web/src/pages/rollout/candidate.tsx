/** A release on its way: to whom it goes, how it does, and the way to stop it. */
import { api } from '../../api/api';
import { may } from '../../api/session';
import type { Release, Share, Trial } from '../../api/types';
import { number, percent } from '../../text/texts';
import { Ago } from '../../ui/ago';
import { Badge } from '../../ui/badge';
import { Button } from '../../ui/button';
import { confirm } from '../../ui/dialog';
import { toast } from '../../ui/toast';
import type { Shown } from './page';
import { whatOf } from './stable';
import { t } from './texts';

const SHARES: readonly Share[] = [100, 1000, 5000, 10_000];

export function Candidate({
  shown,
  next,
  reload,
}: {
  shown: Shown;
  /** Approved, and nobody has them yet. */
  next: Release[];
  reload: () => void;
}) {
  const { rollout, releases } = shown;
  const { candidate } = rollout;
  const out = candidate && releases.find(({ seq }) => seq === candidate.seq);
  const release = out ?? next[0];
  if (!release) {
    return (
      <section class="card lane idle" aria-label={t.candidate}>
        <h2>{t.candidate}</h2>
        <p class="quiet">{t.noneHint}</p>
      </section>
    );
  }
  const halt = async () => {
    const sure = await confirm({
      title: t.haltAsk(release.seq),
      body: t.haltHint,
      action: t.halt,
      danger: true,
    });
    if (!sure) return;
    await api.rollout.halt();
    toast('good', t.halted);
    reload();
  };
  return (
    <section class="card lane" aria-label={t.candidate}>
      <div class="head">
        <h2>{out ? t.candidate : t.waiting}</h2>
        {out && may('reviewer') && (
          <Button small kind="danger" icon="stop" onClick={halt}>
            {t.halt}
          </Button>
        )}
      </div>
      <p class="version">{t.release(release.seq)}</p>
      <p class="quiet">
        {whatOf(release)}
        {candidate?.since && (
          <>
            {' · '}
            <Ago time={candidate.since} say={t.since} />
          </>
        )}
      </p>
      <Steps
        shown={shown}
        release={release}
        share={out ? (candidate?.share ?? 0) : 0}
        reload={reload}
      />
      {out && rollout.trial && rollout.trial.length > 0 && <Trials of={rollout.trial} />}
    </section>
  );
}

function Steps({
  shown,
  release,
  share: has,
  reload,
}: {
  shown: Shown;
  release: Release;
  /** What it is given to now; 0 for nobody. */
  share: number;
  reload: () => void;
}) {
  const give = async (share: Share) => {
    const sure = await confirm({
      title: t.advance(release.seq, nameOf(share)),
      body: share === 10_000 ? t.advanceAll : t.advanceSome,
      action: t.go,
    });
    if (!sure) return;
    await api.rollout.share(shown.rollout, release.seq, share);
    toast('good', t.done);
    reload();
  };
  // A shop's first release has nothing to fall back on: it goes to everybody at once.
  const shares = SHARES.filter((share) => shown.rollout.stable > 0 || share === 10_000);
  return (
    <ol class="steps" aria-label={t.share}>
      {shares.map((share) => (
        <li key={share} class={share <= has ? 'reached' : ''}>
          <Button
            kind={share === shares.find((step) => step > has) ? 'primary' : 'plain'}
            disabled={share <= has || !may('reviewer')}
            aria-current={share === has ? 'step' : undefined}
            onClick={() => give(share)}
          >
            {nameOf(share)}
          </Button>
        </li>
      ))}
    </ol>
  );
}

function nameOf(share: Share): string {
  return share === 10_000 ? t.everybody : percent(share / 10_000);
}

function Trials({ of }: { of: Trial[] }) {
  return (
    <>
      <h3>{t.trial}</h3>
      <ul class="trials">
        {of.map(({ what, candidate, stable, p, halt }) => (
          <li key={what}>
            <span>{t[`trial_${what}`]}</span>
            <span class="quiet">
              {t.of(number(candidate.faults), number(candidate.of))}
              {' vs '}
              {t.of(number(stable.faults), number(stable.of))}
              {' · '}
              {t.p(p < 0.001 ? '< 0.001' : p.toFixed(3))}
            </span>
            <Badge tone={halt ? 'error' : 'good'}>{halt ? t.bad : t.fine}</Badge>
          </li>
        ))}
      </ul>
    </>
  );
}
