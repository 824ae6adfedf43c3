import type messages from '../../public/_locales/zh_CN/messages.json';

/** The names of all texts. */
export type TextKey = keyof typeof messages;

/** A text in the user's language, with `$1`, `$2`… filled in. */
export type Texts = (key: TextKey, ...values: (string | number)[]) => string;

/** Texts from a messages file, for pages that have no extension to ask. */
export function textsFrom(file: Record<TextKey, { message: string }>): Texts {
  return (key, ...values) =>
    file[key].message.replace(/\$(\d)/g, (_all, n: string) => String(values[Number(n) - 1] ?? ''));
}
