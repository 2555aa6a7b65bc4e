// oxlint-disable unicorn/consistent-function-scoping -- the function is put into the page alone, without what stands around it
/** The little of a browser that the page's script uses: the engine itself knows no DOM. */
interface Browser {
  readonly document: {
    getElementById(id: string): { readonly textContent: string } | null;
    querySelectorAll(selector: string): Iterable<ChartPlace>;
  };
  readonly uPlot: (new (
    options: object,
    data: readonly unknown[],
    place: ChartPlace,
  ) => Plot) & {
    readonly sync: (key: string) => { readonly key: string };
    readonly paths: { readonly stepped: (options: object) => unknown };
  };
  readonly ResizeObserver: new (resized: () => void) => { observe(place: ChartPlace): void };
  matchMedia(query: string): { readonly matches: boolean; addEventListener(event: string, changed: () => void): void };
  addEventListener(event: string, happened: () => void): void;
}

interface ChartPlace {
  readonly dataset: { readonly chart?: string };
  readonly clientWidth: number;
}

interface Plot {
  setSize(size: { readonly width: number; readonly height: number }): void;
  destroy(): void;
}

interface PageChart {
  readonly id: string;
  readonly unit: string;
  readonly lines: readonly {
    readonly label: string;
    readonly color: string;
    readonly dash: readonly number[];
    readonly filled: boolean;
    readonly values: readonly (number | null)[];
  }[];
}

/* c8 ignore start -- runs in the browser that shows the report: html-report.real.test.ts looks at it there */

/** Draws the charts of a report. It is put into the page as its own source, so that it sees nothing but its page. */
export function pageScript(): void {
  const browser = globalThis as unknown as Browser;
  const HEIGHT = 200;
  const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 300, 600, 720, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400];
  const COLORS = {
    light: {
      blue: '#0b66b0',
      sky: '#2b8fd0',
      orange: '#b86e00',
      red: '#c4321f',
      green: '#0e7f52',
      grey: '#6b7480',
      text: '#4c5560',
      grid: '#e4e8ec',
    },
    dark: {
      blue: '#6cb2f0',
      sky: '#63c3f5',
      orange: '#f2b04e',
      red: '#ff8573',
      green: '#56cf98',
      grey: '#98a2ad',
      text: '#b4bdc7',
      grid: '#2b333b',
    },
  };
  const data = JSON.parse(browser.document.getElementById('chart-data')?.textContent ?? '{"seconds":[],"charts":[]}') as {
    readonly seconds: readonly number[];
    readonly charts: readonly PageChart[];
  };
  const places = [...browser.document.querySelectorAll('[data-chart]')];
  const dark = browser.matchMedia('(prefers-color-scheme: dark)');
  const shortNumber = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 4 });
  let plots: Plot[] = [];

  const clockText = (seconds: number): string => {
    const [whole, pad] = [Math.floor(seconds), (value: number): string => String(value).padStart(2, '0')];
    const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
    return hours > 0 ? `${hours}:${pad(minutes)}:${pad(rest)}` : `${minutes}:${pad(rest)}`;
  };
  const markerStyle = ([on = 0]: readonly number[]): string => {
    if (on === 0) return 'solid';
    return on < 4 ? 'dotted' : 'dashed';
  };
  const draw = (place: ChartPlace, colors: (typeof COLORS)['light']): Plot | undefined => {
    const chart = data.charts.find(({ id }) => id === place.dataset.chart);
    if (chart === undefined) return undefined;
    const value = (raw: number | null | undefined): string =>
      raw === null || raw === undefined ? '–' : `${shortNumber.format(raw)}${chart.unit}`;
    const axis = { stroke: colors.text, grid: { stroke: colors.grid, width: 1 }, ticks: { stroke: colors.grid, width: 1 } };
    const series = chart.lines.map((line) => {
      const stroke = colors[line.color as keyof typeof colors];
      const points = { show: data.seconds.length < 40, size: 5 };
      return {
        label: line.label,
        stroke,
        width: 1.75,
        dash: line.dash,
        points,
        value: (_: unknown, raw: number | null) => value(raw),
        ...(line.filled ? { fill: `${stroke}26` } : {}),
      };
    });
    const options = {
      width: place.clientWidth,
      height: HEIGHT,
      legend: { markers: { dash: (_: unknown, index: number) => markerStyle(chart.lines[index - 1]?.dash ?? []) } },
      cursor: { sync: { key: browser.uPlot.sync('report').key }, drag: { x: true, y: false } },
      scales: { x: { time: false }, y: { range: (_: unknown, __: number, most: number) => [0, most > 0 ? most * 1.08 : 1] } },
      axes: [
        { ...axis, values: (_: unknown, ticks: readonly number[]) => ticks.map(clockText), space: 48, incrs: STEPS },
        { ...axis, values: (_: unknown, ticks: readonly number[]) => ticks.map((tick) => shortNumber.format(tick)), size: 58 },
      ],
      series: [{ label: 'time', value: (_: unknown, raw: number | null) => (raw === null ? '–' : clockText(raw)) }, ...series],
    };
    return new browser.uPlot(options, [data.seconds, ...chart.lines.map(({ values }) => values)], place);
  };
  const drawAll = (scheme: 'light' | 'dark'): void => {
    plots.forEach((plot) => plot.destroy());
    plots = places.flatMap((place) => draw(place, COLORS[scheme]) ?? []);
  };
  const asSystem = (): void => drawAll(dark.matches ? 'dark' : 'light');
  const fit = (): void => plots.forEach((plot, index) => plot.setSize({ width: places[index]?.clientWidth ?? 400, height: HEIGHT }));

  asSystem();
  dark.addEventListener('change', asSystem);
  browser.addEventListener('beforeprint', () => drawAll('light'));
  browser.addEventListener('afterprint', asSystem);
  const observer = new browser.ResizeObserver(fit);
  places.forEach((place) => observer.observe(place));
}
/* c8 ignore stop */
