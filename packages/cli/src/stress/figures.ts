import type { Outcome } from './arrivals.ts'
import type { Load } from './loads.ts'
import type { LoadName, StressPlan } from './plan.ts'
import { count, percent, tableLines } from '../terminal.ts'

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
    if (figures.due === 0)
      breaches.push(`${name}: nothing was due in so short a time: let the test last longer.`)
    for (const [what, value, limit] of [
      ['p50', figures.p50, p50Milliseconds],
      ['p99', figures.p99, p99Milliseconds],
    ] as const)
      if (value !== null && limit !== undefined && value > limit)
        breaches.push(`${name}: the ${what} of ${time(value)} exceeds ${time(limit)}.`)
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
  const head = ['', 'due', 'lost', 'p50', 'p95', 'p99', 'longest']
  const rows = loads.map(({ load, due, lost, p50, p95, p99, most }) => {
    const times = [p50, p95, p99, most].map((value) => (value === null ? '–' : time(value)))
    return [load, due.toLocaleString('en'), lost.toLocaleString('en'), ...times]
  })
  const reasons = loads.flatMap(({ load, reasons: lost }) =>
    Object.entries(lost).map(([reason, times]) => `${load}: ${times} ${reason}`),
  )
  const server = `The server took ${cores.toFixed(2)} cores and at most ${mebibytes.toFixed(0)} MiB of memory.`
  return [...tableLines(head, rows), ...reasons, server]
}

function time(milliseconds: number): string {
  return milliseconds < 10_000
    ? `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`
    : `${(milliseconds / 1000).toFixed(1)} s`
}
