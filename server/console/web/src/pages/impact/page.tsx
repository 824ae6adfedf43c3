import type { RuleInfo } from '@huashu/wasm';
import { useEffect, useRef, useState } from 'preact/hooks';
import { api } from '../../api/api';
import { describe } from '../../api/problem';
import { withEngine } from '../../engine/engine';
import { href, type Route, replace } from '../../shell/router';
import { loadShop, type ShopState } from '../../shop/shop-state';
import { number, percent } from '../../text/texts';
import { Button } from '../../ui/button';
import { Field } from '../../ui/field';
import { Icon } from '../../ui/icon';
import { LinkButton } from '../../ui/link';
import { Page } from '../../ui/page';
import { Empty, Loaded, useLoad } from '../../ui/states';
import type { Impact } from './compare';
import { decode, FileError, MAX_BYTES, type Messages, readMessages } from './messages';
import { Report } from './report';
import { compare, openDraft, openReleased } from './run';
import { t } from './texts';
import './impact.css';

/** #/impact?draft={draft} */
export default function ImpactPage({ route }: { route: Route }) {
  const load = useLoad(loadShop, []);
  return (
    <Page name="impact" title={t.title} lead={t.lead}>
      <Loaded of={load}>
        {(shop) => {
          const drafts = shop.drafts.filter(({ state }) => state !== 'approved');
          if (drafts.length === 0) {
            return (
              <Empty
                icon="impact"
                title={t.noDraft}
                action={<LinkButton href={href('drafts')}>{t.toDrafts}</LinkButton>}
              >
                {t.noDraftHint}
              </Empty>
            );
          }
          const wanted = route.query.get('draft');
          const draft = drafts.find(({ id }) => id === wanted) ?? drafts[0];
          return draft && <Compare shop={shop} draft={draft.id} />;
        }}
      </Loaded>
    </Page>
  );
}

type State =
  | { step: 'file'; error?: string }
  | { step: 'running'; done: number }
  | { step: 'mistakes'; count: number }
  | { step: 'done'; impact: Impact; rules: Map<string, RuleInfo> };

function Compare({ shop, draft }: { shop: ShopState; draft: string }) {
  const [file, setFile] = useState<{ name: string; messages: Messages }>();
  const [state, setState] = useState<State>({ step: 'file' });

  const choose = async (chosen: File | undefined) => {
    if (!chosen) return;
    try {
      if (chosen.size > MAX_BYTES) throw new FileError('large');
      const text = decode(new Uint8Array(await chosen.arrayBuffer()));
      setFile({ name: chosen.name, messages: readMessages(chosen.name, text) });
    } catch (error) {
      setFile(undefined);
      const known = error instanceof FileError ? t[`file_${error.code}`] : describe(error);
      setState({ step: 'file', error: known });
    }
  };

  useEffect(() => {
    if (!file) return;
    let stopped = false;
    const run = async () => {
      setState({ step: 'running', done: 0 });
      return withEngine((before) =>
        withEngine(async (after) => {
          const [mistakes] = await Promise.all([
            api.drafts.read(draft).then((full) => openDraft(after, full)),
            openReleased(before, shop),
          ]);
          if (mistakes > 0) return { step: 'mistakes', count: mistakes } as const;
          const rules = await Promise.all([before.records(), after.records()]);
          const impact = await compare({
            ...{ before, after, texts: file.messages.texts },
            onProgress: (done) => !stopped && setState({ step: 'running', done }),
            stopped: () => stopped,
          });
          const named = rules.flatMap((records) => records.rules.map((r) => [r.id, r] as const));
          return impact && ({ step: 'done', impact, rules: new Map(named) } as const);
        }),
      );
    };
    run().then(
      (next) => next && !stopped && setState(next),
      (error: unknown) => !stopped && setState({ step: 'file', error: describe(error) }),
    );
    return () => {
      stopped = true;
    };
  }, [file, draft, shop]);

  const against = shop.released ? t.released(shop.released.seq) : t.shipped;
  return (
    <>
      <section class="ask card">
        <div class="choices">
          <Field label={t.draft}>
            <select
              value={draft}
              onChange={(event) =>
                replace(href('impact', [], { draft: event.currentTarget.value }))
              }
            >
              {shop.drafts
                .filter(({ state }) => state !== 'approved')
                .map(({ id, title }) => (
                  <option key={id} value={id}>
                    {title}
                  </option>
                ))}
            </select>
          </Field>
          <p class="against">
            <span class="quiet">{t.against}</span> {against}
          </p>
        </div>
        <Drop name={file?.name} onFile={choose} />
        <p class="promise">
          <Icon name="lock" size={15} />
          <span>
            <strong>{t.privacyTitle}</strong>
            <span class="quiet">{t.privacy}</span>
          </span>
        </p>
      </section>

      <div aria-live="polite" class="outcome">
        {file && state.step !== 'file' && (
          <p class="quiet">
            {t.read(number(file.messages.texts.length))}
            {file.messages.skipped > 0 && t.skipped(number(file.messages.skipped))}
          </p>
        )}
        {state.step === 'file' && state.error && <p class="bad">{state.error}</p>}
        {state.step === 'running' && (
          <div class="running">
            <progress value={state.done} max="1" aria-label={t.running('')} />
            <span class="quiet">{t.running(percent(state.done))}</span>
          </div>
        )}
        {state.step === 'mistakes' && (
          <Empty
            icon="alert"
            title={t.mistakes(state.count)}
            action={<LinkButton href={href('drafts', [draft])}>{t.openDraft}</LinkButton>}
          />
        )}
        {state.step === 'done' && (
          <Report impact={state.impact} rules={state.rules} draft={draft} />
        )}
      </div>
    </>
  );
}

function Drop({
  name,
  onFile,
}: {
  name: string | undefined;
  onFile: (file: File | undefined) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  return (
    <div
      role="group"
      aria-label={t.file}
      class={over ? 'drop over' : 'drop'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        onFile(event.dataTransfer?.files[0]);
      }}
    >
      <input
        ref={input}
        type="file"
        class="spoken"
        aria-label={t.file}
        tabIndex={-1}
        accept=".txt,.csv,.tsv,.jsonl,.ndjson"
        onChange={(event) => {
          onFile(event.currentTarget.files?.[0]);
          event.currentTarget.value = ''; // so that the same file can be chosen again
        }}
      />
      {name ? (
        <p class="chosen">
          <Icon name="file" /> <strong>{name}</strong>
          <Button small onClick={() => input.current?.click()}>
            {t.another}
          </Button>
        </p>
      ) : (
        <>
          <p>
            {t.drop}{' '}
            <Button small kind="primary" icon="upload" onClick={() => input.current?.click()}>
              {t.choose}
            </Button>
          </p>
          <p class="quiet kinds">{t.kinds}</p>
        </>
      )}
    </div>
  );
}
