/**
 * CodeMirror for a pack's files. It lives in a shadow root, where it can bring
 * its styles as constructed sheets: the page's policy allows no inline ones.
 */
import { acceptCompletion, autocompletion } from '@codemirror/autocomplete';
import { yaml } from '@codemirror/lang-yaml';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import type { DraftMistake } from '@huashu/wasm';
import { basicSetup } from 'codemirror';
import { useEffect, useRef } from 'preact/hooks';
import { language } from '../text/texts';
import { appearance } from './appearance';
import { complete, type Vocabulary } from './completion';
import { phrase } from './mistakes';
import { phrases, t } from './texts';

interface Props {
  /** Name of the file; each keeps its own caret and history. */
  file: string;
  text: string;
  readOnly: boolean;
  /** In this file. */
  mistakes: readonly DraftMistake[];
  vocabulary: Vocabulary | undefined;
  /** A line to show, from 1; a new object each time it is asked for. */
  reveal: { line: number } | undefined;
  onChange: (text: string) => void;
  onSave: () => void;
}

/** What the editor holds, and the texts typed into it that the page was told and may yet hand back. */
interface Shown {
  file: string;
  readOnly: boolean;
  told: Set<string>;
}

export function YamlEditor(props: Props) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const states = useRef(new Map<string, EditorState>());
  const shown = useRef<Shown>(undefined);
  const latest = useRef(props);
  latest.current = props;
  const { file, text, readOnly, mistakes, reveal } = props;

  useEffect(() => {
    if (!host.current) return;
    const root = host.current.shadowRoot ?? host.current.attachShadow({ mode: 'open' });
    const made = new EditorView({ parent: root, root });
    view.current = made;
    return () => made.destroy();
  }, []);

  // Another file, or the same with another text than the one that was typed.
  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const was = shown.current;
    if (was?.file === file && was.readOnly === readOnly) {
      const doc = editor.state.doc.toString();
      if (doc === text) was.told.clear();
      // The page is behind and hands back what was typed a moment ago.
      if (doc === text || was.told.has(text)) return;
    } else if (was) {
      states.current.set(was.file, editor.state);
    }
    shown.current = { file, readOnly, told: new Set() };
    const kept = states.current.get(file);
    const fits = kept?.readOnly === readOnly && kept.doc.toString() === text;
    editor.setState(fits ? kept : makeState(text, readOnly, latest.current));

    function save(): boolean {
      latest.current.onSave();
      return true;
    }

    function makeState(doc: string, locked: boolean, { file: name }: Props): EditorState {
      return EditorState.create({
        doc,
        extensions: [
          basicSetup,
          yaml(),
          appearance,
          lintGutter(),
          autocompletion({ override: [complete(() => latest.current.vocabulary)] }),
          // Tab leaves the editor, as it leaves any field, unless it takes a completion.
          keymap.of([
            { key: 'Tab', run: acceptCompletion },
            { key: 'Mod-s', run: save, preventDefault: true },
          ]),
          EditorState.readOnly.of(locked),
          EditorState.tabSize.of(2),
          EditorState.phrases.of(language() === 'zh' ? phrases : {}),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': t.editorOf(name), tabindex: '0' }),
          EditorView.updateListener.of((update) => {
            if (!update.docChanged) return;
            const doc = update.state.doc.toString();
            shown.current?.told.add(doc);
            latest.current.onChange(doc);
          }),
        ],
      });
    }
  }, [file, text, readOnly]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the marks belong to the text shown
  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const marks = mistakes.map((mistake) => diagnostic(editor.state, mistake));
    marks.sort((a, b) => a.from - b.from);
    editor.dispatch(setDiagnostics(editor.state, marks));
  }, [file, mistakes]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || !reveal) return;
    const at = editor.state.doc.line(Math.min(Math.max(reveal.line, 1), editor.state.doc.lines));
    editor.dispatch({
      selection: { anchor: at.from + (/^[\s-]*/.exec(at.text)?.[0].length ?? 0) },
      effects: EditorView.scrollIntoView(at.from, { y: 'start', yMargin: 60 }),
    });
    editor.focus();
  }, [reveal]);

  return <div ref={host} class="yaml-editor" />;
}

/** A mistake marks its line, without what is only layout. */
function diagnostic(state: EditorState, mistake: DraftMistake): Diagnostic {
  const line = state.doc.line(Math.min(Math.max(mistake.line, 1), state.doc.lines));
  const from = line.from + (/^[\s-]*/.exec(line.text)?.[0].length ?? 0);
  return {
    from: Math.min(from, line.to),
    to: line.to,
    severity: mistake.example ? 'warning' : 'error',
    message: `${mistake.field ? `${mistake.field}: ` : ''}${phrase(mistake.message)}`,
  };
}
