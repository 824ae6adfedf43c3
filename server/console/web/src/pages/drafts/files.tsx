/** The draft's files with the rules in each; adding, renaming and deleting them. */
import type { DraftMistake } from '@huashu/wasm';
import { useState } from 'preact/hooks';
import type { Files } from '../../api/types';
import { Button } from '../../ui/button';
import { confirm, Dialog } from '../../ui/dialog';
import { Field } from '../../ui/field';
import { Icon } from '../../ui/icon';
import { t } from './texts';

/** What the server takes as a path. */
const PATH = /^\w[\w.-]*(\/\w[\w.-]*)*\.yaml$/;

/** pack.yaml first, then by name. */
export function fileNames(files: Files): string[] {
  const rank = (name: string) => (name === 'pack.yaml' ? 0 : 1);
  return Object.keys(files).sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
}

/** Where each rule of a file stands. Read by eye: the file may have mistakes. */
export function rulesIn(text: string): { id: string; line: number }[] {
  let inRules = false;
  return text.split('\n').flatMap((line, i) => {
    if (/^[^\s#-]/.test(line)) inRules = line.startsWith('rules:');
    const id = inRules && /^\s*-\s+\{?\s*id:\s*["']?([\w.-]+)/.exec(line)?.[1];
    return id ? [{ id, line: i + 1 }] : [];
  });
}

interface Props {
  files: Files;
  current: string | undefined;
  mistakes: readonly DraftMistake[];
  readOnly: boolean;
  onOpen: (file: string, line?: number) => void;
  onChange: (files: Files, open: string | undefined) => void;
}

export function FileList({ files, current, mistakes, readOnly, onOpen, onChange }: Props) {
  const [asking, setAsking] = useState(false);
  return (
    <nav class="files card" aria-label={t.files}>
      <header>
        <h2>{t.files}</h2>
        {!readOnly && (
          <Button
            kind="quiet"
            small
            icon="plus"
            label={t.addFile}
            onClick={() => setAsking(true)}
          />
        )}
      </header>
      <ul>
        {fileNames(files).map((file) => {
          const wrong = mistakes.filter((mistake) => mistake.file === file).length;
          const open = file === current;
          return (
            <li key={file} class={open ? 'open' : ''}>
              <div class="file">
                <button
                  type="button"
                  {...(open ? { 'aria-current': 'true' } : {})}
                  onClick={() => onOpen(file)}
                >
                  <Icon name="file" size={14} />
                  <span>{file}</span>
                  {wrong > 0 && <span class="wrong">{wrong}</span>}
                </button>
              </div>
              {open && (
                <ul class="outline">
                  {rulesIn(files[file] ?? '').map(({ id, line }) => (
                    <li key={`${id} ${line}`}>
                      <button type="button" onClick={() => onOpen(file, line)}>
                        {id}
                      </button>
                    </li>
                  ))}
                </ul>
              )}
            </li>
          );
        })}
      </ul>
      {asking && (
        <NameDialog
          files={files}
          onClose={() => setAsking(false)}
          onName={(name) => {
            setAsking(false);
            onChange({ ...files, [name]: '' }, name);
          }}
        />
      )}
    </nav>
  );
}

/** Renaming and deleting the file that is open. */
export function FileActions({
  files,
  file,
  onChange,
}: {
  files: Files;
  file: string;
  onChange: Props['onChange'];
}) {
  const [asking, setAsking] = useState(false);
  const { [file]: text = '', ...others } = files;
  const remove = async () => {
    const sure = await confirm({
      title: t.removeAsk(file),
      body: t.removeHint,
      action: t.remove,
      danger: true,
    });
    if (sure) onChange(others, fileNames(others)[0]);
  };
  return (
    <>
      <Button kind="quiet" small icon="draft" label={t.rename} onClick={() => setAsking(true)} />
      <Button kind="quiet" small icon="trash" label={t.remove} onClick={remove} />
      {asking && (
        <NameDialog
          files={files}
          was={file}
          onClose={() => setAsking(false)}
          onName={(name) => {
            setAsking(false);
            onChange({ ...others, [name]: text }, name);
          }}
        />
      )}
    </>
  );
}

interface NameProps {
  files: Files;
  was?: string;
  onClose: () => void;
  onName: (name: string) => void;
}

function NameDialog({ files, was, onClose, onName }: NameProps) {
  const [name, setName] = useState(was ?? 'rules/.yaml');
  const [error, setError] = useState<string>();
  const submit = () => {
    if (!PATH.test(name)) setError(t.fileForm);
    else if (name in files) setError(t.fileTaken);
    else onName(name);
  };
  return (
    <Dialog
      title={was ? t.rename : t.addFile}
      onClose={onClose}
      onSubmit={submit}
      actions={
        <>
          <Button onClick={onClose}>{t.cancel}</Button>
          <Button kind="primary" type="submit">
            {was ? t.rename : t.create}
          </Button>
        </>
      }
    >
      <Field label={t.fileName} hint={t.fileHint} error={error}>
        <input
          value={name}
          spellcheck={false}
          onInput={(event) => {
            setName(event.currentTarget.value);
            setError(undefined);
          }}
        />
      </Field>
    </Dialog>
  );
}
