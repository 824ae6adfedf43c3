/** The editors that the contract is run over, and in what they differ for a test. */
import type { EditorName } from '../../fixtures/editors/editors';
import type { PlaceName } from '../../fixtures/editors/places';

export interface Traits {
  /** A textarea or an input, where a mirror stands in if the browser cannot paint into it. */
  field?: true;
  /** Enter makes no new line. */
  oneLine?: true;
  /** Ctrl+B makes words bold. */
  bold?: true;
  /** The key that brings back what was undone. */
  redo: 'Control+y' | 'Control+Shift+z';
  /** Where the editor by itself cannot be typed into, and why. */
  unfit?: Partial<Record<PlaceName, string>>;
}

export const EDITORS: Record<EditorName, Traits> = {
  textarea: { field: true, redo: 'Control+y' },
  input: { field: true, oneLine: true, redo: 'Control+y' },
  contenteditable: { bold: true, redo: 'Control+y' },
  lexical: { redo: 'Control+y' },
  prosemirror: { redo: 'Control+y' },
  tiptap: { bold: true, redo: 'Control+y' },
  quill: { bold: true, redo: 'Control+Shift+z' },
  slate: { redo: 'Control+y' },
  draft: { redo: 'Control+y' },
  wangeditor: { redo: 'Control+y' },
  ckeditor: { redo: 'Control+y' },
  react: { field: true, redo: 'Control+y' },
  vue: { field: true, redo: 'Control+y' },
};

export const NAMES = Object.keys(EDITORS) as EditorName[];

export const BOLD = NAMES.filter((name) => EDITORS[name].bold);

/** Everywhere but the page itself, where all the other tests are. */
export const PLACES = ['dialog', 'shadow', 'frame', 'foreign'] satisfies PlaceName[];

/** How underlines get into a field: by the browser itself, or by a mirror where it cannot. */
export type Path = 'native' | 'mirror';

/** Every editor on every path that it can be painted by. */
export const PATHS = NAMES.flatMap((name): { name: EditorName; path: Path; title: string }[] => [
  { name, path: 'native', title: name },
  ...(EDITORS[name].field ? [{ name, path: 'mirror', title: `${name}, mirrored` } as const] : []),
]);
