/** Who works here, with which access and which tokens. */
import { useState } from 'preact/hooks';
import { api } from '../../api/api';
import { may, me } from '../../api/session';
import type { Member, NewToken, Token } from '../../api/types';
import { ago, moment } from '../../text/texts';
import { Badge, type Tone } from '../../ui/badge';
import { Button } from '../../ui/button';
import { confirm } from '../../ui/dialog';
import { Page } from '../../ui/page';
import { Loaded, useLoad } from '../../ui/states';
import { type Column, Table } from '../../ui/table';
import { Edit } from './edit';
import { Fresh } from './fresh';
import { t } from './texts';
import './members.css';

interface Shown {
  members: Member[];
  /** Only admins see them. */
  tokens: Token[];
}

const TONES: Record<Member['access'], Tone> = {
  viewer: 'plain',
  editor: 'hint',
  reviewer: 'accent',
  admin: 'warning',
};

export default function Members() {
  const load = useLoad<Shown>(async () => {
    const [members, tokens] = await Promise.all([
      api.members.list(),
      may('admin') ? api.members.tokens() : [],
    ]);
    return { members, tokens };
  }, []);
  const [editing, setEditing] = useState<Member | 'new'>();
  const [fresh, setFresh] = useState<{ token: NewToken; name: string }>();
  const button = may('admin') && (
    <Button kind="primary" icon="plus" onClick={() => setEditing('new')}>
      {t.add}
    </Button>
  );
  const issue = async ({ id, name }: Member) => {
    setFresh({ token: await api.members.addToken(id), name });
    load.reload();
  };
  return (
    <Page name="members" title={t.title} lead={me().solo ? t.solo : t.lead} actions={button}>
      <Loaded of={load}>
        {({ members, tokens }) => (
          <Table
            caption={t.title}
            rows={members}
            id={({ id }) => id}
            sort="created"
            columns={columns(tokens, { change: setEditing, issue, reload: load.reload })}
          />
        )}
      </Loaded>
      {editing && (
        <Edit
          member={editing === 'new' ? undefined : editing}
          onClose={(changed) => {
            setEditing(undefined);
            if (changed) load.reload();
          }}
        />
      )}
      {fresh && <Fresh {...fresh} onClose={() => setFresh(undefined)} />}
    </Page>
  );
}

interface Acts {
  change: (member: Member) => void;
  issue: (member: Member) => Promise<void>;
  reload: () => void;
}

function columns(tokens: Token[], { change, issue, reload }: Acts): Column<Member>[] {
  const revoke = async (token: Token) => {
    const sure = await confirm({
      title: t.revokeAsk,
      body: t.revokeHint,
      action: t.revoke,
      danger: true,
    });
    if (!sure) return;
    await api.members.revoke(token.id);
    reload();
  };
  const all: Column<Member>[] = [
    {
      name: 'name',
      title: t.name,
      by: ({ name }) => name,
      cell: ({ id, name }) => (
        <>
          <strong>{name}</strong> {id === me().member && <span class="quiet">{t.you}</span>}
        </>
      ),
    },
    {
      name: 'access',
      title: t.access,
      by: ({ access }) => access,
      cell: ({ access }) => <Badge tone={TONES[access]}>{t[access]}</Badge>,
    },
    {
      name: 'state',
      title: t.state,
      cell: ({ active }) => <span class="quiet">{active ? t.active : t.inactive}</span>,
    },
    {
      name: 'created',
      title: t.joined,
      by: ({ created }) => created,
      cell: ({ created }) => <time dateTime={created}>{moment(created)}</time>,
    },
  ];
  if (!may('admin')) return all;
  return [
    ...all,
    {
      name: 'tokens',
      title: t.tokens,
      cell: ({ id }) => {
        const own = tokens.filter(({ member }) => member === id);
        if (own.length === 0) return <span class="quiet">{t.noTokens}</span>;
        return (
          <ul class="tokens">
            {own.map((token) => (
              <li key={token.id}>
                <span title={moment(token.created)}>{t.issued(ago(token.created))}</span>
                <Button small kind="quiet" onClick={() => revoke(token)}>
                  {t.revoke}
                </Button>
              </li>
            ))}
          </ul>
        );
      },
    },
    {
      name: 'actions',
      title: t.actions,
      untitled: true,
      right: true,
      cell: (member) => (
        <span class="row-actions">
          <Button small onClick={() => issue(member)} disabled={!member.active}>
            {t.issue}
          </Button>
          <Button small kind="quiet" onClick={() => change(member)}>
            {t.change}
          </Button>
        </span>
      ),
    },
  ];
}
