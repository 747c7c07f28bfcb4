// @ts-check
import { drawing } from './elements.js'
import { axisTicks, logit, probabilityOf, roundedSum, waterfall } from './waterfall.js'
import { axisPercent, percent, probabilityText, signed } from './wording.js'

/** @typedef {import('../model.ts').ReportListing} ReportListing */

/**
 * The sum in figures, rounded so that it adds up as printed.
 * @param {ReportListing} listing
 */
export function contributions(listing) {
  const way = waterfall(listing.baseRate, listing.signals, listing.probability)
  const { parts, whole } = roundedSum([way.base, ...way.steps.map((step) => step.weight)])
  const [base = 0, ...weights] = parts
  const terms = weights.map(
    (weight) => `${weight < 0 ? '−' : '+'} ${signed(Math.abs(weight)).replace('+', '')}`,
  )
  const equation = `logit(${percent(listing.baseRate)}) = ${signed(base).replace('+', '')}; ${[
    signed(base).replace('+', ''),
    ...terms,
  ].join(' ')} = ${signed(whole).replace('+', '')} = logit(${percent(listing.probability)})`
  return { way, base, weights, whole, equation }
}

const rowHeight = 26
const top = 6
const foot = 26

/**
 * A waterfall of log-odds with an axis in probability.
 * @param {ReportListing} listing
 * @param {number} width in CSS pixels
 */
export function contributionChart(listing, width) {
  const { way, base, weights, whole, equation } = contributions(listing)
  const ends = [way.base, way.total, ...way.steps.flatMap((step) => [step.from, step.to])]
  const narrow = width < 460
  const row = narrow ? rowHeight + 14 : rowHeight
  const left = narrow ? 4 : Math.min(200, Math.round(width * 0.34))
  const right = 52
  const low = Math.min(...ends) - 0.8
  const high = Math.max(...ends, low + 3) + 0.8
  /** @param {number} logOdds */
  const x = (logOdds) => left + ((logOdds - low) / (high - low)) * (width - left - right)
  const height = top + row * (way.steps.length + 2) + foot
  const floor = height - foot

  const chart = drawing('svg', {
    class: 'chart',
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    role: 'img',
    'aria-label': `From the base rate to the probability: ${equation}`,
  })
  for (const p of axisTicks(low, high, (52 / (width - left - right)) * (high - low))) {
    const at = x(logit(p))
    chart.append(
      drawing('line', { class: p === 0.5 ? 'even' : 'grid', x1: at, x2: at, y1: top, y2: floor }),
      drawing(
        'text',
        { class: 'tick', x: at, y: height - 8, 'text-anchor': 'middle' },
        axisPercent(p),
      ),
    )
  }

  /**
   * @param {number} index
   * @param {{ label: string, from: number, to: number, kind: string, figure: string, said: string }} bar
   */
  const draw = (index, { label, from, to, kind, figure, said }) => {
    const y = top + index * row
    const barTop = narrow ? y + 16 : y + 6
    const start = x(Math.min(from, to))
    const size = Math.max(2, Math.abs(x(to) - x(from)))
    const line = drawing('g', { class: `step ${kind}` }, drawing('title', {}, said))
    const room = Math.floor(((narrow ? width - right : left) - 12) / 6.6)
    const short = label.length > room ? `${label.slice(0, room - 1)}…` : label
    line.append(
      drawing(
        'text',
        {
          class: 'label',
          x: narrow ? left : left - 10,
          y: narrow ? y + 11 : y + 17,
          'text-anchor': narrow ? 'start' : 'end',
        },
        short,
      ),
      drawing('rect', {
        class: 'bar',
        x: start,
        y: barTop,
        width: size,
        height: 14,
        rx: 2,
        'data-from': from,
        'data-to': to,
      }),
      drawing(
        'text',
        { class: 'figure', x: width - 2, y: barTop + 11, 'text-anchor': 'end' },
        figure,
      ),
    )
    if (!narrow && index <= way.steps.length) {
      const reach = x(to)
      line.append(
        drawing('line', { class: 'link', x1: reach, x2: reach, y1: barTop + 14, y2: barTop + row }),
      )
    }
    chart.append(line)
  }

  draw(0, {
    label: 'Base rate',
    from: way.base,
    to: way.base,
    kind: 'level',
    figure: signed(base).replace('+', ''),
    said: `Base rate ${percent(listing.baseRate)}`,
  })
  for (const [index, step] of way.steps.entries()) {
    const figure = signed(weights[index] ?? 0)
    draw(index + 1, {
      label: step.signal === undefined ? step.label : `${step.signal} · ${step.label}`,
      from: step.from,
      to: step.to,
      kind: step.weight < 0 ? 'lowers' : 'raises',
      figure,
      said: `${step.label}: ${figure}, from ${percent(probabilityOf(step.from))} to ${percent(probabilityOf(step.to))}`,
    })
  }
  draw(way.steps.length + 1, {
    label: 'Probability',
    from: way.total,
    to: way.total,
    kind: 'level',
    figure: probabilityText(listing.probability),
    said: `Probability ${probabilityText(listing.probability)}, log-odds ${signed(whole)}`,
  })
  return chart
}
