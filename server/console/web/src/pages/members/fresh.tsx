/** A new token, the one time it can be seen. */
import type { NewToken } from '../../api/types';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Field } from '../../ui/field';
import { toast } from '../../ui/toast';
import { t } from './texts';

export function Fresh({
  token: { token },
  name,
  onClose,
}: {
  token: NewToken;
  name: string;
  onClose: () => void;
}) {
  const copy = async () => {
    await navigator.clipboard.writeText(token);
    toast('good', t.copied);
  };
  return (
    <Dialog
      title={t.issueFor(name)}
      onClose={onClose}
      onSubmit={onClose}
      actions={
        <>
          <Button icon="copy" onClick={copy}>
            {t.copy}
          </Button>
          <Button kind="primary" type="submit">
            {t.close}
          </Button>
        </>
      }
    >
      <Field label={t.tokens} hint={t.once}>
        <input
          class="token"
          readOnly
          value={token}
          onFocus={(event) => event.currentTarget.select()}
        />
      </Field>
    </Dialog>
  );
}
