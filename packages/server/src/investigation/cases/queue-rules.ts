import type { CasePriority, CaseQueueInput, CaseRule } from '@touchstone/contract'
import {
  totalSnoozed,
  turnoverSumsOf,
  turnoverReaches,
  type CaseSla,
  type CaseState,
} from './types.ts'

export type QueueRow = CaseQueueInput & { id: string; organisationId: string }

/** What a case is routed by; of its listings, what any of them says. */
export type CaseFacts = {
  brands: readonly string[]
  countries: readonly string[]
  verdicts: readonly string[]
  turnover: CaseState['turnover']
}

/** The first queue of which a rule fits, with the number of that rule, from 1. */
export function queueFor(
  queues: readonly QueueRow[],
  facts: CaseFacts,
): { queue: QueueRow; rule: number } | undefined {
  for (const queue of queues) {
    const at = queue.retired ? -1 : queue.rules.findIndex((rule) => matchesRule(rule, facts))
    if (at >= 0) return { queue, rule: at + 1 }
  }
  return undefined
}

/** True where the case has all that a rule names; a rule that names nothing fits every case. */
export function matchesRule(rule: CaseRule, facts: CaseFacts): boolean {
  const { brands, countries, verdicts, turnover } = rule
  return (
    meets(brands, facts.brands) &&
    meets(countries, facts.countries) &&
    meets(verdicts, facts.verdicts) &&
    (turnover === null ||
      turnoverSumsOf(facts.turnover).some(
        ({ currency, amount }) =>
          currency === turnover.currency && turnoverReaches(amount, turnover.from),
      ))
  )
}

function meets(options: readonly string[], there: readonly string[]): boolean {
  return options.length === 0 || options.some((one) => there.includes(one))
}

/** True where rules ask for what only the listings of a case tell. */
export function usesListingFacts(queues: readonly QueueRow[]): boolean {
  return queues.some(({ rules, retired }) =>
    rules.some(
      ({ countries, verdicts }) => !retired && (countries.length > 0 || verdicts.length > 0),
    ),
  )
}

type Running = Pick<CaseState, 'template' | 'since' | 'rested' | 'restingFrom' | 'snoozedUntil'>

/**
 * By when a case must be closed: what its template promises, else its queue for its priority, and as much later as it
 * rested.
 */
export function slaOf(
  { template, since, ...rest }: Running,
  priority: CasePriority,
  queue: Pick<QueueRow, 'sla'> | undefined,
): Omit<CaseSla, 'breachedAt'> | null {
  const hours = template?.slaHours ?? queue?.sla[priority] ?? null
  if (hours === null) return null
  const due = new Date(Date.parse(since) + hours * 3_600_000 + totalSnoozed(rest)).toISOString()
  return { hours, from: since, due }
}
