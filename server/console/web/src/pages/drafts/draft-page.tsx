import type { DraftMistake } from '@huashu/wasm';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { api } from '../../api/api';
import { describe, Problem } from '../../api/problem';
import { may } from '../../api/session';
import type { Draft, Files } from '../../api/types';
import { Bench } from '../../bench/bench';
import { YamlEditor } from '../../editor/yaml-editor';
import { useEngine } from '../../engine/use-engine';
import { go, href, replace } from '../../shell/router';
import { ago } from '../../text/texts';
import { Button } from '../../ui/button';
import { confirm, Dialog } from '../../ui/dialog';
import { Field } from '../../ui/field';
import { LinkButton } from '../../ui/link';
import { Page } from '../../ui/page';
import { Empty, Failed, Loaded, useLoad } from '../../ui/states';
import { toast } from '../../ui/toast';
import { ConflictDialog } from './conflict';
import { FileActions, FileList, fileNames, rulesIn } from './files';
import { State } from './list';
import { NewRule } from './new-rule';
import { Problems } from './problems';
import { t } from './texts';
import { useBuild } from './use-build';
import { useDraft } from './use-draft';
import './draft.css';

export function DraftPage({ id, query }: { id: string; query: URLSearchParams }) {
  const load = useLoad(() => api.drafts.read(id), [id]);
  if (load.value) return <Editor loaded={load.value} query={query} />;
  return (
    <Page name="drafts" title={t.title} back={{ href: href('drafts'), label: t.back }}>
      <Loaded of={load}>{() => null}</Loaded>
    </Page>
  );
}

const NO_MISTAKES: readonly DraftMistake[] = [];

function Editor({ loaded, query }: { loaded: Draft; query: URLSearchParams }) {
  const editing = useDraft(loaded);
  const { draft, title, files, dirty, change, save } = editing;
  const { engine, error } = useEngine();
  const build = useBuild(engine, files);
  const [file, setFile] = useState(() => fileWith(files, query.get('rule')) ?? firstFile(files));
  const [reveal, setReveal] = useState<{ line: number }>();
  const [retitling, setRetitling] = useState(false);
  const [asking, setAsking] = useState(query.get('new') === 'rule');
  // What the server found in submitting; it goes with the next change.
  const [found, setFound] = useState<readonly DraftMistake[]>();
  const readOnly = draft.state !== 'open' || !may('editor');
  const mistakes = found ?? build.mistakes;
  const inFile = useMemo(
    () => mistakes.filter((mistake) => mistake.file === file),
    [mistakes, file],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, for the rule the address names
  useEffect(() => {
    const rule = query.get('rule');
    if (rule) showRule(rule);
    if (query.size > 0) replace(href('drafts', [draft.id]));
  }, []);

  const edit = (next: Files) => {
    change({ files: next });
    setFound(undefined);
  };
  const changeFiles = (next: Files, name: string | undefined) => {
    edit(next);
    setFile(name);
  };
  const open = (name: string, line?: number) => {
    setFile(name);
    if (line) setReveal({ line });
  };
  function showRule(rule: string): boolean {
    for (const [name, text] of Object.entries(files)) {
      const at = rulesIn(text).find(({ id }) => id === rule);
      if (at) {
        open(name, at.line);
        return true;
      }
    }
    return false;
  }
  const submit = async () => {
    if (build.mistakes.length > 0) {
      toast('error', t.submitMistakes);
      return;
    }
    const sure = await confirm({ title: t.submitAsk, body: t.submitHint, action: t.submit });
    if (!sure || !(await save())) return;
    try {
      // The version that was just saved is the one to submit.
      editing.replace(await api.drafts.submit(await api.drafts.read(draft.id)));
      toast('good', t.submitDone);
    } catch (problem) {
      if (!(problem instanceof Problem) || problem.mistakes.length === 0) {
        const detail = problem instanceof Problem && problem.code === 'gate' ? problem.detail : '';
        toast('error', [describe(problem), detail].filter(Boolean).join('：'));
        return;
      }
      setFound([...problem.mistakes]);
      toast('error', t.submitMistakes);
    }
  };

  return (
    <Page
      name="drafts"
      full
      title={title}
      back={{ href: href('drafts'), label: t.back }}
      beside={
        !readOnly && (
          <Button
            kind="quiet"
            small
            icon="draft"
            label={t.retitle}
            onClick={() => setRetitling(true)}
          />
        )
      }
      actions={
        <>
          {readOnly ? <State of={draft} /> : <Saved dirty={dirty} at={draft.updated} />}
          <LinkButton kind="quiet" icon="rules" href={href('rules', [], { draft: draft.id })}>
            {t.inRules}
          </LinkButton>
          <LinkButton kind="quiet" icon="impact" href={href('impact', [], { draft: draft.id })}>
            {t.impact}
          </LinkButton>
          {!readOnly && (
            <>
              <Button disabled={!dirty} onClick={save}>
                {t.save}
              </Button>
              <Button kind="primary" onClick={submit}>
                {t.submit}
              </Button>
            </>
          )}
        </>
      }
    >
      <Notice draft={draft} />
      {error !== undefined && <Failed error={error} />}
      <div class="drafting">
        <FileList
          files={files}
          current={file}
          mistakes={mistakes}
          readOnly={readOnly}
          onOpen={open}
          onChange={changeFiles}
        />
        <section class="writing card">
          <header>
            <span class="file-name">{file}</span>
            {!readOnly && file !== undefined && (
              <FileActions files={files} file={file} onChange={changeFiles} />
            )}
            {!readOnly && (
              <Button small icon="plus" disabled={!build.records} onClick={() => setAsking(true)}>
                {t.addRule}
              </Button>
            )}
          </header>
          {file === undefined ? (
            <Empty icon="file" title={t.noFiles} />
          ) : (
            <YamlEditor
              file={file}
              text={files[file] ?? ''}
              readOnly={readOnly}
              mistakes={inFile.length > 0 ? inFile : NO_MISTAKES}
              vocabulary={
                build.schema && build.records && { schema: build.schema, records: build.records }
              }
              reveal={reveal}
              onChange={(text) => edit({ ...files, [file]: text })}
              onSave={() => save().catch((problem) => toast('error', describe(problem)))}
            />
          )}
          <Problems
            build={{ ...build, mistakes: [...mistakes] }}
            rules={Object.values(files).flatMap(rulesIn).length}
            onOpen={(mistake) => open(mistake.file || (file ?? ''), mistake.line)}
          />
        </section>
        <Bench
          engine={engine}
          info={build.info}
          profiles={build.records?.profiles}
          stale={build.stale && build.mistakes.length > 0}
          onRule={(rule) => showRule(rule) || go(href('rules', [rule], { draft: draft.id }))}
        />
      </div>
      {asking && !readOnly && build.records && (
        <NewRule
          files={files}
          records={build.records}
          onClose={() => setAsking(false)}
          onRule={(next, name, line) => {
            setAsking(false);
            edit(next);
            open(name, line);
          }}
        />
      )}
      {retitling && (
        <Retitle
          title={title}
          onClose={() => setRetitling(false)}
          onTitle={(to) => {
            change({ title: to });
            setRetitling(false);
          }}
        />
      )}
      {editing.conflict && (
        <ConflictDialog
          conflict={editing.conflict}
          draft={draft}
          title={title}
          mine={files}
          onResolve={editing.resolve}
          onLeave={() => editing.conflict && editing.replace(editing.conflict.theirs)}
        />
      )}
    </Page>
  );
}

function Saved({ dirty, at }: { dirty: boolean; at: string }) {
  return (
    <span class={dirty ? 'saved dirty' : 'saved'} role="status">
      {dirty ? t.unsaved : t.savedAt(ago(at))}
    </span>
  );
}

function Notice({ draft }: { draft: Draft }) {
  if (draft.state === 'submitted') return <p class="notice">{t.locked_submitted}</p>;
  if (draft.state === 'approved') return <p class="notice">{t.locked_approved(draft.seq ?? 0)}</p>;
  if (!may('editor')) return <p class="notice">{t.locked_viewer}</p>;
  if (draft.comment) return <p class="notice returned">{t.comment(draft.comment)}</p>;
  return null;
}

function Retitle({
  title,
  onClose,
  onTitle,
}: {
  title: string;
  onClose: () => void;
  onTitle: (title: string) => void;
}) {
  const [text, setText] = useState(title);
  return (
    <Dialog
      title={t.retitle}
      onClose={onClose}
      onSubmit={() => text.trim() && onTitle(text.trim())}
      actions={
        <>
          <Button onClick={onClose}>{t.cancel}</Button>
          <Button kind="primary" type="submit">
            {t.rename}
          </Button>
        </>
      }
    >
      <Field label={t.titleOf}>
        <input
          value={text}
          maxLength={120}
          required
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </Field>
    </Dialog>
  );
}

/** The first file with rules: pack.yaml seldom is what one came for. */
function firstFile(files: Files): string | undefined {
  const names = fileNames(files);
  return names.find((name) => rulesIn(files[name] ?? '').length > 0) ?? names[0];
}

function fileWith(files: Files, rule: string | null): string | undefined {
  if (!rule) return undefined;
  return fileNames(files).find((name) => rulesIn(files[name] ?? '').some(({ id }) => id === rule));
}
