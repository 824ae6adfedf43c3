/** Asks which open draft shall take a change; the latest of them, or a new one. */
import { useState } from 'preact/hooks';
import { api } from '../api/api';
import { describe } from '../api/problem';
import { may, me } from '../api/session';
import type { Draft } from '../api/types';
import { ago, locale, texts } from '../text/texts';
import { Button } from '../ui/button';
import { ask, Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { toast } from '../ui/toast';
import { emptyPack } from './new-pack';
import type { ShopState } from './shop-state';

const t = texts({
  title: ['改进哪份草稿？', 'Which draft shall take the change?'],
  newTitle: ['新建草稿', 'New draft'],
  hint: [
    '改动先进草稿，审核通过并发布以后客服才会收到。',
    'Changes go into a draft first; agents get them after review and rollout.',
  ],
  choose: ['草稿', 'Draft'],
  fresh: ['新建一份草稿', 'A new draft'],
  name: ['草稿名', 'Its title'],
  nameHint: [
    '审核人会看到，例如“双十一活动用语”。',
    'The reviewer sees it, e.g. “Wording of the autumn sale”.',
  ],
  dayTitle: [(day: string) => `${day}的改动`, (day: string) => `Changes of ${day}`],
  goOn: ['继续', 'Go on'],
  begin: ['新建', 'Begin'],
  cancel: ['取消', 'Cancel'],
  access: ['您的权限只能查看，请让编辑来改', 'You may only look; ask an editor'],
  unknownSources: [
    '线上这一版是用命令行发布的，源文件不在服务器上，新草稿会从空白开始。',
    'The release in use was published on the command line, so its sources are not on the server; a new draft starts empty.',
  ],
});

/** Undefined when the person thought better of it. `fresh` asks for a new draft only. */
export function pickDraft(shop: ShopState, { fresh = false } = {}): Promise<Draft | undefined> {
  if (!may('editor')) {
    toast('error', t.access);
    return Promise.resolve(undefined);
  }
  return ask<Draft | undefined>(undefined, (done) => (
    <Picker shop={shop} fresh={fresh} onDone={done} />
  ));
}

function Picker({
  shop,
  fresh,
  onDone,
}: {
  shop: ShopState;
  fresh: boolean;
  onDone: (draft?: Draft) => void;
}) {
  const open = fresh ? [] : shop.drafts.filter(({ state }) => state === 'open');
  const [chosen, setChosen] = useState(open[0]?.id ?? '');
  const [title, setTitle] = useState(() => {
    const day = new Intl.DateTimeFormat(locale(), { month: 'long', day: 'numeric' });
    return t.dayTitle(day.format(new Date()));
  });
  const [error, setError] = useState<string>();
  const submit = async () => {
    try {
      onDone(chosen ? await api.drafts.read(chosen) : await begin(shop, title.trim()));
    } catch (problem) {
      setError(describe(problem));
    }
  };
  return (
    <Dialog
      title={open.length > 0 ? t.title : t.newTitle}
      onClose={() => onDone()}
      onSubmit={submit}
      actions={
        <>
          <Button onClick={() => onDone()}>{t.cancel}</Button>
          <Button kind="primary" type="submit">
            {chosen ? t.goOn : t.begin}
          </Button>
        </>
      }
    >
      <p class="quiet">{t.hint}</p>
      {open.length > 0 && (
        <Field label={t.choose} error={chosen ? error : undefined}>
          <select value={chosen} onChange={(event) => setChosen(event.currentTarget.value)}>
            {open.map((draft) => (
              <option key={draft.id} value={draft.id}>
                {draft.title} · {ago(draft.updated)}
              </option>
            ))}
            <option value="">{t.fresh}</option>
          </select>
        </Field>
      )}
      {!chosen && (
        <Field label={t.name} hint={t.nameHint} error={error}>
          <input
            value={title}
            maxLength={120}
            required
            onInput={(event) => setTitle(event.currentTarget.value)}
          />
        </Field>
      )}
      {!chosen && shop.released && !shop.released.files && <p class="quiet">{t.unknownSources}</p>}
    </Dialog>
  );
}

function begin(shop: ShopState, title: string): Promise<Draft> {
  const { released } = shop;
  if (released?.files && Object.keys(released.files).length > 0) {
    return api.drafts.begin({ title, base: released.seq });
  }
  return api.drafts.begin({ title, files: emptyPack(me().tenantName) });
}
