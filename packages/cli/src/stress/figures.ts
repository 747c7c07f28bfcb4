import type { Outcome } from './arrivals.ts'
import type { Load } from './loads.ts'
import type { LoadName, StressPlan } from './plan.ts'
import { count, percent } from '../terminal.ts'

/** What was measured of one load. Times in milliseconds, null where nothing was answered. */
export interface LoadFigures {
  load: LoadName
  due: number
  answered: number
  lost: number
  /** How often each reason of a loss occurred. */
  reasons: Record<string, number>
  p50: number | null
  p95: number | null
  p99: number | null
  most: number | null
}

export interface ServerFigures {
  /** Processor seconds of the server’s process a second; that of PostgreSQL is not part of it. */
  cores: number
  /** Peak of resident memory. */
  mebibytes: number
  /** Acknowledged listings that the store does not hold. */
  missingListings: number
}

export function figuresOf(load: LoadName, outcomes: readonly Outcome[]): LoadFigures {
  const times: number[] = []
  const reasons: Record<string, number> = {}
  for (const outcome of outcomes) {
    if ('lost' in outcome) reasons[outcome.lost] = (reasons[outcome.lost] ?? 0) + 1
    else times.push(outcome.milliseconds)
  }
  times.sort((a, b) => a - b)
  /** The nearest rank: so large a share of the values is no larger. */
  const at = (share: number): number | null =>
    times[Math.max(0, Math.ceil(times.length * share) - 1)] ?? null
  return {
    load,
    due: outcomes.length,
    answered: times.length,
    lost: outcomes.length - times.length,
    reasons,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    most: at(1),
  }
}

/** Every limit of the plan that was exceeded, one sentence each. */
export function breachesOf(
  loads: readonly { load: Load; figures: LoadFigures }[],
  server: ServerFigures,
  limits: StressPlan['server'],
): string[] {
  const breaches: string[] = []
  for (const { load, figures } of loads) {
    const { name } = load
    const { p50Milliseconds, p99Milliseconds, lostShare } = load.limits
    const isTooLong = (value: number | null, limit: number | undefined): value is number =>
      value !== null && limit !== undefined && value > limit
    if (figures.due === 0)
      breaches.push(`${name}: nothing was due in so short a time: let the test last longer.`)
    if (isTooLong(figures.p50, p50Milliseconds))
      breaches.push(`${name}: the p50 of ${time(figures.p50)} exceeds ${time(p50Milliseconds)}.`)
    if (isTooLong(figures.p99, p99Milliseconds))
      breaches.push(`${name}: the p99 of ${time(figures.p99)} exceeds ${time(p99Milliseconds)}.`)
    if (figures.lost > figures.due * lostShare)
      breaches.push(
        `${name}: ${figures.lost} of ${count(figures.due, 'request')} were lost (${percent(figures.lost / figures.due)}; limit ${percent(lostShare)}).`,
      )
  }
  if (server.missingListings > 0)
    breaches.push(
      server.missingListings === 1
        ? '1 listing was acknowledged and is not in the store.'
        : `${count(server.missingListings, 'listing')} were acknowledged and are not in the store.`,
    )
  if (limits.mebibytes !== undefined && !(server.mebibytes <= limits.mebibytes))
    breaches.push(
      `The server took ${server.mebibytes.toFixed(0)} MiB of memory; the limit is ${limits.mebibytes}.`,
    )
  if (limits.cores !== undefined && !(server.cores <= limits.cores))
    breaches.push(`The server took ${server.cores.toFixed(2)} cores; the limit is ${limits.cores}.`)
  return breaches
}

export function figureLines(
  loads: readonly LoadFigures[],
  { cores, mebibytes }: ServerFigures,
): string[] {
  const header = ['', 'due', 'lost', 'p50', 'p95', 'p99', 'longest']
  const rows = loads.map((one) => [
    one.load,
    one.due.toLocaleString('en'),
    one.lost.toLocaleString('en'),
    ...[one.p50, one.p95, one.p99, one.most].map((value) => (value === null ? '–' : time(value))),
  ])
  const widths = header.map((cell, column) =>
    Math.max(cell.length, ...rows.map((row) => (row[column] ?? '').length)),
  )
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
  const reasons = loads.flatMap(({ load, reasons: lost }) =>
    Object.entries(lost).map(([reason, times]) => `${load}: ${times} ${reason}`),
  )
  const server = `The server took ${cores.toFixed(2)} cores and at most ${mebibytes.toFixed(0)} MiB of memory.`
  return [line(header), ...rows.map(line), ...reasons, server]
}

function time(milliseconds: number | undefined): string {
  if (milliseconds === undefined) return ''
  return milliseconds < 10_000
    ? `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`
    : `${(milliseconds / 1000).toFixed(1)} s`
}
