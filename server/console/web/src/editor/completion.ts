/** Completion in a pack's YAML: keys and values of the schema, and names that the pack knows. */
import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  snippetCompletion,
} from '@codemirror/autocomplete';
import type { PackRecords } from '@huashu/wasm';
import { keysAt, type Option, type Schema, valuesAt } from './schema';
import { type Place, placeAt } from './yaml-place';

export interface Vocabulary {
  schema: Schema;
  /** Of the pack the draft is built on, with the draft's own as far as it could be built. */
  records: PackRecords;
}

const RULE = `- id: \${shop.words.name}
    category: \${shop.words}
    severity: \${hint}
    title: \${}
    message: \${}
    why: \${}
    source: \${}
    match: {terms: [\${}]}
    fix: \${}
    examples:
      bad:
        - "[[\${}]]"
        - "[[]]"
      good:
        - ""
        - ""
`;

export function complete(vocabulary: () => Vocabulary | undefined) {
  return (context: CompletionContext): CompletionResult | null => {
    const known = vocabulary();
    if (!known) return null;
    const { state, pos, explicit } = context;
    const line = state.doc.lineAt(pos);
    const lines = state.doc.toString().split('\n');
    const place = placeAt(lines, line.number - 1, pos - line.from);
    if (place.typed === '' && !explicit && place.wants === 'key') return null;
    const options = place.wants === 'key' ? keys(known, place) : values(known, place);
    if (options.length === 0) return null;
    return { from: pos - place.typed.length, options, validFor: /^[\w.-]*$/ };
  };
}

function keys({ schema }: Vocabulary, place: Place): Completion[] {
  const options = keysAt(schema, place).map(
    ({ text, doc, required }): Completion => ({
      label: text,
      type: 'property',
      apply: `${text}: `,
      ...(doc && { info: doc }),
      ...(required && { boost: 1, detail: '*' }),
    }),
  );
  if (place.path.join('/') === 'rules/[]' && place.present.length === 0) {
    // The dash stands there already.
    options.unshift(snippetCompletion(RULE.slice(2), { label: 'id', detail: '…', type: 'class' }));
  }
  return options;
}

function values(known: Vocabulary, place: Place): Completion[] {
  const { schema, records } = known;
  const named: Record<string, () => Option[]> = {
    category: () => records.categories.map(({ id, title }) => ({ text: id, doc: title })),
    class: () => classes(records),
    CLASS: () => classes(records),
    rule: () => records.rules.map(({ id, title }) => ({ text: id, doc: title })),
    intent: () => records.intents.map(({ id, title }) => ({ text: id, doc: title })),
    profile: () => records.profiles.map(({ id, title }) => ({ text: id, doc: title })),
  };
  const keys = place.path.filter((step) => step !== '[]');
  const key = keys.at(-1) ?? '';
  const options = [...valuesAt(schema, place), ...(named[key]?.() ?? [])];
  return options.map(({ text, doc }) => ({
    label: text,
    type: 'enum',
    ...(doc && { detail: doc }),
  }));
}

function classes(records: PackRecords): Option[] {
  return records.classes.map(({ name, words }) => ({
    text: name,
    doc: words.slice(0, 6).join(' '),
  }));
}
