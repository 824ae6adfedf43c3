/** One submitted draft: what it changes, read from the pack itself, and the decision. */
import { useState } from 'preact/hooks';
import { api } from '../../api/api';
import { may, me } from '../../api/session';
import type { Change, Draft } from '../../api/types';
import { withEngine } from '../../engine/engine';
import { go, href } from '../../shell/router';
import { memberNames, type Names, namesOf } from '../../shop/people';
import { sign } from '../../signing/sign';
import { number } from '../../text/texts';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Field } from '../../ui/field';
import { Page } from '../../ui/page';
import { Empty, Loaded, useLoad } from '../../ui/states';
import { toast } from '../../ui/toast';
import { compare, type Difference, READ } from './compare';
import { Differences } from './difference';
import { t } from './texts';
import './review.css';

interface Shown {
  draft: Draft;
  names: Names;
  differences: Difference[];
  /** Of the kinds that an engine does not read from a pack. */
  others: Change[];
}

export function ReviewPage({ id }: { id: string }) {
  const load = useLoad(() => look(id), [id]);
  const [returning, setReturning] = useState(false);
  const { value } = load;
  const draft = value?.draft;
  const back = { href: href('review'), label: t.back };
  if (draft && draft.state !== 'submitted') {
    return (
      <Page name="review" title={draft.title} back={back}>
        <Empty icon="review" title={t.gone} />
      </Page>
    );
  }
  const own = draft?.editors.includes(me().member) && !me().solo;
  const approve = async () => {
    if (!draft?.pack) return;
    const signed = await sign({
      action: t.approve,
      pack: draft.pack,
      propose: () => api.drafts.proposal(id),
      send: (envelope) => api.drafts.approve(draft, envelope),
    });
    if (!signed) return;
    toast('good', t.approved);
    go(href('rollout'));
  };
  const actions = draft && may('reviewer') && (
    <>
      <Button onClick={() => setReturning(true)}>{t.giveBack}</Button>
      <Button kind="primary" icon="review" disabled={own} onClick={approve}>
        {t.approve}
      </Button>
    </>
  );
  return (
    <Page name="review" title={draft?.title ?? t.title} back={back} actions={actions}>
      <Loaded of={load}>
        {(shown) => (
          <>
            {own && <p class="note warning">{t.own}</p>}
            {!may('reviewer') && <p class="note">{t.notReviewer}</p>}
            <Facts draft={shown.draft} names={shown.names} />
            <Differences of={shown.differences} others={shown.others} />
          </>
        )}
      </Loaded>
      {returning && draft && <GiveBack draft={draft} onClose={() => setReturning(false)} />}
    </Page>
  );
}

/** The draft, and what its pack changes: told by the two packs' own bytes and not by the server. */
async function look(id: string): Promise<Shown> {
  const [draft, names, rollout] = await Promise.all([
    api.drafts.read(id),
    memberNames(),
    api.rollout.read(),
  ]);
  if (!draft.pack) return { draft, names, differences: [], others: [] };
  const stable = rollout.stable > 0 ? await api.releases.read(rollout.stable) : undefined;
  const [before, after, changes] = await Promise.all([
    stable && api.releases.object(stable.pack.sha256),
    api.releases.object(draft.pack.sha256),
    api.drafts.diff(id),
  ]);
  return withEngine(async (engine) => {
    await engine.open(before);
    const was = await engine.records();
    await engine.open(after);
    const differences = compare(was, await engine.records());
    const others = changes.filter(({ kind }) => !READ.includes(kind));
    return { draft, names, differences, others };
  });
}

function Facts({ draft, names }: { draft: Draft; names: Names }) {
  const { report, pack } = draft;
  return (
    <dl class="card facts">
      <div>
        <dt>{t.editors}</dt>
        <dd>{namesOf(draft.editors, names)}</dd>
      </div>
      {report && (
        <div>
          <dt>{t.check}</dt>
          <dd>{t.passed(report.rules, report.examples)}</dd>
          <dd class="quiet">
            {t.gate(
              `${number(Math.round(report.took / 1e6))} ms`,
              `${number(Math.round(report.memory / 1e6))} MB`,
            )}
          </dd>
        </div>
      )}
      {pack && (
        <div>
          <dt>{t.pack}</dt>
          <dd>
            <code title={pack.sha256}>{pack.sha256.slice(0, 16)}…</code>
          </dd>
          <dd class="quiet">{number(Math.round(pack.size / 1000))} KB</dd>
        </div>
      )}
    </dl>
  );
}

function GiveBack({ draft, onClose }: { draft: Draft; onClose: () => void }) {
  const [comment, setComment] = useState('');
  const submit = async () => {
    await api.drafts.giveBack(draft, comment.trim());
    toast('good', t.returned);
    go(href('review'));
  };
  return (
    <Dialog
      title={t.giveBackTitle}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t.cancel}</Button>
          <Button kind="primary" onClick={submit}>
            {t.giveBack}
          </Button>
        </>
      }
    >
      <Field label={t.comment} hint={t.commentHint}>
        <textarea
          rows={4}
          maxLength={2000}
          value={comment}
          onInput={(event) => setComment(event.currentTarget.value)}
        />
      </Field>
    </Dialog>
  );
}
