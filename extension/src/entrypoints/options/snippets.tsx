/** The agent's snippets, each with what the rules would say of it. */
import { marked } from '@huashu/wasm/marked';
import { useEffect, useRef, useState } from 'preact/hooks';
import * as v from 'valibot';
import { browser } from 'wxt/browser';
import { texts } from '../../i18n/browser';
import type { PageFinding } from '../../protocol/engine';
import { underPolicy } from '../../settings/managed';
import { type Settings, SNIPPET_NAME, type Snippet } from '../../settings/schema';
import { saveSettings } from '../../settings/settings';
import { fill, SLOTS } from '../../snippets/snippet';
import { check } from './engine';
import { Nothing, Part, type SectionProps } from './parts';

const EMPTY: Snippet = { name: '', text: '' };

export function Snippets({ own, managed }: SectionProps) {
  /** The name of the one being written, '' for a new one, null for none. */
  const [editing, setEditing] = useState<string | null>(null);
  const { snippets } = own;
  const settings = underPolicy(own, managed);

  const save = (was: string, snippet: Snippet) => {
    setEditing(null);
    void saveSettings((now) => ({
      snippets: now.snippets.some(({ name }) => name === was)
        ? now.snippets.map((other) => (other.name === was ? snippet : other))
        : [...now.snippets, snippet],
    }));
  };
  const remove = (gone: string) =>
    void saveSettings((now) => ({ snippets: now.snippets.filter(({ name }) => name !== gone) }));
  const form = (snippet: Snippet) => (
    <SnippetForm
      snippet={snippet}
      taken={snippets.map(({ name }) => name).filter((name) => name !== snippet.name)}
      onsave={(next) => save(snippet.name, next)}
      oncancel={() => setEditing(null)}
    />
  );
  return (
    <Part
      title={texts('snippetsTitle')}
      help={texts('snippetsHelp')}
      action={
        <button
          type="button"
          class="primary"
          disabled={editing === ''}
          onClick={() => setEditing('')}
        >
          {texts('snippetsNew')}
        </button>
      }
    >
      {editing === '' && form(EMPTY)}
      {snippets.length === 0 && editing === null && <Nothing>{texts('snippetsNone')}</Nothing>}
      <ul class="lines">
        {snippets.map((snippet) => (
          <li key={snippet.name} class="snippet">
            {editing === snippet.name ? (
              form(snippet)
            ) : (
              <div class="line">
                <div class="words">
                  <b>/{snippet.name}</b>
                  <Checked snippet={snippet} settings={settings} />
                </div>
                <span class="buttons">
                  <button
                    type="button"
                    class="quiet"
                    aria-label={texts('snippetsEditThis', snippet.name)}
                    onClick={() => setEditing(snippet.name)}
                  >
                    {texts('optionsEdit')}
                  </button>
                  <button
                    type="button"
                    class="quiet"
                    aria-label={texts('optionsRemoveThis', `/${snippet.name}`)}
                    onClick={() => remove(snippet.name)}
                  >
                    {texts('optionsRemove')}
                  </button>
                </span>
              </div>
            )}
          </li>
        ))}
      </ul>
    </Part>
  );
}

/** A snippet as it would be put in, with underlines, and what they mean. */
function Checked({ snippet, settings }: { snippet: Snippet; settings: Settings }) {
  const [findings, setFindings] = useState<PageFinding[]>([]);
  const { text, blanks } = fill(snippet, settings.shop);
  const missing = [...new Set(blanks.map(({ slot }) => texts(SLOTS[slot])))];
  useEffect(() => {
    let stale = false;
    check(text, settings).then(
      (found) => {
        if (!stale) setFindings(found);
      },
      // Nobody to ask: nothing to say.
      () => {},
    );
    return () => {
      stale = true;
    };
  }, [text, settings]);
  const fitting = findings.filter(({ end }) => end <= text.length);
  return (
    <>
      <p class="says">
        {marked(text, fitting).map((piece) => (
          <span key={piece.start} class={piece.severity ? `marked ${piece.severity}` : undefined}>
            {piece.text}
          </span>
        ))}
      </p>
      {missing.length > 0 && <p class="detail">{texts('snippetsBlank', listed(missing))}</p>}
      {fitting.length > 0 && (
        <ul class="findings" aria-label={texts('snippetsFindings')}>
          {fitting.map(({ rule, start, severity, text: words, message }) => (
            <li key={`${rule} ${start}`} class="finding">
              <span class={`marked ${severity}`}>{words}</span> {message}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Several words in a row, as the browser's language does it. */
function listed(words: readonly string[]): string {
  return new Intl.ListFormat(browser.i18n.getUILanguage(), { type: 'unit' }).format(words);
}

function SnippetForm({
  snippet,
  taken,
  onsave,
  oncancel,
}: {
  snippet: Snippet;
  taken: readonly string[];
  onsave: (snippet: Snippet) => void;
  oncancel: () => void;
}) {
  const [name, setName] = useState(snippet.name);
  const [text, setText] = useState(snippet.text);
  const [fault, setFault] = useState<string | null>(null);
  const box = useRef<HTMLTextAreaElement>(null);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);

  const save = () => {
    const wrong = faultOf(name, text, taken);
    setFault(wrong);
    if (wrong === null) onsave({ name, text: text.trim() });
  };
  const insert = (slot: string) => {
    const { selectionStart = text.length, selectionEnd = text.length } = box.current ?? {};
    setText(`${text.slice(0, selectionStart)}{${slot}}${text.slice(selectionEnd)}`);
    box.current?.focus();
  };
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') oncancel();
      }}
    >
      <label>
        <span>{texts('snippetsName')}</span>
        <span class="prefixed">
          <input
            ref={first}
            type="text"
            value={name}
            spellcheck={false}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </span>
      </label>
      <label>
        <span>{texts('snippetsText')}</span>
        <textarea
          ref={box}
          rows={3}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <div class="slots" role="group" aria-label={texts('snippetsSlots')}>
        <span class="help">{texts('snippetsSlots')}</span>
        {Object.entries(SLOTS).map(([slot, title]) => (
          <button
            key={slot}
            type="button"
            class="slot"
            title={`{${slot}}`}
            onClick={() => insert(slot)}
          >
            {texts(title)}
          </button>
        ))}
      </div>
      {fault && (
        <p class="bad" role="alert">
          {fault}
        </p>
      )}
      <div class="buttons">
        <button type="submit" class="primary">
          {texts('optionsSave')}
        </button>
        <button type="button" onClick={oncancel}>
          {texts('optionsCancel')}
        </button>
      </div>
    </form>
  );
}

function faultOf(name: string, text: string, taken: readonly string[]): string | null {
  if (!v.is(SNIPPET_NAME, name)) return texts('snippetsNameFault');
  if (taken.includes(name)) return texts('snippetsTwice', name);
  return text.trim() === '' ? texts('snippetsEmpty') : null;
}
