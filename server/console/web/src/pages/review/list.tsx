/** What waits for review. */
import { api } from '../../api/api';
import type { DraftInfo } from '../../api/types';
import { href } from '../../shell/router';
import { ago, moment } from '../../text/texts';
import { LinkButton } from '../../ui/link';
import { Page } from '../../ui/page';
import { Empty, Loaded, useLoad } from '../../ui/states';
import { type Column, Table } from '../../ui/table';
import { t } from './texts';

export function List() {
  const load = useLoad(async () => {
    const [drafts, members] = await Promise.all([api.drafts.list(), api.members.list()]);
    return {
      drafts: drafts.filter(({ state }) => state === 'submitted'),
      names: new Map(members.map(({ id, name }) => [id, name])),
    };
  }, []);
  return (
    <Page name="review" title={t.title} lead={t.lead}>
      <Loaded of={load}>
        {({ drafts, names }) =>
          drafts.length === 0 ? (
            <Empty
              icon="review"
              title={t.none}
              action={
                <LinkButton href={href('drafts')} icon="draft">
                  {t.drafts}
                </LinkButton>
              }
            >
              {t.noneHint}
            </Empty>
          ) : (
            <Table
              caption={t.title}
              rows={drafts}
              id={({ id }) => id}
              sort="updated"
              columns={columns(names)}
            />
          )
        }
      </Loaded>
    </Page>
  );
}

const columns = (names: Map<string, string>): Column<DraftInfo>[] => [
  {
    name: 'title',
    title: t.name,
    by: ({ title }) => title,
    cell: ({ id, title }) => (
      <a class="draft-title" href={href('review', [id])}>
        {title}
      </a>
    ),
  },
  {
    name: 'editors',
    title: t.by,
    cell: ({ editors }) => editors.map((id) => names.get(id) ?? id).join('、'),
  },
  {
    name: 'updated',
    title: t.submitted,
    by: ({ updated }) => updated,
    cell: ({ updated }) => (
      <time dateTime={updated} title={moment(updated)}>
        {ago(updated)}
      </time>
    ),
  },
  {
    name: 'check',
    title: t.check,
    cell: ({ report }) => report && t.passed(report.rules, report.examples),
  },
  {
    name: 'look',
    title: t.look,
    untitled: true,
    right: true,
    cell: ({ id }) => (
      <LinkButton small href={href('review', [id])}>
        {t.look}
      </LinkButton>
    ),
  },
];
