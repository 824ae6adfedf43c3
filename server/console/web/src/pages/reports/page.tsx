/** How the rules do: what agents' browsers have counted. */
import type { PackRecords } from '@huashu/wasm';
import { useMemo, useState } from 'preact/hooks';
import { api } from '../../api/api';
import type { Adoption, RuleCount } from '../../api/types';
import { withEngine } from '../../engine/engine';
import { href } from '../../shell/router';
import { number, percent } from '../../text/texts';
import { Chart } from '../../ui/chart';
import { Choice } from '../../ui/choice';
import { Page } from '../../ui/page';
import { Empty, Loaded, useLoad } from '../../ui/states';
import { type Column, Table } from '../../ui/table';
import { agentsByDay, byDay, byRule, lastDays, type RuleSum, share, total } from './sums';
import { t } from './texts';
import './reports.css';

const RANGES = ['7', '14', '30'] as const;

interface Shown {
  days: string[];
  counts: RuleCount[];
  adoption: Adoption[];
  /** Titles of the rules in use, by id. */
  titles: Map<string, string>;
}

export default function Reports() {
  const [range, setRange] = useState<(typeof RANGES)[number]>('14');
  const load = useLoad<Shown>(() => look(Number(range)), [range]);
  const choice = (
    <Choice
      label={t.days}
      value={range}
      options={RANGES.map((value) => ({ value, label: t.last(Number(value)) }))}
      onChange={setRange}
    />
  );
  return (
    <Page name="reports" title={t.title} lead={t.lead} actions={choice}>
      <Loaded of={load}>
        {(shown) =>
          shown.counts.length + shown.adoption.length === 0 ? (
            <Empty icon="reports" title={t.none}>
              {t.noneHint}
            </Empty>
          ) : (
            <Report shown={shown} />
          )
        }
      </Loaded>
    </Page>
  );
}

async function look(range: number): Promise<Shown> {
  const days = lastDays(range, new Date().toISOString().slice(0, 10));
  const span = { from: days[0] ?? '', to: days.at(-1) ?? '' };
  const [counts, adoption, records] = await Promise.all([
    api.insight.stats(span),
    api.insight.adoption(span),
    recordsInUse(),
  ]);
  const titles = new Map(records.rules.map(({ id, title }) => [id, title]));
  return { days, counts, adoption, titles };
}

/** What the stable release holds; the packs that ship when there is none. */
async function recordsInUse(): Promise<PackRecords> {
  const { stable } = await api.rollout.read();
  const pack =
    stable > 0
      ? await api.releases.object((await api.releases.read(stable)).pack.sha256)
      : undefined;
  return withEngine(async (engine) => {
    await engine.open(pack);
    return engine.records();
  });
}

function Report({ shown: { days, counts, adoption, titles } }: { shown: Shown }) {
  const sum = total(counts);
  const rules = byRule(counts);
  const plots = useMemo(() => {
    const sums = byDay(counts, days);
    return {
      times: days.map((day) => Date.parse(day) / 1000),
      rules: [
        { title: t.hits, values: sums.map(({ hits }) => hits), colour: 'hint', shape: 'bars' },
        { title: t.accepted, values: sums.map(({ accepted }) => accepted), colour: 'good' },
      ] as const,
      agents: [
        { title: t.agents, values: agentsByDay(adoption, days), colour: 'accent', shape: 'bars' },
      ] as const,
    };
  }, [days, counts, adoption]);
  const acceptance = share(sum.accepted, sum.hits);
  const alarms = share(sum.falseAlarms, sum.hits);
  return (
    <>
      <dl class="figures">
        <Figure name={t.hits} value={number(sum.hits)} />
        <Figure name={t.acceptance} value={acceptance === null ? '–' : percent(acceptance)} />
        <Figure name={t.dismissed} value={number(sum.dismissed)} />
        <Figure name={t.alarmShare} value={alarms === null ? '–' : percent(alarms)} />
      </dl>
      <div class="plots">
        <section class="card" aria-label={t.perDay}>
          <h2>{t.perDay}</h2>
          <Chart label={t.perDay} times={plots.times} series={[...plots.rules]} format={number} />
        </section>
        <section class="card" aria-label={t.agentsPerDay}>
          <h2>{t.agentsPerDay}</h2>
          <Chart
            label={t.agentsPerDay}
            times={plots.times}
            series={[...plots.agents]}
            format={number}
          />
        </section>
      </div>
      <section aria-label={t.rules}>
        <h2>{t.rules}</h2>
        <p class="quiet">{t.worst}</p>
        <Table
          caption={t.rules}
          rows={rules}
          id={({ rule }) => rule}
          sort="-hits"
          columns={columns(titles)}
        />
      </section>
    </>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div class="card">
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** From here on a rule is called wrong too often. */
const TOO_OFTEN = 0.05;

const columns = (titles: Map<string, string>): Column<RuleSum>[] => [
  {
    name: 'rule',
    title: t.rule,
    by: ({ rule }) => rule,
    cell: ({ rule }) => (
      <>
        <a href={href('rules', [rule])}>{titles.get(rule) ?? t.unknown}</a>
        <code class="quiet">{rule}</code>
      </>
    ),
  },
  {
    name: 'hits',
    title: t.hits,
    right: true,
    by: ({ hits }) => hits,
    cell: ({ hits }) => number(hits),
  },
  {
    name: 'acceptance',
    title: t.acceptance,
    right: true,
    by: ({ accepted, hits }) => share(accepted, hits) ?? -1,
    cell: ({ accepted, hits }) => inPercent(share(accepted, hits)),
  },
  {
    name: 'dismissed',
    title: t.dismissed,
    right: true,
    by: ({ dismissed }) => dismissed,
    cell: ({ dismissed }) => number(dismissed),
  },
  {
    name: 'alarms',
    title: t.alarmShare,
    right: true,
    by: ({ falseAlarms, hits }) => share(falseAlarms, hits) ?? -1,
    cell: ({ falseAlarms, hits }) => {
      const alarms = share(falseAlarms, hits);
      return <span class={(alarms ?? 0) > TOO_OFTEN ? 'bad' : ''}>{inPercent(alarms)}</span>;
    },
  },
];

function inPercent(value: number | null): string {
  return value === null ? '–' : percent(value);
}
