/** The audit: newest first, verified on demand. */
import { useState } from 'preact/hooks';
import { api } from '../../api/api';
import type { Entry, Verdict } from '../../api/types';
import { memberNames, type Names } from '../../shop/people';
import { moment } from '../../text/texts';
import { Button } from '../../ui/button';
import { Page } from '../../ui/page';
import { Empty, Loaded, useLoad } from '../../ui/states';
import { type Column, Table } from '../../ui/table';
import { t } from './texts';
import './audit.css';

const PAGE = 100;

interface Shown {
  entries: Entry[];
  names: Names;
  /** There are older ones. */
  more: boolean;
}

export default function Audit() {
  const load = useLoad<Shown>(async () => {
    const [entries, names] = await Promise.all([api.insight.audit({ limit: PAGE }), memberNames()]);
    return { entries, names, more: entries.length === PAGE };
  }, []);
  const [verdict, setVerdict] = useState<Verdict>();
  const verify = async () => setVerdict(await api.insight.verify());
  const earlier = async ({ entries, names }: Shown) => {
    const before = entries.at(-1)?.n;
    if (before === undefined) return;
    const older = await api.insight.audit({ before, limit: PAGE });
    load.set({ entries: [...entries, ...older], names, more: older.length === PAGE });
  };
  const button = (
    <Button icon="review" onClick={verify}>
      {t.verify}
    </Button>
  );
  return (
    <Page name="audit" title={t.title} lead={t.lead} actions={button}>
      {verdict && (
        <p class={`verdict ${verdict.ok ? 'good' : 'error'}`} role="status">
          {verdict.ok ? t.whole(verdict.length) : t.broken(verdict.broken ?? 0)}
          {verdict.head && <code>{verdict.head.slice(0, 16)}…</code>}
        </p>
      )}
      <Loaded of={load}>
        {(shown) =>
          shown.entries.length === 0 ? (
            <Empty icon="audit" title={t.none} />
          ) : (
            <>
              <Table
                caption={t.title}
                rows={shown.entries}
                id={({ n }) => n}
                columns={columns(shown.names)}
              />
              {shown.more && <Button onClick={() => earlier(shown)}>{t.more}</Button>}
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

const columns = (names: Names): Column<Entry>[] => [
  { name: 'n', title: '#', right: true, cell: ({ n }) => <span class="quiet">{n}</span> },
  {
    name: 'time',
    title: t.time,
    class: 'time',
    cell: ({ time }) => <time dateTime={time}>{moment(time)}</time>,
  },
  { name: 'who', title: t.who, cell: ({ member }) => whoIs(member, names) },
  { name: 'what', title: t.what, cell: ({ action }) => whatIs(action) },
  {
    name: 'subject',
    title: t.subject,
    cell: ({ subject }) => names.get(subject) ?? <code>{subject}</code>,
  },
  {
    name: 'detail',
    title: t.detail,
    class: 'detail',
    cell: ({ detail }) => <span title={detail}>{shortened(detail)}</span>,
  },
  {
    name: 'hash',
    title: t.hash,
    cell: ({ hash }) => (
      <code class="quiet" title={hash}>
        {hash.slice(0, 8)}
      </code>
    ),
  },
];

/** Digests by their beginning; the whole of one is in the title. */
function shortened(detail: string): string {
  return detail.replace(/\b[0-9a-f]{64}\b/g, (digest) => `${digest.slice(0, 12)}…`);
}

function whoIs(member: string, names: Names): string {
  if (member === 'server') return t.server;
  if (member === 'console') return t.console;
  return names.get(member) ?? member;
}

function whatIs(action: string): string {
  return action in t ? String(t[action as keyof typeof t]) : action;
}
