import type { RuleRecord } from '@huashu/wasm';
import { useMemo, useState } from 'preact/hooks';
import { api } from '../../api/api';
import { may } from '../../api/session';
import type { Draft } from '../../api/types';
import type { Engine } from '../../engine/engine';
import { useEngine } from '../../engine/use-engine';
import { go, href, type Route } from '../../shell/router';
import { type Override, withOverride } from '../../shop/overrides';
import { packTitle } from '../../shop/pack-names';
import { pickDraft } from '../../shop/pick-draft';
import { loadShop, type Reading, read, type ShopState } from '../../shop/shop-state';
import { Button } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { LinkButton } from '../../ui/link';
import { Page } from '../../ui/page';
import { Empty, Failed, Loaded, useLoad } from '../../ui/states';
import { toast } from '../../ui/toast';
import { Detail, isChanged } from './detail';
import { type Filter, grow, matches, NO_FILTER } from './filter';
import { t } from './texts';
import { Tree } from './tree';
import './rules.css';

interface Shown {
  shop: ShopState;
  draft?: Draft;
  reading: Reading;
}

const NOT_YET = new Promise<never>(() => {});

async function look(engine: Engine, draftId: string): Promise<Shown> {
  const [shop, draft] = await Promise.all([
    loadShop(),
    draftId ? api.drafts.read(draftId) : undefined,
  ]);
  return { shop, ...(draft && { draft }), reading: await read(engine, shop, draft) };
}

/** #/rules/{rule}?draft={draft}; without a draft what is in use. */
export default function Rules({ route }: { route: Route }) {
  const draftId = route.query.get('draft') ?? '';
  const { engine, error } = useEngine();
  const load = useLoad(() => (engine ? look(engine, draftId) : NOT_YET), [engine, draftId]);
  const shown = load.value;
  const source = (id: string) => (id ? { draft: id } : undefined);
  const newRule = async () => {
    const draft = shown && (shown.draft ?? (await pickDraft(shown.shop)));
    if (draft) go(href('drafts', [draft.id], { new: 'rule' }));
  };
  return (
    <Page
      name="rules"
      full
      title={t.title}
      actions={
        shown && (
          <>
            <label class="looking">
              <span class="quiet">{t.looking}</span>
              <select
                value={draftId}
                onChange={(event) =>
                  go(href('rules', route.parts, source(event.currentTarget.value)))
                }
              >
                <option value="">
                  {shown.shop.released ? t.released(shown.shop.released.seq) : t.shipped}
                </option>
                {shown.shop.drafts
                  .filter(({ state, id }) => state === 'open' || id === draftId)
                  .map(({ id, title }) => (
                    <option key={id} value={id}>
                      {t.draft(title)}
                    </option>
                  ))}
              </select>
            </label>
            {shown.draft && (
              <LinkButton href={href('drafts', [shown.draft.id])} icon="draft">
                {t.openDraft}
              </LinkButton>
            )}
            {may('editor') && (
              <Button kind="primary" icon="plus" onClick={newRule}>
                {t.newRule}
              </Button>
            )}
          </>
        )
      }
    >
      {error ? (
        <Failed error={error} />
      ) : (
        <Loaded of={load}>
          {(value) => (
            <Browser
              shown={value}
              open={route.parts[0]}
              onOpen={(rule) => go(href('rules', [rule], source(draftId)))}
              onDraft={(draft, rule) => {
                if (draft.id === draftId) load.reload();
                else go(href('rules', [rule], { draft: draft.id }));
              }}
            />
          )}
        </Loaded>
      )}
    </Page>
  );
}

interface BrowserProps {
  shown: Shown;
  open: string | undefined;
  onOpen: (rule: string) => void;
  /** A draft has taken a change. */
  onDraft: (draft: Draft, rule: string) => void;
}

function Browser({ shown, open, onOpen, onDraft }: BrowserProps) {
  const { shop, reading } = shown;
  const { records, shipped } = reading;
  const [filter, setFilter] = useState<Filter>(NO_FILTER);
  const categories = useMemo(
    () => new Map(records.categories.map(({ id, title }) => [id, title])),
    [records],
  );
  const changed = (rule: RuleRecord) => isChanged(rule, shipped);
  const rules = records.rules.filter((rule) => matches(rule, filter, categories, changed(rule)));
  const rule = records.rules.find(({ id }) => id === open);
  const packs = [...new Set(records.rules.map(({ pack }) => pack))];

  const inDraft = async (change: (draft: Draft) => Promise<void>) => {
    const draft = shown.draft?.state === 'open' ? shown.draft : await pickDraft(shop);
    if (draft) await change(draft);
  };
  const override = (of: RuleRecord) => (to: Override) =>
    inDraft(async (draft) => {
      const files = withOverride(draft.files, of.id, to);
      const next = await api.drafts.write(draft, { title: draft.title, files });
      toast('good', t.saved);
      onDraft(next, of.id);
    });
  const edit = async (of: RuleRecord) => {
    const draft = shown.draft ?? (await pickDraft(shop));
    if (draft) go(href('drafts', [draft.id], { rule: of.id }));
  };

  return (
    <div class="rules">
      <section class="list card" aria-label={t.tree}>
        <Filters filter={filter} onChange={setFilter} packs={packs} found={rules.length} />
        {rules.length > 0 ? (
          <Tree
            branches={grow(records, rules)}
            open={open}
            onOpen={({ id }) => onOpen(id)}
            isChanged={changed}
            unfold={filter !== NO_FILTER}
          />
        ) : (
          <Empty
            icon="search"
            title={t.nothing}
            action={
              <Button small onClick={() => setFilter(NO_FILTER)}>
                {t.clear}
              </Button>
            }
          >
            {t.nothingHint}
          </Empty>
        )}
      </section>
      <div class="open">
        {rule ? (
          <Detail
            key={rule.id}
            rule={rule}
            shipped={shipped.get(rule.id)}
            records={records}
            onOverride={override(rule)}
            onEdit={() => edit(rule)}
          />
        ) : (
          <Empty icon="rules" title={t.pick}>
            {t.pickHint}
          </Empty>
        )}
      </div>
    </div>
  );
}

interface FiltersProps {
  filter: Filter;
  onChange: (filter: Filter) => void;
  packs: readonly string[];
  found: number;
}

function Filters({ filter, onChange, packs, found }: FiltersProps) {
  const set = (change: Partial<Filter>) => {
    const next = { ...filter, ...change };
    const empty = Object.values(next).every((value) => value === '');
    onChange(empty ? NO_FILTER : next);
  };
  return (
    <search class="filters">
      <div class="search">
        <Icon name="search" />
        <input
          type="search"
          aria-label={t.search}
          placeholder={t.search}
          value={filter.words}
          onInput={(event) => set({ words: event.currentTarget.value })}
        />
      </div>
      <div class="selects">
        <select
          aria-label={t.severity}
          value={filter.severity}
          onChange={(event) => set({ severity: event.currentTarget.value as Filter['severity'] })}
        >
          <option value="">{t.anySeverity}</option>
          <option value="error">{t.error}</option>
          <option value="warning">{t.warning}</option>
          <option value="hint">{t.hint}</option>
        </select>
        <select
          aria-label={t.pack}
          value={filter.pack}
          onChange={(event) => set({ pack: event.currentTarget.value })}
        >
          <option value="">{t.anyPack}</option>
          {packs.map((pack) => (
            <option key={pack} value={pack}>
              {packTitle(pack)}
            </option>
          ))}
        </select>
        <select
          aria-label={t.state}
          value={filter.state}
          onChange={(event) => set({ state: event.currentTarget.value as Filter['state'] })}
        >
          <option value="">{t.anyState}</option>
          <option value="on">{t.on}</option>
          <option value="off">{t.off}</option>
          <option value="changed">{t.changed}</option>
        </select>
      </div>
      <p class="quiet found" role="status">
        {t.found(found)}
      </p>
    </search>
  );
}
