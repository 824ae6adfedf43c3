/** Settings as a file that an agent can carry to another browser. */
import * as v from 'valibot';
import { DEFAULTS, SETTINGS, type Settings } from './schema';

const FILE = v.strictObject({
  /** Says what the file is, to people and to us. */
  huashu: v.literal('settings'),
  version: v.literal(1),
  /** What a file of an older version does not name is as at the beginning. */
  settings: v.partial(SETTINGS),
});

export function writeFile(settings: Settings): string {
  return `${JSON.stringify({ huashu: 'settings', version: 1, settings }, null, 2)}\n`;
}

/** Reads such a file. What is wrong names the first place that is: settings.snippets.2.name: … */
export function readFile(text: string): { settings: Settings } | { fault: string } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { fault: (error as Error).message };
  }
  const read = v.safeParse(FILE, json, { abortEarly: true });
  if (read.success) return { settings: { ...DEFAULTS, ...(read.output.settings as Settings) } };
  const [issue] = read.issues;
  const place = v.getDotPath(issue);
  return { fault: place ? `${place}: ${issue.message}` : issue.message };
}
