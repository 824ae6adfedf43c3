/** The look of the editor, in the console's tokens: custom properties reach into its shadow root. */
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const theme = EditorView.theme({
  '&': { height: '100%', color: 'var(--text)', backgroundColor: 'var(--paper)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { font: '13px/1.7 var(--mono)', overflow: 'auto' },
  '.cm-content': { padding: '10px 0 40px', caretColor: 'var(--accent)' },
  '.cm-line': { padding: '0 14px 0 8px' },
  '.cm-gutters': { border: 'none', color: 'var(--quiet)', backgroundColor: 'var(--paper)' },
  '.cm-lineNumbers .cm-gutterElement': {
    padding: '0 4px 0 12px',
    minWidth: '34px',
    fontSize: '11.5px',
  },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--wash) 60%, transparent)' },
  '.cm-activeLineGutter': { color: 'var(--text)', backgroundColor: 'transparent' },
  '.cm-cursor': { borderLeft: '2px solid var(--accent)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground':
    {
      background: 'color-mix(in srgb, var(--accent) 22%, transparent)',
    },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
    backgroundColor: 'var(--accent-wash)',
    outline: '1px solid var(--accent)',
  },
  '.cm-selectionMatch': { backgroundColor: 'var(--accent-wash)' },
  '.cm-foldPlaceholder': { border: 'none', color: 'var(--quiet)', backgroundColor: 'var(--wash)' },
  '.cm-foldGutter .cm-gutterElement': { color: 'var(--faint)' },

  '.cm-diagnosticText': { font: '13px/1.6 var(--sans)' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--error)',
    textUnderlineOffset: '4px',
  },
  '.cm-lintRange-warning': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--warning)',
    textUnderlineOffset: '4px',
  },
  '.cm-lint-marker': {
    content: 'none',
    width: '8px',
    height: '8px',
    marginTop: '6px',
    marginLeft: '3px',
  },
  '.cm-lint-marker-error': {
    backgroundColor: 'var(--error)',
    transform: 'rotate(45deg)',
    borderRadius: '1px',
  },
  '.cm-lint-marker-warning': { backgroundColor: 'var(--warning)', borderRadius: '50%' },
  '.cm-gutter-lint': { width: '16px' },
  '.cm-diagnostic': { padding: '5px 12px', borderLeft: '3px solid transparent' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--error)' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--warning)' },

  '.cm-tooltip': {
    overflow: 'hidden',
    border: '1px solid var(--line)',
    borderRadius: '8px',
    color: 'var(--text)',
    backgroundColor: 'var(--paper)',
    boxShadow: 'var(--shadow-high)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mono)', maxHeight: '240px' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '3px 10px', lineHeight: '1.6' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    color: 'var(--accent-strong)',
    backgroundColor: 'var(--accent-wash)',
  },
  '.cm-completionIcon': { display: 'none' },
  '.cm-completionDetail': {
    color: 'var(--quiet)',
    fontStyle: 'normal',
    fontFamily: 'var(--sans)',
    fontSize: '12px',
  },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '600' },
  '.cm-tooltip.cm-completionInfo': {
    padding: '8px 12px',
    maxWidth: '300px',
    font: '12px/1.6 var(--sans)',
  },

  '.cm-panels': {
    color: 'var(--text)',
    backgroundColor: 'var(--paper)',
    borderColor: 'var(--line)',
  },
  '.cm-panels.cm-panels-top': { borderBottom: '1px solid var(--line)' },
  '.cm-panel.cm-search': { padding: '8px 12px', font: '12px/1.6 var(--sans)' },
  '.cm-panel.cm-search .cm-button': {
    border: '1px solid var(--line-strong)',
    borderRadius: '6px',
    backgroundImage: 'none',
    color: 'var(--text)',
    backgroundColor: 'var(--paper)',
  },
  '.cm-panel.cm-search .cm-textfield': {
    border: '1px solid var(--line-strong)',
    borderRadius: '6px',
    color: 'var(--text)',
    backgroundColor: 'var(--paper)',
  },
  '.cm-searchMatch': {
    backgroundColor: 'var(--warning-wash)',
    outline: '1px solid var(--warning)',
  },
});

const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--accent-strong)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--text)' },
  { tag: tags.comment, color: 'var(--quiet)' },
  { tag: [tags.keyword, tags.bool, tags.number, tags.atom], color: 'var(--hint-ink)' },
  {
    tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace],
    color: 'var(--quiet)',
  },
  { tag: [tags.labelName, tags.typeName], color: 'var(--warning-ink)' },
]);

export const appearance = [theme, syntaxHighlighting(colours)];
