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
  /** What it throws by itself when it is written to or taken away just after the caret has moved. */
  throws?: RegExp;
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
  quill: {
    bold: true,
    redo: 'Control+Shift+z',
    unfit: { shadow: 'Quill asks the document for its selection and types at the wrong place' },
  },
  slate: { redo: 'Control+y' },
  draft: {
    redo: 'Control+y',
    unfit: { shadow: 'Draft.js asks the document for its selection and breaks down' },
  },
  wangeditor: {
    redo: 'Control+y',
    throws: /Can not get editor instance|Cannot resolve a DOM node from Slate node/,
  },
  ckeditor: {
    redo: 'Control+y',
    unfit: { shadow: 'CKEditor asks the document for its selection: all is one step to undo' },
  },
  react: { field: true, redo: 'Control+y' },
  vue: { field: true, redo: 'Control+y' },
};

/** Whether an error is no fault of ours. */
export function isOwn(error: string): boolean {
  return Object.values(EDITORS).some(({ throws }) => throws?.test(error));
}

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
