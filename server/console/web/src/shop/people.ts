/** What the people of the shop are called. */
import { api } from '../api/api';
import { locale } from '../text/texts';

/** By the id of the member. */
export type Names = ReadonlyMap<string, string>;

export async function memberNames(): Promise<Names> {
  const members = await api.members.list();
  return new Map(members.map(({ id, name }) => [id, name]));
}

/** 小林、老周 */
export function namesOf(ids: readonly string[], names: Names): string {
  const list = new Intl.ListFormat(locale(), { style: 'narrow', type: 'conjunction' });
  return list.format(ids.map((id) => names.get(id) ?? id));
}
