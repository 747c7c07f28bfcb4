import { randomUUID } from 'node:crypto'
import type { Proceeding, ProceedingAct, ProceedingSummary } from '@touchstone/contract'
import {
  dueClocks,
  CaseEvent,
  fold,
  maySend,
  Profile,
  regimeNames,
  runningClocks,
  settingFaults,
  shippedRules,
  step,
  type CaseHistory,
  type CaseState,
  type Rules,
} from '@touchstone/jurisdiction'
import { z } from 'zod'
import { recordEvent } from '../audit/index.ts'
import type { Actor } from '../identity/index.ts'
import type { Handle, Store } from '../platform/db/index.ts'
import { AppError, parseInput } from '../platform/errors/index.ts'
import { defineJob, type Job } from '../platform/jobs/index.ts'
import { mayActInProceedings, mayReadProceedings } from './policy.ts'
import {
  append,
  eventsOf,
  findProceeding,
  insertProceeding,
  isOfferInSight,
  listProceedings,
  lockDue,
  type KeptProceeding,
  type ListedProceeding,
} from './store.ts'

type Asked<T> = { handle: Handle; actor: Actor; input: T }
/** Times of the store are written by who answers. */
export type Shown = Omit<Proceeding, 'openedAt'> & { openedAt: Date }
type Person = Extract<Actor, { kind: 'person' }>

export type Beginning = {
  title: string
  listingId?: string
  regime: string
  profile: unknown
  settings: Record<string, number | boolean>
}

export async function beginProceeding(asked: Asked<Beginning>): Promise<Shown> {
  const { handle, input } = asked
  const { organisationId } = actingIn(asked.actor)
  const { title, listingId = null, settings } = input
  if (listingId !== null && !(await isOfferInSight(handle, listingId))) {
    const message = `there is no offer ${listingId}`
    throw new AppError({ code: 'not-found', message, pointer: '/listing' })
  }
  const rules = rulesOf(input.regime)
  const { id, version } = rules.regime
  const profile = parseInput(Profile, input.profile)
  const history = { regime: { id, version }, profile, settings }
  const faults = settingFaults(rules.regime, settings)
  if (faults.length > 0) {
    throw new AppError({ code: 'bad-input', message: faults.join(' '), pointer: '/settings' })
  }
  const fresh = { id: randomUUID(), organisationId, title, listingId, ...history }
  await insertProceeding(handle, fresh)
  const kept = await proceedingOf(handle, fresh.id)
  await record(handle, kept, 'proceeding-begun', id)
  return shown(handle, kept)
}

/** Everything that a proceeding is made of, as the law's engine reads it. */
export async function historyOf(asked: Asked<{ id: string }>): Promise<CaseHistory> {
  const { handle, input } = asked
  readerOf(asked.actor)
  const { regime, profile, settings } = await proceedingOf(handle, input.id)
  return { regime, profile, settings, events: await eventsOf(handle, input.id) }
}

/** The proceedings of the organisation, newest first. */
export async function proceedingsOf(
  asked: Asked<{ limit: number; after?: { at: Date; id: string } }>,
): Promise<ListedProceeding[]> {
  const { organisationId } = readerOf(asked.actor)
  return listProceedings(asked.handle, { organisationId, ...asked.input })
}

export async function readProceeding(asked: Asked<{ id: string }>): Promise<Shown> {
  readerOf(asked.actor)
  return shown(asked.handle, await proceedingOf(asked.handle, asked.input.id))
}

/** Adds an act of a person; the time is that of the server, and roles of people get the person's id. */
export async function actInProceeding(
  asked: Asked<{ id: string; act: ProceedingAct; now: Date }>,
): Promise<{ proceeding: Shown; why: string[] }> {
  const { handle, input } = asked
  const person = actingIn(asked.actor)
  const kept = await proceedingOf(handle, input.id, true)
  const rules = rulesOf(kept.regime.id)
  const state = await stateOf(handle, kept, rules)
  const taken = take(rules, state, input.act, { now: input.now, person: person.id })
  await append(handle, kept, taken.event, taken.state)
  await record(handle, kept, 'proceeding-moved', nameOf(input.act))
  return { proceeding: await shown(handle, kept), why: taken.why }
}

/** One act under the rules, or why they refuse it. */
function take(
  rules: Rules,
  state: CaseState,
  { role, ...act }: ProceedingAct,
  { now, person }: { now: Date; person?: string },
): { event: CaseEvent; state: CaseState; why: string[] } {
  const isPersons = rules.role(role)?.human === true && person !== undefined
  const by = { role, ...(isPersons && { id: person }) }
  // As it is read back: an event that could not be would end the proceeding for good.
  const event = parseInput(CaseEvent, { ...act, by, at: timeAfter(state, now) })
  const answer = step(rules, state, event)
  if (answer.ok) return { event, state: answer.state, why: answer.why }
  const { message, missing } = answer.refusal
  const lacks = missing.map((one) => one.message)
  throw new AppError({ code: 'conflict', message: [message, ...lacks].join(' ') })
}

function nameOf(act: ProceedingAct): string {
  return act.type === 'act' ? act.transition : act.machine
}

/** What the house's own work asks for: whoever calls has judged who may, and for whom. */
type InHouse<T> = { handle: Handle; organisationId: string; input: T }

/** Whose a proceeding is, for a room that knows it by its id alone. */
export async function organisationOfProceeding(handle: Handle, id: string): Promise<string> {
  return (await proceedingOf(handle, id)).organisationId
}

/** A proceeding of an organisation as the law's engine folds it, under lock where it is to go on. */
export async function caseInHouse(
  asked: InHouse<{ id: string; lock?: boolean }>,
): Promise<{ rules: Rules; state: CaseState; listingId: string | null; title: string }> {
  const { handle, organisationId, input } = asked
  const kept = await proceedingOf(handle, input.id, input.lock)
  if (kept.organisationId !== organisationId) throw noProceeding(input.id)
  const rules = rulesOf(kept.regime.id)
  const { listingId, title } = kept
  return { rules, state: await stateOf(handle, kept, rules), listingId, title }
}

/**
 * Adds acts one after the other, all or none. Roles of people get the id of `person`; without one such
 * an act is refused by the regime itself.
 */
export async function actInHouse(
  asked: InHouse<{ id: string; acts: readonly ProceedingAct[]; now: Date; person?: string }>,
): Promise<{ state: CaseState; why: string[] }> {
  const { handle, organisationId, input } = asked
  const kept = await proceedingOf(handle, input.id, true)
  if (kept.organisationId !== organisationId) throw noProceeding(input.id)
  const rules = rulesOf(kept.regime.id)
  let state = await stateOf(handle, kept, rules)
  const why: string[] = []
  for (const one of input.acts) {
    const taken = take(rules, state, one, input)
    state = taken.state
    why.push(...taken.why)
    await append(handle, kept, taken.event, state)
    await record(handle, kept, 'proceeding-moved', nameOf(one))
  }
  return { state, why }
}

const sweeper = { as: 'operator', actor: { kind: 'operator', id: 'clocks' } } as const

/**
 * Tells every clock that is due, each in a transaction with what its passing brings about: a process that ends
 * on the way has told it whole or not at all, and two that sweep at once tell none twice. Gives how many passed.
 */
export async function sweepClocks(
  store: Store,
  now: () => Date,
  signal?: AbortSignal,
): Promise<number> {
  let passed = 0
  while (signal?.aborted !== true) {
    const told = await store.transact(sweeper, (handle) => sweepOne(handle, now()))
    if (told === undefined) return passed
    passed += told
  }
  return passed
}

/** How many clocks of one proceeding passed: none where another sweep came first; undefined where no more are due. */
async function sweepOne(handle: Handle, now: Date): Promise<number | undefined> {
  const kept = await lockDue(handle, now)
  if (kept === undefined) return undefined
  const rules = rulesOf(kept.regime.id)
  let state = await stateOf(handle, kept, rules)
  let told = 0
  for (;;) {
    const [event] = dueClocks(state, timeAfter(state, now))
    if (event === undefined) return told
    const answer = step(rules, state, event)
    if (!answer.ok) throw new Error(`a clock that is due was refused: ${answer.refusal.message}`)
    state = answer.state
    await append(handle, kept, event, state)
    told++
  }
}

/** Looks for clocks that are due, once a minute. */
export function clockJob(store: Store): Job<z.ZodObject> {
  return defineJob(
    'clocks',
    z.object({}),
    async (_data, signal) => {
      await sweepClocks(store, () => new Date(), signal)
    },
    { cron: '* * * * *' },
  )
}

type Summary = Omit<ProceedingSummary, 'nextDueAt' | 'openedAt'> & { openedAt: Date }

export function summaryOf(kept: KeptProceeding): Summary {
  const { id, title, listingId: listing, regime, events, openedAt } = kept
  return { id, title, listing, regime: regime.id, version: regime.version, events, openedAt }
}

async function shown(handle: Handle, kept: KeptProceeding): Promise<Shown> {
  const rules = rulesOf(kept.regime.id)
  const state = await stateOf(handle, kept, rules)
  const matters = Object.values(state.matters)
  const { allowed, because } = maySend(rules.regime, [], new Date().toISOString())
  return {
    ...summaryOf(kept),
    events: state.events,
    maySend: allowed,
    because,
    matters: matters.map(({ id, machine, state: now, since, path }) => ({
      ...{ id, machine, state: now, since },
      path: path.map(({ at, done, by, state: then }) => ({ at, done, role: by.role, state: then })),
    })),
    clocks: runningClocks(state).map(({ matter, clock, dueAt, why }) => ({
      ...{ matter, clock, why },
      dueAt: dueAt ?? null,
    })),
    owed: matters.flatMap(({ id: matter, documents }) =>
      documents
        .filter(({ deliveredAt }) => deliveredAt === undefined)
        .map(({ document, to }) => ({ matter, document, to })),
    ),
  }
}

async function stateOf(handle: Handle, kept: KeptProceeding, rules: Rules): Promise<CaseState> {
  const { regime, profile, settings } = kept
  const events = await eventsOf(handle, kept.id)
  const folded = fold(rules, { regime, profile, settings, events })
  if (folded.ok) return folded.state
  throw new Error(
    `event ${folded.index + 1} of ${kept.id} does not hold: ${folded.refusal.message}`,
  )
}

function rulesOf(regime: string): Rules {
  if (regimeNames.written.some((one) => one === regime)) return shippedRules(regime)
  const message = `there is no regime ${regime}; written are ${regimeNames.written.join(', ')}`
  throw new AppError({ code: 'bad-input', message, pointer: '/regime' })
}

async function proceedingOf(handle: Handle, id: string, lock = false): Promise<KeptProceeding> {
  const kept = await findProceeding(handle, id, lock)
  if (kept !== undefined) return kept
  throw noProceeding(id)
}

function noProceeding(id: string): AppError {
  return new AppError({
    code: 'not-found',
    message: `there is no proceeding ${id}`,
    pointer: '/id',
  })
}

/** Clocks of two machines may differ: time never goes back in a proceeding. */
function timeAfter({ lastAt }: CaseState, now: Date): string {
  const at = now.toISOString()
  return lastAt !== undefined && Date.parse(lastAt) > now.getTime() ? lastAt : at
}

async function record(
  handle: Handle,
  { id, organisationId }: KeptProceeding,
  action: 'proceeding-begun' | 'proceeding-moved',
  what: string,
): Promise<void> {
  const subject = { kind: 'proceeding', id } as const
  await recordEvent({ handle, organisationId, action, subject, detail: { what } })
}

function readerOf(actor: Actor): Person {
  if (mayReadProceedings(actor)) return actor
  throw notAllowed('proceedings are read by members')
}

function actingIn(actor: Actor): Person {
  if (mayActInProceedings(actor)) return actor
  throw notAllowed('steps are recorded by people with the role admin, analyst or reviewer')
}

function notAllowed(message: string): AppError {
  return new AppError({ code: 'not-allowed', message })
}
