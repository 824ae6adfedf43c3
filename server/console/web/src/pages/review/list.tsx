/** What waits for review. */
import { api } from '../../api/api';
import type { DraftInfo } from '../../api/types';
import { href } from '../../shell/router';
import { memberNames, type Names, namesOf } from '../../shop/people';
import { Ago } from '../../ui/ago';
import { LinkButton } from '../../ui/link';
import { Page } from '../../ui/page';
import { Empty, Loaded, useLoad } from '../../ui/states';
import { type Column, Table } from '../../ui/table';
import { t } from './texts';

export function List() {
  const load = useLoad(async () => {
    const [drafts, names] = await Promise.all([api.drafts.list(), memberNames()]);
    return {
      drafts: drafts.filter(({ state }) => state === 'submitted'),
      names,
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

const columns = (names: Names): Column<DraftInfo>[] => [
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
    cell: ({ editors }) => namesOf(editors, names),
  },
  {
    name: 'updated',
    title: t.submitted,
    by: ({ updated }) => updated,
    cell: ({ updated }) => <Ago time={updated} />,
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
