/** All releases, and going back to one that was in use. */
import { api } from '../../api/api';
import { may } from '../../api/session';
import type { Release } from '../../api/types';
import { sign } from '../../signing/sign';
import { Ago } from '../../ui/ago';
import { Badge, type Tone } from '../../ui/badge';
import { Button } from '../../ui/button';
import { confirm } from '../../ui/dialog';
import { type Column, Table } from '../../ui/table';
import { toast } from '../../ui/toast';
import type { Shown } from './page';
import { whatOf } from './stable';
import { t } from './texts';

const TONES: Record<Release['state'], Tone> = {
  approved: 'warning',
  candidate: 'hint',
  stable: 'good',
  replaced: 'plain',
  halted: 'error',
};

export function History({ shown, reload }: { shown: Shown; reload: () => void }) {
  return (
    <section class="history" aria-label={t.history}>
      <h2>{t.history}</h2>
      <Table
        caption={t.history}
        rows={shown.releases}
        id={({ seq }) => seq}
        sort="-seq"
        columns={columns(shown, reload)}
      />
    </section>
  );
}

function columns({ names }: Shown, reload: () => void): Column<Release>[] {
  const revert = async (release: Release) => {
    const sure = await confirm({
      title: t.revertAsk(release.seq),
      body: t.revertHint,
      action: t.revert,
    });
    if (!sure) return;
    const signed = await sign({
      action: t.revert,
      pack: release.pack,
      propose: () => api.releases.revert(release.seq),
      send: (envelope) => api.releases.publish(envelope),
    });
    if (!signed) return;
    toast('good', t.revertDone);
    reload();
  };
  return [
    { name: 'seq', title: t.version, by: ({ seq }) => seq, cell: ({ seq }) => t.release(seq) },
    { name: 'what', title: t.name, cell: whatOf },
    {
      name: 'state',
      title: t.state,
      by: ({ state }) => state,
      cell: ({ state }) => <Badge tone={TONES[state]}>{t[`state_${state}`]}</Badge>,
    },
    {
      name: 'approver',
      title: t.approver,
      cell: ({ approver }) => names.get(approver) ?? '–',
    },
    {
      name: 'issued',
      title: t.issued,
      by: ({ issued }) => issued,
      cell: ({ issued }) => <Ago time={issued} />,
    },
    {
      name: 'actions',
      title: t.actions,
      untitled: true,
      right: true,
      cell: (release) =>
        release.state === 'replaced' &&
        may('reviewer') && (
          <Button small kind="quiet" onClick={() => revert(release)}>
            {t.revert}
          </Button>
        ),
    },
  ];
}
