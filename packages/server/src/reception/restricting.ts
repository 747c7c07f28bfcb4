import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { ProceedingAct, ReceptionAct, StatementOfReasons } from '@touchstone/contract'
import {
  databaseRecord,
  dutyApplies,
  statementFaults,
  statementText,
  type CaseState,
  type Matter,
} from '@touchstone/jurisdiction'
import { recordEvent } from '../audit/index.ts'
import { refuseHeld } from '../embargo/index.ts'
import { actInHouse, caseInHouse } from '../enforcement/index.ts'
import type { Handle } from '../platform/db/index.ts'
import { canonicalJson } from '../platform/canonical-json/index.ts'
import { AppError } from '../platform/errors/index.ts'
import { rules } from './house.ts'
import { isText, todayOf, type QueueMessage } from './model.ts'
import { insertMeasures, insertStatement } from './measures-store.ts'
import { redressOf, windowFault } from './statement.ts'

export type Restriction = Pick<
  Extract<ReceptionAct, { act: 'restrict' }>,
  'matter' | 'statement' | 'deliver' | 'exemption' | 'illegalProduct'
>

export type Imposing = {
  handle: Handle
  organisationId: string
  proceedingId: string
  /** Who decides, and in which role of the regime. */
  by: { person: string; role: 'moderator' | 'misuse-officer' }
  wish: Restriction
  about: { offerKey: string; listingId: string | null; seller: string | null }
  /** Details of the parties that no public record may hold. */
  known: readonly string[]
  now: Date
  queueMessage: QueueMessage | undefined
}

/**
 * Imposes a proposed restriction: the statement of reasons is held against law and database, sent the same day,
 * and what holds from then on is written down. All of it or nothing.
 */
export async function impose(asked: Imposing): Promise<void> {
  const { handle, organisationId, proceedingId, wish, now } = asked
  const { listingId: listing } = asked.about
  // A statement of reasons goes to the seller, and says when he was told.
  await refuseHeld(handle, { organisationId, now, listing, proceeding: proceedingId })
  const { state } = await caseInHouse({
    ...{ handle, organisationId, input: { id: proceedingId, lock: true } },
  })
  const matter = restrictionIn(state, wish.matter)
  const today = todayOf(rules, now)
  const statement = { ...wish.statement, puid: randomBytes(16).toString('hex') }
  const isOrder = matter.facts['art9'] === true
  const due = wish.exemption === undefined
  if (due !== (wish.deliver !== undefined)) throw due ? noDelivery() : noneDue()
  checkAgreement(statement, state, matter)
  if (due) checkStatement({ statement, state, today, known: asked.known, now })
  else checkText(statement)
  const text = statementText(statement)
  const fields = fieldsOf({ statement, wish, isOrder, today, state, now })
  const acts: ProceedingAct[] = [
    {
      ...{ type: 'act', id: matter.id, transition: 'impose', role: asked.by.role },
      fields: { ...fields, ...(due && { statement: statement.puid }) },
    },
  ]
  const { deliver } = wish
  if (deliver !== undefined) {
    const redress = redressOf(state.profile, today)
    const message = `${deliver.by} ${deliver.to}`
    acts.push({
      ...{ type: 'act', id: matter.id, transition: 'send-statement', role: 'automaton' },
      fields: { message, informedOn: today, redress },
    })
  } else {
    acts.push({
      ...{ type: 'act', id: matter.id, transition: 'exempt', role: 'automaton', fields: {} },
    })
  }
  const moved = await actInHouse({
    ...{ handle, organisationId },
    input: { id: proceedingId, acts, now, person: asked.by.person },
  })
  const which = { proceedingId, matter: matter.id, organisationId }
  if (deliver !== undefined) {
    const files = Object.values(moved.state.matters).some(
      ({ machine, origin }) => machine === 'D' && origin === matter.id,
    )
    const record = files ? databaseRecord(statement) : null
    await insertStatement(handle, {
      ...{ ...which, statement, text, record, recordHash: record && hashOfRecord(record) },
      ...{ deliveredBy: deliver.by, delivery: deliver.to, sentAt: now },
    })
    if (deliver.by === 'mail') await mailStatement(asked, { to: deliver.to, text, which })
  }
  await insertMeasures(
    handle,
    statement.measures.map(({ measure, words, endsOn }) => ({
      ...{ id: randomUUID(), ...which, ...asked.about, measure, words: words ?? null },
      ...{ territory: statement.territory, startsOn: statement.startsOn, endsOn: endsOn ?? null },
    })),
  )
  await recordEvent({
    ...{ handle, organisationId, action: 'measures-imposed' },
    subject: { kind: 'proceeding', id: proceedingId },
    detail: { matter: matter.id, measures: statement.measures.map(({ measure }) => measure) },
  })
}

function hashOfRecord(record: Record<string, unknown>): Buffer {
  return createHash('sha256').update(canonicalJson(record)).digest()
}

export function restrictionIn(state: CaseState, id: string): Matter {
  const matter = Object.hasOwn(state.matters, id) ? state.matters[id] : undefined
  if (matter?.machine === 'R') return matter
  const message = `the item has no restriction ${id}`
  throw new AppError({ code: 'not-found', message, pointer: '/matter' })
}

/** What the statement says of how it came to be has to be what was recorded. */
function checkAgreement(
  { source, automatedDecision, measures }: StatementOfReasons,
  state: CaseState,
  { facts, origin }: Matter,
): void {
  const led = facts['source'] === 'notice' || facts['source'] === 'order'
  const right = isFlaggers(state, facts, origin) ? 'flagger-notice' : 'notice'
  if (led && facts['source'] === 'notice' && source !== right) {
    throw unfit('source', `What led to this is recorded as ${right}, not as ${source}.`)
  }
  if (!led && source !== 'own-initiative' && source !== 'other-notification') {
    throw unfit('source', 'No notice led to this.')
  }
  const recorded = facts['automatedDecision']
  if (typeof recorded === 'string' && recorded !== automatedDecision) {
    throw unfit('automatedDecision', `The decision is recorded as ${recorded} automated.`)
  }
  const twice = measures.find(
    ({ measure }, at) => measures.findIndex((one) => one.measure === measure) !== at,
  )
  if (twice !== undefined) throw unfit('measures', `“${twice.measure}” is named twice.`)
}

/** Whether a flagger's notice stands at the beginning, however much was decided since. */
function isFlaggers(state: CaseState, facts: Matter['facts'], origin: string | undefined): boolean {
  if (facts['rank'] !== undefined) return facts['rank'] === 'art22'
  const before = origin === undefined ? undefined : state.matters[origin]
  return before !== undefined && isFlaggers(state, before.facts, before.origin)
}

function checkStatement(asked: {
  statement: StatementOfReasons
  state: CaseState
  today: string
  known: readonly string[]
  now: Date
}): void {
  const { statement, state, today, known, now } = asked
  checkText(statement)
  const { profile, settings } = state
  const faults = statementFaults(statement, { rules, profile, known, at: now.toISOString() })
  const window = dutyApplies(rules.duty('complaints'), profile, today).applies
    ? windowFault(statement, settings, today)
    : undefined
  const [first] = faults
  if (first === undefined && window === undefined) return
  const said = [
    ...faults.map(({ field, message }) => `${field}: ${message}`),
    ...(window === undefined ? [] : [`redress.complaint.until: ${window}`]),
  ]
  throw unfit(first?.field ?? 'redress.complaint.until', said.join(' '))
}

function checkText(statement: StatementOfReasons): void {
  if (isText(JSON.stringify(statement).replaceAll('\\u0000', '\0'))) return
  throw unfit('', 'It must be text without null characters or half surrogate pairs.')
}

function fieldsOf(asked: {
  statement: StatementOfReasons
  wish: Restriction
  isOrder: boolean
  today: string
  state: CaseState
  now: Date
}): Record<string, string | boolean | string[]> {
  const { statement, wish, isOrder, today, state } = asked
  const { ground, measures, notifier } = statement
  const binds = dutyApplies(rules.duty('buyers'), state.profile, today).applies
  const ends = measures.map(({ endsOn }) => endsOn)
  // The restriction is over when the last of its measures is.
  const last = ends.includes(undefined) ? undefined : ends.sort().at(-1)
  return {
    measures: measures.map(({ measure }) => measure),
    ground: isOrder ? 'order' : ground.kind,
    ...(!isOrder && ground.kind === 'illegal' && { legalGround: ground.legalGround }),
    ...(!isOrder && ground.kind === 'terms' && { clause: ground.clause }),
    ...(!isOrder && { whyGround: ground.why }),
    relied: statement.facts,
    territory: statement.territory,
    decidedOn: today,
    startsOn: statement.startsOn,
    ...(last !== undefined && { endsOn: last }),
    automatedDetection: statement.automatedDetection,
    automatedDecision: statement.automatedDecision,
    notifierDisclosed: notifier !== undefined,
    ...(notifier !== undefined && { necessity: notifier.necessity }),
    contactKnown: wish.exemption !== 'no-contact',
    deceptiveHighVolume: wish.exemption === 'deceptive-high-volume',
    ...(!isOrder && ground.kind === 'illegal' && binds && { illegalProduct: wish.illegalProduct }),
    ...(wish.exemption !== undefined && { exemption: wish.exemption }),
  }
}

async function mailStatement(
  { handle, organisationId, proceedingId, queueMessage, wish }: Imposing,
  asked: { to: string; text: string; which: { matter: string } },
): Promise<void> {
  if (queueMessage === undefined) throw noMail()
  await queueMessage(handle, {
    ...{ organisationId, by: 'email', to: asked.to, text: asked.text },
    key: `statement:${proceedingId}:${asked.which.matter}`,
    subject: `${wish.statement.platform}: statement of reasons for ${wish.statement.subject}`,
    about: { kind: 'proceeding', id: proceedingId },
  })
}

export function noMail(): AppError {
  return new AppError({
    code: 'conflict',
    message:
      'this server sends no mail: give by: own-channel, with what your own channel calls the message',
    pointer: '/deliver/by',
  })
}

function unfit(field: string, message: string): AppError {
  const pointer = field === '' ? '/statement' : `/statement/${field.replaceAll('.', '/')}`
  return new AppError({ code: 'bad-input', message, pointer })
}

function noDelivery(): AppError {
  return new AppError({
    code: 'bad-input',
    message: 'a statement of reasons is due: say how the seller is told, or why none is due',
    pointer: '/deliver',
  })
}

function noneDue(): AppError {
  return new AppError({
    code: 'bad-input',
    message: 'where no statement is due, none is delivered: leave out deliver or exemption',
    pointer: '/exemption',
  })
}
