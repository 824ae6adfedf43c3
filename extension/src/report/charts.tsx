/** The report's two plots, each with its figures as a table for those who do not see it. */
import { useMemo } from 'preact/hooks';
import uPlot from 'uplot';
import type { Texts } from '../i18n/texts';
import { QUICK } from '../settings/pace';
import type { Hour, ReportNumbers } from './numbers';
import { type Colours, Plot, type PlotOptions } from './plot';

const FONT = '12px system-ui, sans-serif';

/** How long buyers waited in each hour: the middle one, and nine in ten. */
export function HoursChart({ hours, texts }: { hours: readonly Hour[]; texts: Texts }) {
  const data = useMemo<uPlot.AlignedData>(() => {
    const known = (pick: (hour: Hour) => number) =>
      hours.map((hour) => (hour.answered > 0 ? pick(hour) : null));
    return [hours.map(({ hour }) => hour), known(({ most }) => most), known((h) => h.median)];
  }, [hours]);
  const make = useMemo(
    () => (colours: Colours) =>
      ({
        ...frame(colours, (hour) => texts('reportHour', hour)),
        scales: {
          x: { time: false, range: [(hours[0]?.hour ?? 0) - 0.6, (hours.at(-1)?.hour ?? 0) + 0.6] },
          y: { range: (_plot, _min, max) => [0, Math.max(max * 1.1, QUICK * 1.5)] },
        },
        series: [{}, bars(colours.wash), bars(colours.accent)],
        hooks: { drawAxes: [(plot) => drawBound(plot, colours, texts('reportSeconds', QUICK))] },
      }) satisfies PlotOptions as PlotOptions,
    [hours, texts],
  );
  return (
    <>
      <p class="legend">
        <i class="key" /> {texts('reportMedian')}
        <i class="key soft" /> {texts('reportMost')}
      </p>
      <Plot label={texts('reportHours')} data={data} make={make} />
      <table class="spoken">
        <caption>{texts('reportHours')}</caption>
        <tbody>
          {hours.map(({ hour, answered, median, most }) => (
            <tr key={hour}>
              <th scope="row">{texts('reportHour', hour)}</th>
              <td>{texts('reportRounds', answered)}</td>
              <td>{answered > 0 ? texts('reportSeconds', median) : ''}</td>
              <td>{answered > 0 ? texts('reportSeconds', most) : ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** The share of quick answers, day by day. */
export function DaysChart({ days, texts }: { days: ReportNumbers['days']; texts: Texts }) {
  const data = useMemo<uPlot.AlignedData>(
    () => [
      days.map((_day, i) => i),
      days.map(({ answered, quick }) => (answered > 0 ? Math.round(100 * quick) : null)),
    ],
    [days],
  );
  const make = useMemo(
    () => (colours: Colours) =>
      ({
        ...frame(colours, (i) => shortDay(days[i]?.day ?? '')),
        scales: {
          x: { time: false, range: [-0.6, days.length - 0.4] },
          y: { range: [0, 100] },
        },
        series: [{}, bars(colours.accent)],
      }) satisfies PlotOptions as PlotOptions,
    [days],
  );
  return (
    <>
      <Plot label={texts('reportDays', QUICK)} data={data} make={make} />
      <table class="spoken">
        <caption>{texts('reportDays', QUICK)}</caption>
        <tbody>
          {days.map(({ day, answered, quick }) => (
            <tr key={day}>
              <th scope="row">{day}</th>
              <td>{texts('reportRounds', answered)}</td>
              <td>{answered > 0 ? `${Math.round(100 * quick)}%` : ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** What both have: no legend and no cursor, whole numbers below, thin lines behind. */
function frame(colours: Colours, name: (value: number) => string): PlotOptions {
  const axis: uPlot.Axis = { stroke: colours.quiet, font: FONT, ticks: { show: false } };
  return {
    legend: { show: false },
    cursor: { show: false },
    padding: [12, 8, 0, 0],
    axes: [
      {
        ...axis,
        grid: { show: false },
        splits: (_plot, _axis, min, max) => wholes(min, max),
        values: (_plot, splits) => splits.map(name),
        space: 36,
        size: 28,
      },
      { ...axis, grid: { stroke: colours.line, width: 1 }, size: 40, space: 44 },
    ],
    series: [],
  };
}

function wholes(min: number, max: number): number[] {
  const first = Math.ceil(min);
  return Array.from({ length: Math.floor(max) - first + 1 }, (_none, i) => first + i);
}

function bars(fill: string): uPlot.Series {
  const paths = uPlot.paths.bars?.({ size: [0.6, 28], radius: 0.15 });
  return { fill, stroke: fill, width: 0, points: { show: false }, ...(paths && { paths }) };
}

/** A dashed line where the house's limit is. */
function drawBound(plot: uPlot, { quiet }: Colours, label: string): void {
  const { ctx, bbox } = plot;
  const y = Math.round(plot.valToPos(QUICK, 'y', true)) + 0.5;
  const scale = devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = quiet;
  ctx.fillStyle = quiet;
  ctx.lineWidth = scale;
  ctx.setLineDash([4 * scale, 4 * scale]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.font = `${11 * scale}px system-ui, sans-serif`;
  ctx.textAlign = 'right';
  ctx.textBaseline = 'bottom';
  ctx.fillText(label, bbox.left + bbox.width, y - 2 * scale);
  ctx.restore();
}

/** 11-22 of 2026-11-22. */
const shortDay = (day: string) => day.slice(5);
