import type { Assessment } from '@touchstone/contract'
import { percent, probabilityText, visible, type Paint } from '../terminal.ts'

const barWidth = 32
const nameWidth = 34

/**
 * The steps from the base rate to the probability as lines of text: each signal's weight in log-odds, with a bar from
 * the sum before it to the sum after it. The last line is the total.
 */
export function waterfall(assessment: Assessment, paint: Paint): string[] {
  const { baseRate, signals, probability } = assessment
  if (baseRate === undefined) return ['  The assessment states no base rate.']
  const start = logit(baseRate)
  const sums = [start]
  for (const { weight } of signals) sums.push((sums.at(-1) ?? start) + weight)
  const low = Math.min(...sums)
  const span = Math.max(Math.max(...sums) - low, 1)
  const column = (sum: number): number => Math.round(((sum - low) / span) * barWidth)

  const lines = [
    row(
      ' ',
      `base rate ${percent(baseRate)}`,
      start,
      ' '.repeat(column(start)) + paint('dim', '┃'),
    ),
  ]
  for (const [at, signal] of signals.entries()) {
    const from = column(sums[at] ?? start)
    const to = column(sums[at + 1] ?? start)
    const block = (signal.weight < 0 ? '▒' : '█').repeat(Math.max(1, Math.abs(to - from)))
    const bar = paint(signal.weight < 0 ? 'green' : 'red', block)
    const name = `${signal.code} (${signal.family})`
    lines.push(row(String(at + 1), name, signal.weight, ' '.repeat(Math.min(from, to)) + bar))
  }
  const total = sums.at(-1) ?? start
  const sum = `probability ${probabilityText(probability)}`
  lines.push(row(' ', sum, total, ' '.repeat(column(total)) + paint('dim', '┃')))
  return lines
}

function row(number: string, name: string, weight: number, bar: string): string {
  const sign = weight < 0 ? '−' : '+'
  const figure = `${sign}${Math.abs(weight).toFixed(2)}`.padStart(7)
  return `  ${number.padStart(2)} ${fit(visible(name))} ${figure}  ${bar}`.trimEnd()
}

function fit(name: string): string {
  return name.length > nameWidth ? `${name.slice(0, nameWidth - 1)}…` : name.padEnd(nameWidth)
}

function logit(probability: number): number {
  return Math.log(probability / (1 - probability))
}
