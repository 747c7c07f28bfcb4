import type { CasePriority, CaseQueueInput, CaseRule } from '@touchstone/contract'
import {
  totalSnoozed,
  turnoverSumsOf,
  turnoverReaches,
  type CaseSla,
  type CaseState,
} from './types.ts'

export type QueueRow = CaseQueueInput & { id: string; organisationId: string }

/** The facts by which a case is routed, including those of any of its listings. */
export type CaseFacts = {
  brands: readonly string[]
  countries: readonly string[]
  verdicts: readonly string[]
  turnover: CaseState['turnover']
}

/** The first queue with a matching rule, and the number of that rule, from 1. */
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

/** True if the case meets all conditions of a rule; a rule without conditions matches every case. */
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

/** True if rules use facts of a case's listings. */
export function usesListingFacts(queues: readonly QueueRow[]): boolean {
  return queues.some(({ rules, retired }) =>
    rules.some(
      ({ countries, verdicts }) => !retired && (countries.length > 0 || verdicts.length > 0),
    ),
  )
}

type Running = Pick<CaseState, 'template' | 'since' | 'rested' | 'restingFrom' | 'snoozedUntil'>

/**
 * By when a case must be closed: by its template's SLA, else its queue's for its priority, extended by the time it
 * was snoozed.
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
