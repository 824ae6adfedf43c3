/** The shop's goods, read from a file by the engine. A file with mistakes changes nothing. */
import type { Catalogue as Goods } from '@huashu/wasm/types';
import { useState } from 'preact/hooks';
import { texts } from '../../i18n/browser';
import type { TextKey } from '../../i18n/texts';
import { MOST_PRODUCTS, type Settings } from '../../settings/schema';
import { readCatalogue } from './engine';
import { ByShop, FileButton, Nothing, Part } from './parts';

type Products = NonNullable<Settings['shop']['products']>;

/** More mistakes, or goods, than these are counted and not shown. */
const MOST_SHOWN = 8;

type Outcome =
  | { file: string; read: Goods }
  | { file: string; fault: string }
  | { file: string; taken: number };

export function Catalogue({
  products,
  bound,
  onchange,
}: {
  products: Products;
  bound: boolean;
  onchange: (products: Products) => Promise<void>;
}) {
  const [outcome, setOutcome] = useState<Outcome | null>(null);

  const take = async (file: File) => {
    const { name } = file;
    try {
      const read = await readCatalogue(decode(await file.arrayBuffer()));
      if (read.problems.length > 0) {
        setOutcome({ file: name, read });
      } else if (read.products.length > MOST_PRODUCTS) {
        setOutcome({ file: name, fault: texts('goodsTooMany', MOST_PRODUCTS) });
      } else {
        await onchange(read.products.map(known));
        setOutcome({ file: name, taken: read.products.length });
      }
    } catch (error) {
      setOutcome({ file: name, fault: String(error) });
    }
  };
  return (
    <Part
      title={texts('goodsTitle')}
      help={texts('goodsHelp')}
      action={
        bound ? (
          <ByShop />
        ) : (
          <span class="buttons">
            {products.length > 0 && (
              <button
                type="button"
                onClick={() => {
                  setOutcome(null);
                  void onchange([]);
                }}
              >
                {texts('goodsClear')}
              </button>
            )}
            <FileButton
              label={texts('goodsImport')}
              accept=".csv,.tsv,.txt,.json,.jsonl"
              onfile={(file) => void take(file)}
            />
          </span>
        )
      }
    >
      {outcome && <Told outcome={outcome} />}
      {products.length === 0 ? (
        <Nothing>{texts('goodsNone')}</Nothing>
      ) : (
        <ul class="lines goods">
          {products.slice(0, MOST_SHOWN).map(({ id, name, price }) => (
            <li key={id} class="line">
              <div class="words">{name}</div>
              {price !== undefined && <span class="sum">¥{price}</span>}
            </li>
          ))}
        </ul>
      )}
      {products.length > MOST_SHOWN && (
        <p class="help">{texts('goodsMore', products.length - MOST_SHOWN)}</p>
      )}
    </Part>
  );
}

function Told({ outcome }: { outcome: Outcome }) {
  if ('taken' in outcome) {
    return (
      <p class="told" role="status">
        {texts('goodsTaken', outcome.file, outcome.taken)}
      </p>
    );
  }
  if ('fault' in outcome) {
    return (
      <div class="told" role="alert">
        <p class="bad">{texts('goodsFault', outcome.file)}</p>
        <p class="detail">{outcome.fault}</p>
      </div>
    );
  }
  const { problems } = outcome.read;
  return (
    <div class="told" role="alert">
      <p class="bad">{texts('goodsProblems', outcome.file, problems.length)}</p>
      <ol class="problems">
        {problems.slice(0, MOST_SHOWN).map(({ line, field, message }) => (
          <li key={`${line} ${field} ${message}`}>
            <b>{texts('goodsLine', line)}</b> {field && <code>{columnOf(field)}</code>}{' '}
            {inWords(message)}
          </li>
        ))}
      </ol>
      {problems.length > MOST_SHOWN && (
        <p class="detail">{texts('goodsMoreProblems', problems.length - MOST_SHOWN)}</p>
      )}
    </div>
  );
}

/** Columns that the engine calls by its own names; all others go by those of the file. */
const COLUMNS: Record<string, TextKey> = {
  id: 'goodsId',
  name: 'goodsName',
  price: 'goodsPrice',
};

function columnOf(field: string): string {
  const key = COLUMNS[field];
  return key ? texts(key) : field;
}

/** What the engine says of a mistake, as a rule; it speaks English. */
const SAYINGS = [
  [/^missing$/, 'goodsMissing'],
  [/^(".*") is not a price$/, 'goodsNoPrice'],
  [/^(\S+) is below zero$/, 'goodsBelowZero'],
  [/^(".*") is there already, on line (\d+)$/, 'goodsTwice'],
  [/^no product (".*")$/, 'goodsNoSuch'],
  [/^has (\d+) fields, the header has (\d+)$/, 'goodsFields'],
  [/^no column for it/, 'goodsNoColumn'],
  [/^the file is empty$/, 'goodsEmpty'],
] as const;

function inWords(message: string): string {
  for (const [saying, key] of SAYINGS) {
    const match = saying.exec(message);
    if (match) return texts(key, ...match.slice(1));
  }
  return message;
}

/** What is not known is left out, not null. */
function known(product: Goods['products'][number]): Products[number] {
  const entries = Object.entries(product).filter(([, value]) => value !== null);
  return Object.fromEntries(entries) as Products[number];
}

/** Office programs in China still write GB 18030. */
function decode(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}
