import { api } from '../../api/api';
import { may } from '../../api/session';
import type { DraftInfo } from '../../api/types';
import { go, href } from '../../shell/router';
import { memberNames, type Names, namesOf } from '../../shop/people';
import { pickDraft } from '../../shop/pick-draft';
import { loadShop, type ShopState } from '../../shop/shop-state';
import { Ago } from '../../ui/ago';
import { Badge, type Tone } from '../../ui/badge';
import { Button } from '../../ui/button';
import { confirm } from '../../ui/dialog';
import { Page } from '../../ui/page';
import { Empty, Loaded, useLoad } from '../../ui/states';
import { type Column, Table } from '../../ui/table';
import { t } from './texts';
import './list.css';

interface Shown {
  shop: ShopState;
  names: Names;
}

export function List() {
  const load = useLoad<Shown>(async () => {
    const [shop, names] = await Promise.all([loadShop(), memberNames()]);
    return { shop, names };
  }, []);
  const begin = async () => {
    const draft = load.value && (await pickDraft(load.value.shop, { fresh: true }));
    if (draft) go(href('drafts', [draft.id]));
  };
  const button = may('editor') && (
    <Button kind="primary" icon="plus" disabled={!load.value} onClick={begin}>
      {t.begin}
    </Button>
  );
  return (
    <Page name="drafts" title={t.title} lead={t.lead} actions={button}>
      <Loaded of={load}>
        {({ shop, names }) =>
          shop.drafts.length === 0 ? (
            <Empty icon="draft" title={t.none}>
              {t.noneHint}
            </Empty>
          ) : (
            <Table
              caption={t.title}
              rows={shop.drafts}
              id={({ id }) => id}
              sort="-updated"
              columns={columns(names, load.reload)}
            />
          )
        }
      </Loaded>
    </Page>
  );
}

function columns(names: Names, reload: () => void): Column<DraftInfo>[] {
  const discard = async (draft: DraftInfo) => {
    const sure = await confirm({
      title: t.discardAsk(draft.title),
      body: t.discardHint,
      action: t.discard,
      danger: true,
    });
    if (!sure) return;
    await api.drafts.discard(draft);
    reload();
  };
  return [
    {
      name: 'title',
      title: t.name,
      by: ({ title }) => title,
      cell: ({ id, title }) => (
        <a class="draft-title" href={href('drafts', [id])}>
          {title}
        </a>
      ),
    },
    {
      name: 'state',
      title: t.state,
      by: ({ state }) => state,
      cell: (draft) => <State of={draft} />,
    },
    {
      name: 'base',
      title: t.base,
      cell: ({ base }) => <span class="quiet">{base ? t.release(base) : t.fromNothing}</span>,
    },
    {
      name: 'editors',
      title: t.by,
      cell: ({ editors }) => namesOf(editors, names),
    },
    {
      name: 'updated',
      title: t.updated,
      by: ({ updated }) => updated,
      cell: ({ updated }) => <Ago time={updated} />,
    },
    {
      name: 'actions',
      title: t.actions,
      untitled: true,
      right: true,
      cell: (draft) =>
        draft.state === 'open' &&
        may('editor') && (
          <Button
            kind="quiet"
            small
            icon="trash"
            label={t.discard}
            onClick={() => discard(draft)}
          />
        ),
    },
  ];
}

const TONES: Record<DraftInfo['state'], Tone> = {
  open: 'plain',
  submitted: 'warning',
  approved: 'good',
};

export function State({ of }: { of: DraftInfo }) {
  if (of.state === 'open' && of.comment) return <Badge tone="error">{t.returned}</Badge>;
  return <Badge tone={TONES[of.state]}>{t[of.state]}</Badge>;
}
