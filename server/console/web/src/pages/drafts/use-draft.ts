/** A draft as it is edited: what the server has, what was changed here, and saving without losing either. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { api } from '../../api/api';
import { Problem } from '../../api/problem';
import type { Draft, Files } from '../../api/types';
import { toast } from '../../ui/toast';
import { merge, sameFiles } from './merge';
import { t } from './texts';

interface Edits {
  title: string;
  files: Files;
}

export interface Conflict {
  theirs: Draft;
  /** Both sides put together, mine where they differ. */
  files: Files;
  names: string[];
}

export interface Editing extends Edits {
  draft: Draft;
  dirty: boolean;
  conflict: Conflict | undefined;
  change: (edits: Partial<Edits>) => void;
  /** False when it came to a conflict. */
  save: () => Promise<boolean>;
  /** Goes on from their version with these files. */
  resolve: (files: Files) => void;
  /** The draft after something else was done with it. */
  replace: (draft: Draft) => void;
}

/** Edits that were not saved outlive a look at another page, and a reload; they end with the tab. */
const kept = (id: string) => `huashu:edits:${id}`;

export function useDraft(loaded: Draft): Editing {
  const begin = useRef<{ base: Draft; edits: Edits }>(undefined);
  begin.current ??= restore(loaded);
  const [draft, setDraft] = useState(begin.current.base);
  const [edits, setEdits] = useState(begin.current.edits);
  const [conflict, setConflict] = useState<Conflict>();
  const dirty = edits.title !== draft.title || !sameFiles(edits.files, draft.files);
  const latest = useRef({ draft, edits, dirty });
  latest.current = { draft, edits, dirty };

  useEffect(() => {
    if (!dirty) {
      sessionStorage.removeItem(kept(draft.id));
      return;
    }
    try {
      sessionStorage.setItem(kept(draft.id), JSON.stringify({ base: draft, edits }));
    } catch {
      // A draft of megabytes does not fit: it is asked about before the page is left.
    }
  }, [draft, edits, dirty]);

  useEffect(() => {
    if (latest.current.dirty) toast('good', t.restored);
  }, []);

  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (latest.current.dirty) event.preventDefault();
    };
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, []);

  const save = async () => {
    const now = latest.current;
    if (!now.dirty) return true;
    try {
      // What is typed meanwhile stays typed.
      setDraft(await api.drafts.write(now.draft, now.edits));
      return true;
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'changed') throw error;
    }
    const theirs = await api.drafts.read(now.draft.id);
    const { files, conflicts } = merge(now.draft.files, now.edits.files, theirs.files);
    if (conflicts.length > 0) {
      setConflict({ theirs, files, names: conflicts });
      return false;
    }
    setDraft(theirs);
    setEdits({ title: now.edits.title, files });
    toast('good', t.merged);
    return false;
  };

  return {
    draft,
    ...edits,
    dirty,
    conflict,
    change: (some) => setEdits((was) => ({ ...was, ...some })),
    save,
    resolve(files) {
      if (!conflict) return;
      setDraft(conflict.theirs);
      setEdits({ title: latest.current.edits.title, files });
      setConflict(undefined);
    },
    replace(next) {
      setDraft(next);
      setEdits({ title: next.title, files: next.files });
    },
  };
}

/**
 * What was typed before and not saved, with the state of the draft it began from:
 * if there is a newer one by now, saving finds out as it would have then.
 */
function restore(loaded: Draft): { base: Draft; edits: Edits } {
  const json = sessionStorage.getItem(kept(loaded.id));
  if (!json || loaded.state !== 'open') {
    return { base: loaded, edits: { title: loaded.title, files: loaded.files } };
  }
  return JSON.parse(json);
}
