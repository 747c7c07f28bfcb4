import type {
  CaseEventKind,
  CaseOutcome,
  CasePriority,
  CaseStateName,
  CaseSubject,
  CaseTask,
  CaseThreshold,
  TurnoverLine,
} from '@touchstone/contract'
import { turnoverThresholds, type TurnoverThreshold } from '@touchstone/jurisdiction'

/** Times in events are text, as they are kept. */
type Data = {
  opened: {
    title: string
    about: CaseSubject
    brands: string[]
    priority: CasePriority
    due: string | null
  }
  'offers-added': { listings: string[]; from?: string }
  'offers-removed': { listings: string[]; to?: string }
  renamed: { title: string }
  assigned: { to: string; until: string | null }
  released: Record<never, never>
  prioritised: { priority: CasePriority }
  'due-set': { due: string | null }
  snoozed: { until: string }
  woken: Record<never, never>
  escalated: { reason: string }
  noted: { text: string }
  'task-added': { id: string; text: string }
  'task-finished': { task: string }
  'task-reopened': { task: string }
  'turnover-added': TurnoverLine
  'turnover-removed': { line: string }
  closed: { outcome: CaseOutcome; reason: string | null }
  reopened: { reason: string }
  'merged-into': { case: string }
  'merged-from': { case: string }
  'split-off': { case: string }
  'split-from': { case: string }
}

/** Something that happened to a case, by its kind. */
export type CaseEvent = { [K in CaseEventKind]: { kind: K; data: Data[K] } }[CaseEventKind]

/** How a case stands, but for its offers. */
export type CaseState = {
  title: string
  about: CaseSubject
  brands: string[]
  priority: CasePriority
  assignee: { id: string; until: string | null } | null
  due: string | null
  snoozedUntil: string | null
  escalated: boolean
  closed: { outcome: CaseOutcome; reason: string | null; at: string } | null
  mergedInto: string | null
  tasks: CaseTask[]
  turnover: TurnoverLine[]
}

/** Tasks and lines that one case holds at the most. */
export const mostTasks = 200
export const mostLines = 2000
/** Offers in one case. */
export const mostOffers = 20_000

/**
 * The case after an event. Pure: the same events give the same state, so that what is kept beside
 * them can be made anew. The first event opens it; any later one needs the state before.
 */
export function after(state: CaseState | undefined, event: CaseEvent, at: string): CaseState {
  if (event.kind === 'opened') {
    const { title, about, brands, priority, due } = event.data
    return {
      ...{ title, about, brands, priority, due, assignee: null, snoozedUntil: null },
      ...{ escalated: false, closed: null, mergedInto: null, tasks: [], turnover: [] },
    }
  }
  if (state === undefined)
    throw new Error(`a case begins with "${event.kind}" and was never opened`)
  switch (event.kind) {
    case 'renamed':
      return { ...state, title: event.data.title }
    case 'assigned':
      return { ...state, assignee: { id: event.data.to, until: event.data.until } }
    case 'released':
      return { ...state, assignee: null }
    case 'prioritised':
      return { ...state, priority: event.data.priority }
    case 'due-set':
      return { ...state, due: event.data.due }
    case 'snoozed':
      return { ...state, snoozedUntil: event.data.until }
    case 'woken':
      return { ...state, snoozedUntil: null }
    case 'escalated':
      return { ...state, escalated: true, priority: 'urgent', snoozedUntil: null }
    case 'task-added':
      return { ...state, tasks: [...state.tasks, { ...event.data, done: false }] }
    case 'task-finished':
      return { ...state, tasks: marked(state.tasks, event.data.task, true) }
    case 'task-reopened':
      return { ...state, tasks: marked(state.tasks, event.data.task, false) }
    case 'turnover-added':
      return { ...state, turnover: [...state.turnover, event.data] }
    case 'turnover-removed':
      return { ...state, turnover: state.turnover.filter(({ id }) => id !== event.data.line) }
    case 'closed':
      return { ...state, closed: { ...event.data, at }, snoozedUntil: null }
    case 'reopened':
      return { ...state, closed: null, mergedInto: null, escalated: false }
    case 'merged-into':
      return { ...state, mergedInto: event.data.case }
    case 'offers-added':
    case 'offers-removed':
    case 'noted':
    case 'merged-from':
    case 'split-off':
    case 'split-from':
      return state
  }
}

function marked(tasks: readonly CaseTask[], which: string, done: boolean): CaseTask[] {
  return tasks.map((task) => (task.id === which ? { ...task, done } : task))
}

/** A case as its events tell it: how it stands, and the offers in it. */
export function fold(events: readonly (CaseEvent & { at: string })[]): {
  state: CaseState
  offers: ReadonlySet<string>
} {
  let state: CaseState | undefined
  const offers = new Set<string>()
  for (const event of events) {
    state = after(state, event, event.at)
    if (event.kind === 'offers-added') event.data.listings.forEach((id) => offers.add(id))
    if (event.kind === 'offers-removed') event.data.listings.forEach((id) => offers.delete(id))
  }
  if (state === undefined) throw new Error('a case without events')
  return { state, offers }
}

/** Whose turn it is at a moment: nobody’s where the time is over. */
export function assigneeAt({ assignee }: CaseState, now: Date): CaseState['assignee'] {
  const over = assignee?.until != null && Date.parse(assignee.until) <= now.getTime()
  return over ? null : assignee
}

export function stateAt({ closed, snoozedUntil }: CaseState, now: Date): CaseStateName {
  if (closed !== null) return 'closed'
  return snoozedUntil !== null && Date.parse(snoozedUntil) > now.getTime() ? 'snoozed' : 'open'
}

/** Digits after the point that a price may have. */
const places = 4

/** Units times price, summed exactly for each currency, in the order of their codes. */
export function sumsOf(lines: readonly TurnoverLine[]): { currency: string; amount: string }[] {
  const sums = new Map<string, bigint>()
  for (const { units, price, currency } of lines)
    sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(units) * scaled(price))
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, sum]) => ({ currency, amount: written(sum) }))
}

/** The thresholds in the currencies of sums, each with whether the sum reaches it. */
export function thresholdsBeside(
  sums: ReturnType<typeof sumsOf>,
  known: readonly TurnoverThreshold[] = turnoverThresholds,
): CaseThreshold[] {
  return sums.flatMap((sum) =>
    known
      .filter(({ currency }) => currency === sum.currency)
      .map(({ country, line, article, says, amount, currency, verified }) => ({
        ...{ country, line, article, says, amount, currency, verified },
        reached: scaled(sum.amount) >= scaled(amount),
      })),
  )
}

/** A decimal number in ten-thousandths. */
function scaled(price: string): bigint {
  const [whole = '0', part = ''] = price.split('.')
  return BigInt(whole + part.padEnd(places, '0'))
}

/** With two places at the least, and more only where they say something. */
function written(sum: bigint): string {
  const digits = sum.toString().padStart(places + 1, '0')
  const part = digits.slice(-places).replace(/0{1,2}$/, '')
  return `${digits.slice(0, -places)}.${part}`
}
