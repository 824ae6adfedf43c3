/** A member, new or changed. */
import { useState } from 'preact/hooks';
import { api } from '../../api/api';
import { describe } from '../../api/problem';
import type { Access, Member } from '../../api/types';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Field } from '../../ui/field';
import { t } from './texts';

const ACCESSES: readonly Access[] = ['viewer', 'editor', 'reviewer', 'admin'];

export function Edit({
  member,
  onClose,
}: {
  /** Absent for a new one. */
  member: Member | undefined;
  onClose: (changed: boolean) => void;
}) {
  const [name, setName] = useState(member?.name ?? '');
  const [access, setAccess] = useState<Access>(member?.access ?? 'editor');
  const [active, setActive] = useState(member?.active ?? true);
  const [error, setError] = useState<string>();
  const submit = async () => {
    const input = { name: name.trim(), access, active };
    try {
      if (member) await api.members.change(member.id, input);
      else await api.members.add(input);
      onClose(true);
    } catch (problem) {
      setError(describe(problem));
    }
  };
  return (
    <Dialog
      title={member ? t.changeTitle(member.name) : t.add}
      onClose={() => onClose(false)}
      onSubmit={submit}
      actions={
        <>
          <Button onClick={() => onClose(false)}>{t.cancel}</Button>
          <Button kind="primary" type="submit">
            {member ? t.save : t.add}
          </Button>
        </>
      }
    >
      <Field label={t.name} error={error}>
        <input
          value={name}
          required
          maxLength={80}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </Field>
      <Field label={t.access} hint={t[`${access}Hint`]}>
        <select value={access} onChange={(event) => setAccess(event.currentTarget.value as Access)}>
          {ACCESSES.map((one) => (
            <option key={one} value={one}>
              {t[one]}
            </option>
          ))}
        </select>
      </Field>
      {member && (
        <label class="check">
          <input
            type="checkbox"
            checked={active}
            onChange={(event) => setActive(event.currentTarget.checked)}
          />
          {t.mayLogIn} <span class="quiet">{t.inactiveHint}</span>
        </label>
      )}
    </Dialog>
  );
}
