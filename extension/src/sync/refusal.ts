/**
 * Why something that the server sent was not believed. Codes are stable: the
 * popup shows a sentence for each, and the same stand in the Go client and in
 * server/PROTOCOL.md.
 */

/** The reasons, in the order in which they are looked for. */
export const CODES = [
  'network',
  'size',
  'format',
  'signature',
  'fingerprint',
  'type',
  'tenant',
  'rollback',
  'expired',
  'hash',
  'engine',
  'examples',
] as const;
export type Code = (typeof CODES)[number];

/** What was refused. */
export type Place = 'root' | 'head' | 'release' | 'pack';

/** Thrown by every check; `message` says what exactly was found, in English, for whoever mends it. */
export class Refusal extends Error {
  constructor(
    readonly place: Place,
    readonly code: Code,
    message: string,
  ) {
    super(message);
    this.name = 'Refusal';
  }
}
