import { createHash, randomUUID } from 'node:crypto'
import {
  isStorableText,
  type ModerationAction,
  type ProceedingAction,
  type SellerLanguage,
  type StatementOfReasons,
} from '@touchstone/contract'
import {
  transparencyRecord,
  dutyApplies,
  statementFaults,
  statementText,
  type TransparencyRecordFault,
  type CaseState,
  type WorkflowInstance,
} from '@touchstone/jurisdiction'
import { recordEvent } from '../../access/audit/index.ts'
import { applyTransitions } from '../proceedings/index.ts'
import { queueEmail } from '../../messaging/email/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { canonicalJson } from '../../platform/canonical-json/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { textIn } from '../../platform/messages/index.ts'
import { moderationRules, settingsFor } from './settings.ts'
import { newPuid, todayUnder } from './types.ts'
import { insertMeasures, insertStatement } from './measures-repository.ts'
import { announceRestriction } from './restriction-events.ts'
import { refuseHeldGround } from './check-confidentiality-hold.ts'
import type { SellerLink } from './create-appeal-link.ts'
import { redressOf, complaintWindowFault } from './draft-statement.ts'

export type RestrictionInput = Pick<
  Extract<ModerationAction, { type: 'restrict' }>,
  'instance' | 'statement' | 'deliver' | 'exemption' | 'illegalProduct'
>

export type ImposeRestrictionInput = {
  handle: Transaction
  organisationId: string
  proceedingId: string
  /** Of the proceeding, which the caller locked. */
  state: CaseState
  /** The decider, and their role under the regime. */
  by: { person: string; role: 'moderator' | 'misuse-officer' }
  wish: RestrictionInput
  about: { listingKey: string; listingId: string | null; seller: string | null }
  /** Details of the parties that no public record may contain. */
  known: readonly string[]
  now: Date
  sendsMail: boolean
  /** Creates the seller's appeal link once the restriction exists. */
  linkFor?: (instance: string, by: 'mail' | 'own-channel') => Promise<SellerLink | undefined>
}

/** The seller's link if the marketplace's own channel delivers it, and the state of the proceeding afterwards. */
export type ImposedRestriction = { link: SellerLink | undefined; state: CaseState }

/**
 * Imposes a proposed restriction: checks the statement of reasons against the law and the Transparency Database,
 * sends it the same day, and records the measures, all in one transaction. Returns the seller's link if the
 * marketplace's own channel delivers it; by email it goes with the statement.
 */
export async function imposeRestriction(
  options: ImposeRestrictionInput,
): Promise<ImposedRestriction> {
  const { handle, organisationId, proceedingId, wish, now, state } = options
  // A statement of reasons informs the seller.
  await refuseHeldGround(options)
  const instance = requireRestriction(state, wish.instance)
  const today = todayUnder(moderationRules, now)
  const statement = { ...wish.statement, puid: newPuid() }
  const isOrder = instance.facts['byOrder'] === true
  const due = wish.exemption === undefined
  if (due !== (wish.deliver !== undefined)) throw due ? noDelivery() : noneDue()
  const faults = statementFaultsOf({
    statement,
    state,
    instance,
    known: options.known,
    now,
    due,
  })
  const [first] = faults
  if (first !== undefined) {
    throw unfit(first.field, faults.map(({ field, message }) => `${field}: ${message}`).join(' '))
  }
  const { sellerLink } = await settingsFor(handle, organisationId)
  const text = statementText(statement, sellerLink.locale)
  const fields = fieldsOf({ statement, wish, isOrder, today, state, now })
  const actions: ProceedingAction[] = [
    {
      type: 'transition',
      id: instance.id,
      transition: 'impose',
      role: options.by.role,
      fields: { ...fields, ...(due && { statement: statement.puid }) },
    },
  ]
  const { deliver } = wish
  if (deliver !== undefined) {
    const redress = redressOf(state.profile, today)
    const message = `${deliver.by} ${deliver.to}`
    actions.push({
      type: 'transition',
      id: instance.id,
      transition: 'send-statement',
      role: 'system',
      fields: { message, informedOn: today, redress },
    })
  } else {
    actions.push({
      type: 'transition',
      id: instance.id,
      transition: 'record-exemption',
      role: 'system',
      fields: {},
    })
  }
  const moved = await applyTransitions({
    handle,
    organisationId,
    input: { id: proceedingId, actions, now, person: options.by.person, known: state },
  })
  const which = { proceedingId, instance: instance.id, organisationId }
  if (deliver !== undefined) {
    const files = Object.values(moved.state.instances).some(
      ({ part, origin }) => part === 'transparency-filing' && origin === instance.id,
    )
    const record = files ? transparencyRecord(statement) : null
    await insertStatement(handle, {
      ...which,
      statement,
      text,
      record,
      recordHash: record && hashOfRecord(record),
      deliveredBy: deliver.by,
      delivery: deliver.to,
      sentAt: now,
    })
  }
  const link = deliver === undefined ? undefined : await options.linkFor?.(instance.id, deliver.by)
  if (deliver?.by === 'mail') {
    const emailText = link === undefined ? text : `${text}\n\n${link.text}`
    const { locale } = sellerLink
    await mailStatement(options, { to: deliver.to, text: emailText, which, locale })
  }
  await insertMeasures(
    handle,
    statement.measures.map(({ measure, words, endsOn }) => ({
      id: randomUUID(),
      ...which,
      ...options.about,
      measure,
      words: words ?? null,
      territory: statement.territory,
      startsOn: statement.startsOn,
      endsOn: endsOn ?? null,
    })),
  )
  await recordEvent({
    handle,
    organisationId,
    action: 'measures-imposed',
    subject: { kind: 'proceeding', id: proceedingId },
    detail: { instance: instance.id, measures: statement.measures.map(({ measure }) => measure) },
  })
  await announceRestriction(handle, {
    ...which,
    listingId: options.about.listingId,
    measures: statement.measures.map(({ measure }) => measure),
  })
  return { link: deliver?.by === 'own-channel' ? link : undefined, state: moved.state }
}

function hashOfRecord(record: Record<string, unknown>): Buffer {
  return createHash('sha256').update(canonicalJson(record)).digest()
}

export function requireRestriction(state: CaseState, id: string): WorkflowInstance {
  const instance = Object.hasOwn(state.instances, id) ? state.instances[id] : undefined
  if (instance?.part === 'restriction') return instance
  const message = `the item has no restriction ${id}`
  throw new AppError({ code: 'not-found', message, pointer: '/instance' })
}

type Fault = TransparencyRecordFault

/** What prevents sending a statement: the law, the Transparency Database, or the record of how it came about. */
export function statementFaultsOf(options: {
  statement: StatementOfReasons
  state: CaseState
  instance: WorkflowInstance
  known: readonly string[]
  now: Date
  /** Whether a statement is due; if not, it is only recorded. */
  due: boolean
}): Fault[] {
  const { statement, state, instance, known, now, due } = options
  if (!isStorableText(JSON.stringify(statement).replaceAll('\\u0000', '\0'))) {
    const message = 'It must be text without null characters or unpaired surrogates.'
    return [{ field: 'facts', message, code: 'text-unstorable', found: '' }]
  }
  const faults = disagreements(statement, state, instance)
  if (!due) return faults
  const { profile, settings } = state
  const today = todayUnder(moderationRules, now)
  faults.push(
    ...statementFaults(statement, {
      rules: moderationRules,
      profile,
      known,
      at: now.toISOString(),
    }),
  )
  const window = dutyApplies(moderationRules.duty('complaints'), profile, today).applies
    ? complaintWindowFault(statement, settings, today)
    : undefined
  if (window !== undefined) faults.push(window)
  return faults
}

/** The statement's account of the decision has to match the record. */
function disagreements(
  { source, automatedDecision, measures }: StatementOfReasons,
  state: CaseState,
  { facts, origin }: WorkflowInstance,
): Fault[] {
  const faults: Fault[] = []
  const isFromNotice = facts['source'] === 'notice' || facts['source'] === 'order'
  const right = isFlaggers(state, facts, origin) ? 'flagger-notice' : 'notice'
  if (isFromNotice && facts['source'] === 'notice' && source !== right) {
    const message = `The source of this restriction is recorded as ${right}, not as ${source}.`
    faults.push({ field: 'source', message, code: 'source-mismatch', found: '' })
  }
  const ownSource = facts['source'] === 'terms-report' ? 'other-notification' : 'own-initiative'
  if (!isFromNotice && source !== ownSource) {
    const message = `No notice led to this restriction: it is recorded as ${ownSource}, not as ${source}.`
    faults.push({ field: 'source', message, code: 'source-mismatch', found: '' })
  }
  const recorded = facts['automatedDecision']
  if (typeof recorded === 'string' && recorded !== automatedDecision) {
    const message = `The decision is recorded as ${recorded} automated.`
    faults.push({
      field: 'automatedDecision',
      message,
      code: 'automated-means-mismatch',
      found: '',
    })
  }
  const twice = measures.find(
    ({ measure }, at) => measures.findIndex((one) => one.measure === measure) !== at,
  )
  if (twice !== undefined) {
    const message = `“${twice.measure}” is named twice.`
    faults.push({ field: 'measures', message, code: 'measure-named-twice', found: twice.measure })
  }
  return faults
}

/** Whether the first cause was a trusted flagger's notice, however many decisions followed. */
function isFlaggers(
  state: CaseState,
  facts: WorkflowInstance['facts'],
  origin: string | undefined,
): boolean {
  if (facts['notifierType'] !== undefined) return facts['notifierType'] === 'trusted-flagger'
  const before = origin === undefined ? undefined : state.instances[origin]
  return before !== undefined && isFlaggers(state, before.facts, before.origin)
}

function fieldsOf(options: {
  statement: StatementOfReasons
  wish: RestrictionInput
  isOrder: boolean
  today: string
  state: CaseState
  now: Date
}): Record<string, string | boolean | string[]> {
  const { statement, wish, isOrder, today, state } = options
  const { ground, measures, notifier } = statement
  const binds = dutyApplies(moderationRules.duty('buyer-information'), state.profile, today).applies
  const ends = measures.map(({ endsOn }) => endsOn)
  // The restriction ends with the last of its measures.
  const last = ends.includes(undefined) ? undefined : ends.sort().at(-1)
  return {
    measures: measures.map(({ measure }) => measure),
    ground: isOrder ? 'order' : ground.kind,
    ...(!isOrder && ground.kind === 'illegal' && { legalGround: ground.legalGround }),
    ...(!isOrder && ground.kind === 'terms' && { clause: ground.clause }),
    ...(!isOrder && { groundExplanation: ground.why }),
    factsReliedOn: statement.facts,
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
  { handle, organisationId, proceedingId, sendsMail, wish }: ImposeRestrictionInput,
  options: { to: string; text: string; which: { instance: string }; locale: SellerLanguage },
): Promise<void> {
  if (!sendsMail) throw emailNotConfigured()
  await queueEmail(handle, {
    organisationId,
    by: 'email',
    to: options.to,
    text: options.text,
    key: `statement:${proceedingId}:${options.which.instance}`,
    subject: textIn('notices', options.locale).t('notices.statement', {
      platform: wish.statement.platform,
      subject: wish.statement.subject,
    }),
    about: { kind: 'proceeding', id: proceedingId },
  })
}

export function emailNotConfigured(): AppError {
  return new AppError({
    code: 'email-not-configured',
    message:
      'this server sends no email: use own-channel, and give the reference of the message in your own channel',
    pointer: '/deliver/by',
  })
}

function unfit(field: string, message: string): AppError {
  const pointer = `/statement/${field.replaceAll('.', '/')}`
  return new AppError({ code: 'statement-invalid', message, pointer })
}

function noDelivery(): AppError {
  return new AppError({
    code: 'statement-delivery-missing',
    message: 'a statement of reasons is due: say how the seller is informed, or why none is due',
    pointer: '/deliver',
  })
}

function noneDue(): AppError {
  return new AppError({
    code: 'statement-not-due',
    message: 'if no statement is due, none is delivered: leave out deliver or exemption',
    pointer: '/exemption',
  })
}
