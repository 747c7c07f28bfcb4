import { randomUUID } from 'node:crypto'
import type {
  Proceeding,
  ProceedingAct,
  ProceedingSummary,
  RegimeTable,
} from '@touchstone/contract'
import {
  dueClocks,
  CaseEvent,
  fold,
  Profile,
  regimeNames,
  settingFaults,
  shippedRules,
  step,
  type CaseHistory,
  type CaseState,
  type RegimeData,
  type Rules,
} from '@touchstone/jurisdiction'
import { z } from 'zod'
import { recordEvent } from '../audit/index.ts'
import { readCase } from '../cases/index.ts'
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
  type ProceedingsAsked,
} from './store.ts'
import { tell, tellRegime } from './telling.ts'

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
  const { organisationId, id: actorId } = actingIn(asked.actor)
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
  return shown(handle, kept, actorId, new Date())
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
  asked: Asked<Omit<ProceedingsAsked, 'organisationId'>>,
): Promise<ListedProceeding[]> {
  const { handle, actor, input } = asked
  const { organisationId } = readerOf(actor)
  if (input.caseId !== undefined) await readCase({ handle, actor, id: input.caseId })
  return listProceedings(handle, { organisationId, ...input })
}

export async function readProceeding(asked: Asked<{ id: string; now?: Date }>): Promise<Shown> {
  const { id: person } = readerOf(asked.actor)
  const { id, now = new Date() } = asked.input
  return shown(asked.handle, await proceedingOf(asked.handle, id), person, now)
}

/** The regimes that are written, for those who may read proceedings. */
export function regimesOf(actor: Actor): RegimeData[] {
  readerOf(actor)
  return regimeNames.written.map((id) => shippedRules(id).regime)
}

/** A regime as a table of states, steps, clocks and lines. */
export function regimeAsTable(actor: Actor, id: string, now: Date): RegimeTable {
  readerOf(actor)
  if (regimeNames.written.includes(id)) return tellRegime(shippedRules(id), now.toISOString())
  throw new AppError({ code: 'not-found', message: `there is no regime ${id}`, pointer: '/id' })
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
  const { role, ...act } = input.act
  const by = { role, ...(rules.role(role)?.human === true && { id: person.id }) }
  // As it is read back: an event that could not be would end the proceeding for good.
  const event = parseInput(CaseEvent, { ...act, by, at: timeAfter(state, input.now) })
  const answer = step(rules, state, event)
  if (!answer.ok) {
    const { message, missing } = answer.refusal
    const lacks = missing.map((one) => one.message)
    throw new AppError({ code: 'conflict', message: [message, ...lacks].join(' ') })
  }
  await append(handle, kept, event, answer.state)
  await record(handle, kept, 'proceeding-moved', 'transition' in act ? act.transition : act.machine)
  return { proceeding: await shown(handle, kept, person.id, input.now), why: answer.why }
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

async function shown(
  handle: Handle,
  kept: KeptProceeding,
  person: string,
  now: Date,
): Promise<Shown> {
  const rules = rulesOf(kept.regime.id)
  const state = await stateOf(handle, kept, rules)
  const at = timeAfter(state, now)
  return { ...summaryOf(kept), events: state.events, ...tell({ rules, state, at, person }) }
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
  throw new AppError({ code: 'not-found', message: `there is no proceeding ${id}`, pointer: '/id' })
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
