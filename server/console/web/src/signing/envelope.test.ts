import { createHash, generateKeyPairSync, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import type { ReleaseDocument } from '../api/types';
import { KeyFileError, readKey, signRelease } from './envelope';

const document: ReleaseDocument = {
  _type: 'release',
  tenant: 'demo',
  seq: 3,
  parent: '19f08d5b',
  issued: '2026-11-22T08:00:00Z',
  minEngine: 1,
  pack: { sha256: 'c844dccd', size: 102_230 },
};

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;

test('an envelope can be verified by somebody else’s code', async () => {
  const key = await readKey(pem);
  const envelope = JSON.parse(await signRelease(document, key));
  const payload = Buffer.from(envelope.payload, 'base64');
  expect(JSON.parse(payload.toString())).toEqual(document);
  const type = 'application/vnd.huashu.release+json';
  expect(envelope.payloadType).toBe(type);
  const signed = Buffer.concat([
    Buffer.from(`DSSEv1 ${type.length} ${type} ${payload.length} `),
    payload,
  ]);
  const [{ keyid, sig }] = envelope.signatures;
  expect(verify(null, signed, publicKey, Buffer.from(sig, 'base64'))).toBe(true);

  const raw = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32);
  expect(keyid).toBe(createHash('sha256').update(raw).digest('hex'));
});

test('what is no key says so', async () => {
  await expect(readKey('hello')).rejects.toThrow(KeyFileError);
  await expect(
    readKey(publicKey.export({ type: 'spki', format: 'pem' }) as string),
  ).rejects.toThrow('private key');
  const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
  await expect(readKey(rsa.export({ type: 'pkcs8', format: 'pem' }) as string)).rejects.toThrow(
    'Ed25519',
  );
});
