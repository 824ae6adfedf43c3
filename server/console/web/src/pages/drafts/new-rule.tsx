/** Begins a rule: asks for what cannot be changed later, and writes the rest as an example. */
import type { PackRecords } from '@huashu/wasm';
import { useState } from 'preact/hooks';
import type { Files } from '../../api/types';
import { newRule } from '../../shop/new-pack';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Field } from '../../ui/field';
import { fileNames } from './files';
import { t } from './texts';

interface Props {
  files: Files;
  records: PackRecords;
  onClose: () => void;
  /** The files with the rule in them, and where it stands. */
  onRule: (files: Files, file: string, line: number) => void;
}

export function NewRule({ files, records, onClose, onRule }: Props) {
  // A shop's own categories come before those of the packs that ship.
  const own = records.categories.filter(({ id }) =>
    Object.values(files).some((text) => text.includes(`id: ${id},`)),
  );
  const categories = [...own, ...records.categories.filter((one) => !own.includes(one))];
  const [category, setCategory] = useState(categories[0]?.id ?? '');
  const [name, setName] = useState('');
  const [error, setError] = useState<string>();
  const withRules = fileNames(files).filter((file) => /^rules:/m.test(files[file] ?? ''));
  const [file, setFile] = useState(withRules[0] ?? '');
  const id = name.includes('.') ? name : `${category}.${name}`;
  const submit = () => {
    if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(id)) {
      setError(t.ruleIdForm);
      return;
    }
    if (records.rules.some((rule) => rule.id === id)) {
      setError(t.ruleIdTaken);
      return;
    }
    const target = file || freeName(files, id);
    const { text, line } = appended(files[target] ?? '', newRule(id, category));
    onRule({ ...files, [target]: text }, target, line);
  };
  return (
    <Dialog
      title={t.ruleTitle}
      onClose={onClose}
      onSubmit={submit}
      actions={
        <>
          <Button onClick={onClose}>{t.cancel}</Button>
          <Button kind="primary" type="submit">
            {t.create}
          </Button>
        </>
      }
    >
      <Field label={t.category}>
        <select value={category} onChange={(event) => setCategory(event.currentTarget.value)}>
          {categories.map(({ id: value, title }) => (
            <option key={value} value={value}>
              {title} · {value}
            </option>
          ))}
        </select>
      </Field>
      <Field label={t.ruleId} hint={name ? id : t.ruleIdHint} error={error}>
        <input
          autofocus
          required
          spellcheck={false}
          placeholder="deal"
          value={name}
          onInput={(event) => {
            setName(event.currentTarget.value.trim());
            setError(undefined);
          }}
        />
      </Field>
      <Field label={t.intoFile}>
        <select value={file} onChange={(event) => setFile(event.currentTarget.value)}>
          {withRules.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
          <option value="">{t.newFile}</option>
        </select>
      </Field>
    </Dialog>
  );
}

function freeName(files: Files, id: string): string {
  for (let n = 1; ; n++) {
    const name = `rules/${id}${n > 1 ? `-${n}` : ''}.yaml`;
    if (!(name in files)) return name;
  }
}

/** A file with one more rule at the end of its list. */
function appended(text: string, rule: string): { text: string; line: number } {
  const lines = text === '' ? ['rules:'] : text.replace(/\s+$/, '').split('\n');
  const begin = lines.findIndex((line) => /^rules:/.test(line));
  // The list ends before the next key at the margin.
  const after = lines.findIndex((line, i) => i > begin && /^[^\s#-]/.test(line));
  const at = after < 0 ? lines.length : after;
  const gap = at > begin + 1 ? [''] : [];
  const all = [...lines.slice(0, at), ...gap, ...rule.trimEnd().split('\n'), ...lines.slice(at)];
  return { text: `${all.join('\n')}\n`, line: at + gap.length + 1 };
}
