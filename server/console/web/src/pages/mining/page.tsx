/** Terms out of a log, by the supervisor's own server. */
import { useRef, useState } from 'preact/hooks';
import { api } from '../../api/api';
import { describe } from '../../api/problem';
import type { Terms } from '../../api/types';
import { number } from '../../text/texts';
import { Button } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { Page } from '../../ui/page';
import { Empty, Loading } from '../../ui/states';
import { type Column, Table } from '../../ui/table';
import { toast } from '../../ui/toast';
import { decode, readMessages } from '../impact/messages';
import { t } from './texts';
import './mining.css';

type Phrase = Terms['phrases'][number];
type Keyword = Terms['keywords'][number];

/** As the server has it, in bytes. */
const MAX_LOG = 8 << 20;

export default function Mining() {
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState('');
  const [terms, setTerms] = useState<Terms>();
  const [taken, setTaken] = useState<ReadonlySet<string>>(new Set());

  const choose = async (chosen: File | undefined) => {
    if (!chosen) return;
    setFile(chosen.name);
    setError('');
    setTerms(undefined);
    setTaken(new Set());
    if (chosen.size > MAX_LOG) {
      setError(t.tooLarge);
      return;
    }
    setBusy(true);
    try {
      const text = decode(new Uint8Array(await chosen.arrayBuffer()));
      setTerms(await api.mine(readMessages(chosen.name, text).texts.join('\n')));
    } catch (problem) {
      setError(describe(problem));
    }
    setBusy(false);
  };
  const take = (word: string) => {
    const next = new Set(taken);
    if (!next.delete(word)) next.add(word);
    setTaken(next);
  };
  const copy = async () => {
    await navigator.clipboard.writeText([...taken].join(', '));
    toast('good', t.copied);
  };
  const button = terms && (
    <Button kind="primary" icon="copy" disabled={taken.size === 0} onClick={copy}>
      {t.copy(taken.size)}
    </Button>
  );
  return (
    <Page name="mining" title={t.title} lead={t.lead} actions={button}>
      <section class="card ask" aria-label={t.choose}>
        <div class="line">
          <Button icon="upload" kind="primary" onClick={() => input.current?.click()}>
            {t.choose}
          </Button>
          <span class="quiet">{file || t.kinds}</span>
        </div>
        <input
          ref={input}
          type="file"
          class="spoken"
          tabIndex={-1}
          aria-label={t.choose}
          accept=".txt,.csv,.tsv,.jsonl,.ndjson"
          onChange={(event) => {
            void choose(event.currentTarget.files?.[0]);
            event.currentTarget.value = ''; // so that the same file can be chosen again
          }}
        />
        <p class="promise">
          <Icon name="lock" size={15} />
          <span class="quiet">{t.stored}</span>
        </p>
      </section>
      <div aria-live="polite" class="outcome">
        {error && <p class="bad">{error}</p>}
        {busy && <Loading />}
        {!file && (
          <Empty icon="mining" title={t.start}>
            {t.kinds}
          </Empty>
        )}
        {terms && (
          <>
            <p class="quiet">{t.found(number(terms.lines))}</p>
            <div class="found">
              <section aria-label={t.phrases}>
                <h2>{t.phrases}</h2>
                <p class="quiet">{t.phrasesHint}</p>
                {terms.phrases.length === 0 ? (
                  <p class="quiet">{t.none}</p>
                ) : (
                  <Table
                    caption={t.phrases}
                    rows={terms.phrases}
                    id={({ text }) => text}
                    columns={[
                      word(taken, take),
                      figure('count', t.count, (row: Phrase) => row.count),
                      figure('cohesion', t.cohesion, (row: Phrase) => row.cohesion, 1),
                      figure('freedom', t.freedom, (row: Phrase) => row.freedom, 1),
                    ]}
                  />
                )}
              </section>
              <section aria-label={t.keywords}>
                <h2>{t.keywords}</h2>
                <p class="quiet">{t.keywordsHint}</p>
                <Table
                  caption={t.keywords}
                  rows={terms.keywords}
                  id={({ text }) => text}
                  columns={[
                    word(taken, take),
                    figure('count', t.lines, (row: Keyword) => row.count),
                    figure('weight', t.weight, (row: Keyword) => row.weight),
                  ]}
                />
              </section>
            </div>
          </>
        )}
      </div>
    </Page>
  );
}

function word<Row extends { text: string }>(
  taken: ReadonlySet<string>,
  take: (word: string) => void,
): Column<Row> {
  return {
    name: 'text',
    title: t.word,
    by: ({ text }) => text,
    cell: ({ text }) => (
      <label class="word">
        <input
          type="checkbox"
          aria-label={t.pick(text)}
          checked={taken.has(text)}
          onChange={() => take(text)}
        />
        {text}
      </label>
    ),
  };
}

function figure<Row>(
  name: string,
  title: string,
  by: (row: Row) => number,
  digits = 0,
): Column<Row> {
  return { name, title, right: true, by, cell: (row) => by(row).toFixed(digits) };
}
