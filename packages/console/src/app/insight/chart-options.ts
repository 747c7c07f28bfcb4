import type { ChartOption } from './chart.tsx'

export type ChartSeries = { key?: string; name: string; values: readonly number[] }

// Names of the page's colours: drawings follow the colour scheme, on paper too.
const muted = 'var(--muted)'
const line = 'var(--line)'
const fills = ['var(--accent)', 'var(--gold)', 'var(--lowers)', 'var(--line-strong)', 'var(--text)']
/** Verdicts, decisions and results have the colours that they have on every page. */
const fillOf: Readonly<Record<string, string>> = {
  block: 'var(--block)',
  review: 'var(--review)',
  counterfeit: 'var(--block)',
  'grey-market': 'var(--review)',
  'trademark-misuse': 'var(--review)',
  genuine: 'var(--clear)',
  unclear: muted,
  reversed: 'var(--block)',
  confirmed: 'var(--clear)',
  open: 'var(--review)',
  uncontested: 'var(--line-strong)',
  down: 'var(--clear)',
  up: 'var(--block)',
  inconclusive: 'var(--review)',
  unchecked: 'var(--line-strong)',
}
const font = { color: muted, fontFamily: 'Inter Variable, sans-serif', fontSize: 12 }

/** Patterns on top of the colours: series are told apart without them. */
const patterns = [
  { symbol: 'none' },
  { dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: Math.PI / 6 },
  {
    symbol: 'circle',
    dashArrayX: [
      [8, 8],
      [0, 8, 8, 0],
    ],
    dashArrayY: [6, 0],
    symbolSize: 0.6,
  },
  { dashArrayX: [1, 0], dashArrayY: [4, 3], rotation: -Math.PI / 4 },
  { dashArrayX: [1, 0], dashArrayY: [1, 6], rotation: Math.PI / 2 },
].map((pattern) => ({ color: 'var(--surface)', ...pattern }))

const legend = { bottom: 0, icon: 'rect', itemWidth: 14, itemHeight: 10, textStyle: font }
const grid = { left: 8, right: 12, top: 12, bottom: 34, containLabel: true }
const shortLegend = 3
const lines = { lineStyle: { color: line } }
const axis = { axisLabel: font, axisLine: lines, axisTick: { show: false } }
const valueAxis = { type: 'value', ...axis, splitLine: lines, minInterval: 1 } as const

/** Bars of each month, one part for each series. */
export function stackedBars(
  months: readonly string[],
  series: readonly ChartSeries[],
): ChartOption {
  return {
    aria: { enabled: true, label: { enabled: false }, decal: { show: true, decals: patterns } },
    legend,
    // A long legend takes two lines on a phone.
    grid: { ...grid, bottom: series.length > shortLegend ? 58 : grid.bottom },
    xAxis: { type: 'category', data: [...months], ...axis },
    yAxis: valueAxis,
    series: series.map(({ key = '', name, values }, place) => ({
      type: 'bar',
      name,
      stack: 'all',
      data: [...values],
      itemStyle: { color: fillOf[key] ?? fills[place % fills.length] ?? muted },
      barMaxWidth: 40,
      emphasis: { disabled: true },
    })),
  }
}

/** Lines over days; the first is drawn through, the others dashed. */
export function shareLines(
  days: readonly number[],
  series: readonly ChartSeries[],
  percent: (share: number) => string,
): ChartOption {
  return {
    legend: { ...legend, icon: 'path://M0 4h14v2H0z' },
    grid,
    xAxis: { type: 'category', data: days.map(String), boundaryGap: false, ...axis },
    yAxis: { ...valueAxis, minInterval: 0, max: 1, axisLabel: { ...font, formatter: percent } },
    series: series.map(({ name, values }, place) => ({
      type: 'line',
      name,
      step: 'end',
      data: [...values],
      showSymbol: false,
      lineStyle: { color: fills[place] ?? muted, width: 2, type: place === 0 ? 'solid' : 'dashed' },
      itemStyle: { color: fills[place] ?? muted },
      emphasis: { disabled: true },
    })),
  }
}
