/** Plots over days, by uPlot, in the colours of the theme. */
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { language, texts } from '../text/texts';
import { onTheme } from '../theme/theme';
import './chart.css';

const t = texts({ day: ['日期', 'Day'] });

export interface Series {
  title: string;
  /** One value for each time; null where there is none. */
  values: (number | null)[];
  /** A colour token: accent, hint, warning, error, good, faint. */
  colour: string;
  shape?: 'line' | 'bars';
}

/** People and times are counted: no half of one on the vertical axis. */
const WHOLE = Array.from({ length: 9 }, (_, i) => [1, 2, 5].map((n) => n * 10 ** i)).flat();

interface Props {
  /** What a screen reader says of it. */
  label: string;
  /** Seconds since 1970, rising. */
  times: number[];
  series: Series[];
  /** Pixels. */
  height?: number;
  /** Of the vertical axis and the legend. */
  format?: (value: number) => string;
}

export function Chart({ label, times, series, height = 200, format = String }: Props) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    let plot = draw(element);
    const redraw = () => {
      plot.destroy();
      plot = draw(element);
    };
    const resized = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }));
    resized.observe(element);
    const unsubscribe = onTheme(redraw);
    return () => {
      unsubscribe();
      resized.disconnect();
      plot.destroy();
    };

    function draw(into: HTMLElement): uPlot {
      const style = getComputedStyle(document.documentElement);
      const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
      const axis = {
        stroke: colour('quiet'),
        font: `11px ${style.getPropertyValue('--sans')}`,
        grid: { stroke: colour('line'), width: 1 },
        ticks: { show: false },
      };
      const day = new Intl.DateTimeFormat(language() === 'zh' ? 'zh-CN' : 'en', {
        month: 'numeric',
        day: 'numeric',
      });
      const at = (time: number | null) => (time === null ? '' : day.format(time * 1000));
      const bars = uPlot.paths.bars?.({ size: [0.6, 24], radius: 0.15 });
      const options: uPlot.Options = {
        width: into.clientWidth,
        height,
        legend: { live: true },
        cursor: { y: false, drag: { x: false, y: false } },
        axes: [
          { ...axis, grid: { show: false }, values: (_, ticks) => ticks.map(at) },
          {
            ...axis,
            size: 48,
            incrs: WHOLE,
            values: (_, ticks) => ticks.map((tick) => format(tick)),
          },
        ],
        scales: { y: { range: (_, __, max) => [0, Math.max(max * 1.1, 1)] } },
        series: [
          { label: t.day, value: (_, time) => at(time) || '–' },
          ...series.map(
            ({ title, colour: name, shape }): uPlot.Series => ({
              label: title,
              stroke: colour(name),
              width: 2,
              points: { show: times.length < 3 },
              value: (_, value) => (value === null || value === undefined ? '–' : format(value)),
              ...(shape === 'bars' && {
                width: 0,
                fill: colour(name),
                ...(bars && { paths: bars }),
                points: { show: false },
              }),
            }),
          ),
        ],
      };
      return new uPlot(options, [times, ...series.map(({ values }) => values)], into);
    }
  }, [times, series, height, format]);
  return <div ref={host} class="chart" role="img" aria-label={label} />;
}
