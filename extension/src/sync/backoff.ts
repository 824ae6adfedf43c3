/** How long to wait before asking again, in milliseconds. `random` is in [0, 1). */

const FIRST = 30_000;
const LONGEST = 3_600_000;
const SHORTEST_POLL = 60_000;
const LONGEST_POLL = 86_400_000;

/** After `failures` in a row: doubling, spread so that clients do not come back all at once. */
export function afterFailure(failures: number, random: number): number {
  return Math.min(FIRST * 2 ** Math.min(failures - 1, 16), LONGEST) * (0.75 + random / 2);
}

/** After success: what the head asks for, within reason, spread by a tenth. */
export function afterSuccess(pollSeconds: number, random: number): number {
  const poll = Math.min(Math.max(pollSeconds * 1000, SHORTEST_POLL), LONGEST_POLL);
  return poll * (0.95 + random / 10);
}
