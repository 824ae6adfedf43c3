import { utf8 } from './bytes';

/**
 * Whether the client with this secret is in a candidate's share, which counts
 * ten-thousandths. Sticky: who is in stays in when the share grows under one
 * salt. The secret never leaves the client. The same as server/rollout.
 */
export async function takes(share: number, salt: string, secret: string): Promise<boolean> {
  const sum = await crypto.subtle.digest('SHA-256', utf8(`${salt}\n${secret}`));
  return new DataView(sum).getUint32(0) % 10_000 < share;
}
