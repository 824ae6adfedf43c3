/** Somebody saved first: chooses, file by file, whose version stays. Nothing is thrown away unasked. */
import { useState } from 'preact/hooks';
import { api } from '../../api/api';
import type { Draft, Files } from '../../api/types';
import { go, href } from '../../shell/router';
import { Button } from '../../ui/button';
import { Choice } from '../../ui/choice';
import { Dialog } from '../../ui/dialog';
import { t } from './texts';
import type { Conflict } from './use-draft';
import './conflict.css';

interface Props {
  conflict: Conflict;
  draft: Draft;
  /** As typed here. */
  title: string;
  mine: Files;
  onResolve: (files: Files) => void;
  /** Edits were saved elsewhere: there is nothing left to keep here. */
  onLeave: () => void;
}

type Side = 'mine' | 'theirs';

export function ConflictDialog({ conflict, draft, title, mine, onResolve, onLeave }: Props) {
  const { theirs, files, names } = conflict;
  const [sides, setSides] = useState<Record<string, Side>>({});
  const resolve = () => {
    const chosen = { ...files };
    for (const name of names) {
      if (sides[name] !== 'theirs') continue;
      const text = theirs.files[name];
      if (text === undefined) delete chosen[name];
      else chosen[name] = text;
    }
    onResolve(chosen);
  };
  const keepMine = async () => {
    const copy = await api.drafts.begin({
      title: t.copyOf(title),
      ...(draft.base && { base: draft.base }),
      files: mine,
    });
    onLeave();
    go(href('drafts', [copy.id]));
  };
  return (
    <Dialog
      title={t.conflict}
      wide
      // Closing it decides nothing: mine stays on top until it is saved again.
      onClose={() => onResolve(files)}
      onSubmit={resolve}
      actions={
        <>
          <Button onClick={keepMine}>{t.asNew}</Button>
          <Button kind="primary" type="submit">
            {t.useChoice}
          </Button>
        </>
      }
    >
      <p class="quiet">{t.conflictHint}</p>
      <ul class="conflicts">
        {names.map((name) => (
          <li key={name}>
            <code>{name}</code>
            <span class="quiet">
              {t.mine} {size(mine[name])} · {t.theirs} {size(theirs.files[name])}
            </span>
            <Choice
              label={name}
              value={sides[name] ?? 'mine'}
              options={[
                { value: 'mine', label: t.mine },
                { value: 'theirs', label: t.theirs },
              ]}
              onChange={(side) => setSides({ ...sides, [name]: side })}
            />
            <Button
              small
              kind="quiet"
              icon="download"
              onClick={() => download(name, mine[name] ?? '')}
            >
              {t.download}
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function size(text: string | undefined): string {
  return text === undefined ? t.deleted : t.lines(text.split('\n').length);
}

function download(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/yaml' }));
  link.download = name.replaceAll('/', '-');
  link.click();
  URL.revokeObjectURL(link.href);
}
