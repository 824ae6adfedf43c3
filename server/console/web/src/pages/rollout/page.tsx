/** What agents have, what some of them are getting, and the way back. */
import { useEffect } from 'preact/hooks';
import { api } from '../../api/api';
import type { Adoption, Release, Rollout } from '../../api/types';
import { href } from '../../shell/router';
import { memberNames, type Names } from '../../shop/people';
import { LinkButton } from '../../ui/link';
import { Page } from '../../ui/page';
import { Empty, Loaded, useLoad } from '../../ui/states';
import { Candidate } from './candidate';
import { History } from './history';
import { Killed } from './killed';
import { Stable } from './stable';
import { t } from './texts';
import './rollout.css';

export interface Shown {
  rollout: Rollout;
  /** Newest first. */
  releases: Release[];
  /** Of today. */
  adoption: Adoption[];
  names: Names;
}

export default function RolloutPage() {
  const load = useLoad<Shown>(look, []);
  const { reload } = load;
  // Others work here too, and the server itself may halt a candidate.
  useEffect(() => api.rollout.watch(reload), [reload]);
  return (
    <Page name="rollout" title={t.title} lead={t.lead}>
      <Loaded of={load}>
        {(shown) => {
          const { rollout, releases } = shown;
          if (releases.length === 0) {
            return (
              <Empty
                icon="rollout"
                title={t.none}
                action={<LinkButton href={href('review')}>{t.waiting}</LinkButton>}
              >
                {t.noneHint}
              </Empty>
            );
          }
          const next = releases.filter(({ state }) => state === 'approved');
          return (
            <>
              <div class="lanes">
                <Stable shown={shown} />
                <Candidate shown={shown} next={next} reload={reload} />
              </div>
              <History shown={shown} reload={reload} />
              <Killed rollout={rollout} reload={reload} />
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

async function look(): Promise<Shown> {
  const today = new Date().toISOString().slice(0, 10);
  const [rollout, releases, adoption, names] = await Promise.all([
    api.rollout.read(),
    api.releases.list(),
    api.insight.adoption({ from: today, to: today }),
    memberNames(),
  ]);
  return {
    rollout,
    releases: releases.toSorted((a, b) => b.seq - a.seq),
    adoption,
    names,
  };
}
