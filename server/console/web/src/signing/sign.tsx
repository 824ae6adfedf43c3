/** Asks for the key file and signs a release with it, after looking at what is to be signed. */
import { useState } from 'preact/hooks';
import { api } from '../api/api';
import { describe } from '../api/problem';
import { me } from '../api/session';
import type { Ref, ReleaseDocument } from '../api/types';
import { Button } from '../ui/button';
import { ask, Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { KeyFileError, readKey, sha256, signRelease } from './envelope';
import { t } from './texts';

interface Request {
  /** What the button says: approve, revert. */
  action: string;
  /** The document as the server proposes it. */
  propose: () => Promise<ReleaseDocument>;
  /** The pack that the reviewer has looked at. */
  pack: Ref;
  /** Takes the envelope to the server. */
  send: (envelope: string) => Promise<unknown>;
}

/** True when the release was signed and taken; false when the reviewer thought better of it. */
export function sign(request: Request): Promise<boolean> {
  return ask(false, (done) => <Sign request={request} onDone={done} />);
}

function Sign({ request, onDone }: { request: Request; onDone: (signed: boolean) => void }) {
  const [file, setFile] = useState<File>();
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const submit = async () => {
    if (busy) return;
    if (!file) {
      setError(t.choose);
      return;
    }
    setBusy(true);
    try {
      const key = await readKey(await file.text());
      const document = await checked(request);
      await request.send(await signRelease(document, key));
      onDone(true);
    } catch (problem) {
      setError(problem instanceof KeyFileError ? t.notKey : describe(problem));
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={t.title}
      onClose={() => onDone(false)}
      onSubmit={submit}
      actions={
        <>
          <Button onClick={() => onDone(false)}>{t.cancel}</Button>
          <Button kind="primary" type="submit" aria-busy={busy}>
            {busy ? t.checking : request.action}
          </Button>
        </>
      }
    >
      <Field label={t.file} hint={t.hint} error={error}>
        <input
          type="file"
          accept=".pem"
          onChange={(event) => {
            setFile(event.currentTarget.files?.[0]);
            setError(undefined);
          }}
        />
      </Field>
    </Dialog>
  );
}

/** The proposal, once it is sure that it is for this shop and for the pack that was looked at. */
async function checked({ propose, pack }: Request): Promise<ReleaseDocument> {
  const document = await propose();
  if (document._type !== 'release' || document.tenant !== me().tenant) throw new Error(t.elsewhere);
  const bytes = await api.releases.object(pack.sha256);
  const same =
    document.pack.sha256 === pack.sha256 &&
    document.pack.size === bytes.length &&
    (await sha256(bytes.slice())) === pack.sha256;
  if (!same) throw new Error(t.other);
  return document;
}
