import type { CalibrationBin } from '../calibration.ts'
import type { CurvePoint } from '../curves.ts'
import type { Histogram } from '../histogram.ts'
import { markup, type Markup } from './markup.ts'
import { linear, logOddsOf, logOddsScale, maxLogOdds, shareScale, type Scale } from './scales.ts'

const size = { width: 400, height: 320 }
const edge = { left: 46, right: 388, top: 12, bottom: 272 }
const across = { from: edge.left, to: edge.right }
const upwards = { from: edge.bottom, to: edge.top }

type Frame = { title: string; x: Scale; y: Scale; xName: string; yName: string }

/** A drawing with axes; everything in it is placed by its two scales. */
function plot({ title, x, y, xName, yName }: Frame, content: readonly Markup[]): Markup {
  const middle = { x: (edge.left + edge.right) / 2, y: (edge.top + edge.bottom) / 2 }
  return markup`<svg class="plot" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${title}">
${y.ticks.map(({ value, label }) => [
  line('grid', { x: edge.left, y: y.at(value) }, { x: edge.right, y: y.at(value) }),
  markup`<text class="tick end" x="${edge.left - 10}" y="${place(y.at(value) + 4)}">${label}</text>`,
])}
${x.ticks.map(({ value, label }) => [
  line('grid', { x: x.at(value), y: edge.top }, { x: x.at(value), y: edge.bottom }),
  markup`<text class="tick middle" x="${place(x.at(value))}" y="${edge.bottom + 17}">${label}</text>`,
])}
<text class="axis middle" x="${middle.x}" y="${edge.bottom + 38}">${xName}</text>
<text class="axis middle" transform="translate(12 ${middle.y}) rotate(-90)">${yName}</text>
${content}
</svg>`
}

type Place = { x: number; y: number }

function place(value: number): string {
  return String(Number(value.toFixed(1)))
}

function line(className: string, from: Place, to: Place): Markup {
  return markup`<line class="${className}" x1="${place(from.x)}" y1="${place(from.y)}" x2="${place(to.x)}" y2="${place(to.y)}"/>`
}

function path(className: string, points: readonly Place[]): Markup {
  const steps = points.map(({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${place(x)} ${place(y)}`)
  return markup`<path class="${className}" d="${steps.join('')}"/>`
}

/** The point of one of the engine’s own verdicts. */
export type VerdictPoint = CurvePoint & { name: 'block' | 'review' | 'ask-proof' }

export function verdictShape(name: VerdictPoint['name']): Markup {
  if (name === 'block')
    return markup`<rect class="mark block" x="-5" y="-5" width="10" height="10"/>`
  if (name === 'review') return markup`<circle class="mark review" r="5.5"/>`
  return markup`<path class="mark ask-proof" d="M0 -6.5L6.5 5H-6.5Z"/>`
}

function verdictMarks(points: readonly VerdictPoint[], x: Scale, y: Scale): Markup[] {
  return points.map(
    (point) =>
      markup`<g transform="translate(${place(x.at(point.x))} ${place(y.at(point.y))})">${verdictShape(point.name)}</g>`,
  )
}

export function rocPlot(
  curve: readonly CurvePoint[],
  verdictPoints: readonly VerdictPoint[],
): Markup {
  const x = shareScale(across)
  const y = shareScale(upwards)
  const on = (point: CurvePoint): Place => ({ x: x.at(point.x), y: y.at(point.y) })
  const frame: Frame = {
    title: 'ROC curve: recall against the rate of false alarms',
    x,
    y,
    xName: 'false alarms, % of label 0',
    yName: 'recall, % of label 1',
  }
  return plot(frame, [
    line('chance', on({ x: 0, y: 0 }), on({ x: 1, y: 1 })),
    path('curve', curve.map(on)),
    ...verdictMarks(verdictPoints, x, y),
  ])
}

export function precisionRecallPlot(
  curve: readonly CurvePoint[],
  share: number,
  verdictPoints: readonly VerdictPoint[],
): Markup {
  const x = shareScale(across)
  const y = shareScale(upwards)
  const on = (point: CurvePoint): Place => ({ x: x.at(point.x), y: y.at(point.y) })
  const frame: Frame = {
    title: 'Precision against recall',
    x,
    y,
    xName: 'recall, % of label 1',
    yName: 'precision, % of alarms',
  }
  return plot(frame, [
    line('chance', on({ x: 0, y: share }), on({ x: 1, y: share })),
    path('curve', stairs(curve).map(on)),
    ...verdictMarks(verdictPoints, x, y),
  ])
}

// Nothing is known between two thresholds, and the average precision is computed from steps as well.
function stairs(curve: readonly CurvePoint[]): CurvePoint[] {
  let before = 0
  return curve.flatMap(({ x, y }) => {
    const step = [
      { x: before, y },
      { x, y },
    ]
    before = x
    return step
  })
}

/** Bins as dots with intervals; on the diagonal the observed share equals the stated probability. */
export function reliabilityPlot(bins: readonly CalibrationBin[], title: string): Markup {
  const x = logOddsScale(across)
  const y = logOddsScale(upwards)
  const on = (stated: number, share: number): Place => ({
    x: x.at(logOddsOf(stated)),
    y: y.at(logOddsOf(share)),
  })
  const frame: Frame = {
    title,
    x,
    y,
    xName: 'stated probability, %',
    yName: 'found counterfeit, %',
  }
  const corner = (value: number): Place => ({ x: x.at(value), y: y.at(value) })
  return plot(frame, [
    line('chance', corner(-maxLogOdds), corner(maxLogOdds)),
    ...bins.map(({ stated, found }) => {
      const dot = on(stated, found.share ?? 0)
      return markup`${line('whisker', on(stated, found.low), on(stated, found.high))}<circle class="dot" cx="${place(dot.x)}" cy="${place(dot.y)}" r="4.5"/>`
    }),
  ])
}

const roundSteps = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2]

export function histogramPlot({ edges, label0, label1 }: Histogram): Markup {
  const shares = [label0, label1].map((row) => {
    const sum = row.reduce((total, count) => total + count, 0)
    return row.map((count) => count / Math.max(1, sum))
  })
  const high = Math.max(...shares.flat(), 0.01)
  const step = roundSteps.find((roundStep) => high / roundStep <= 6) ?? 0.2
  const ticks = Array.from({ length: Math.floor(high / step) + 1 }, (_, at) => ({
    value: at * step,
    label: String(Number((at * step * 100).toFixed(1))),
  }))
  const x = logOddsScale(across)
  const y = linear({ low: 0, high, ...upwards }, ticks)
  const frame: Frame = {
    title: 'Distribution of probabilities by label',
    x,
    y,
    xName: 'stated probability, %',
    yName: '% of the label’s listings',
  }
  const columns = shares.flatMap((row, label) =>
    row.map((share, at) => {
      if (share === 0) return markup``
      const [from, to] = [x.at(edges[at] ?? 0), x.at(edges[at + 1] ?? 0)]
      const width = (to - from) / 2 - 0.8
      const left = from + 0.4 + label * (width + 0.8)
      return markup`<rect class="label${label}" x="${place(left)}" y="${place(y.at(share))}" width="${place(width)}" height="${place(edge.bottom - y.at(share))}"/>`
    }),
  )
  return plot(frame, columns)
}

export type IntervalBar = { value: number; low: number; high: number; className?: string }

const bar = { width: 150, height: 18 }
export const barReach = { from: 5, to: bar.width - 5 }

/** One interval for a cell of a table. */
export function intervalBar(
  { value, low, high, className = '' }: IntervalBar,
  scale: Scale,
): Markup {
  const on = (at: number, y = 9): Place => ({ x: scale.at(at), y })
  const end = scale.ticks.at(-1)?.value ?? high
  return markup`<svg class="interval ${className}" viewBox="0 0 ${bar.width} ${bar.height}" aria-hidden="true">${scale.ticks.map(
    (tick) => line('grid', on(tick.value, 1), on(tick.value, 17)),
  )}${line('whisker', on(low), on(high))}${high > end && markup`<path class="beyond" d="M${barReach.to} 5l4.5 4-4.5 4z"/>`}<circle class="dot" cx="${place(scale.at(value))}" cy="9" r="4"/></svg>`
}
