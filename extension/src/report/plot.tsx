/** A plot in the colours of the page, as wide as its place. */
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

/** The page's colours as a canvas understands them. */
export interface Colours {
  text: string;
  quiet: string;
  line: string;
  accent: string;
  wash: string;
}

export type PlotOptions = Omit<uPlot.Options, 'width' | 'height'>;

const HEIGHT = 200;

/** `label` says in words what is to be seen. `make` must be the same function as long as it means the same. */
export function Plot({
  label,
  data,
  make,
}: {
  label: string;
  data: uPlot.AlignedData;
  make: (colours: Colours) => PlotOptions;
}) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    let plot: uPlot | null = null;
    const draw = () => {
      plot?.destroy();
      const size = { width: element.clientWidth, height: HEIGHT };
      plot = new uPlot({ ...make(coloursOf(element)), ...size }, data, element);
    };
    draw();
    const observer = new ResizeObserver(() => {
      plot?.setSize({ width: element.clientWidth, height: HEIGHT });
    });
    observer.observe(element);
    const theme = matchMedia('(prefers-color-scheme: dark)');
    theme.addEventListener('change', draw);
    return () => {
      theme.removeEventListener('change', draw);
      observer.disconnect();
      plot?.destroy();
    };
  }, [data, make]);
  return <div ref={place} class="plot" role="img" aria-label={label} />;
}

function coloursOf(element: HTMLElement): Colours {
  const probe = document.createElement('i');
  element.append(probe);
  const colour = (name: string) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const colours = {
    text: colour('text'),
    quiet: colour('quiet'),
    line: colour('line'),
    accent: colour('accent'),
    wash: colour('accent-soft'),
  };
  probe.remove();
  return colours;
}
