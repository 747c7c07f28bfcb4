import { randomUUID } from 'node:crypto'
import type { ProceedingAction, SellerPage } from '@touchstone/contract'
import {
  localDateAt,
  runningClocks,
  type Rules,
  type WorkflowInstance,
} from '@touchstone/jurisdiction'
import { wasRecordedRecently } from '../../access/audit/index.ts'
import type { UserDependencies } from '../../access/users/index.ts'
import { heldSince } from '../confidentiality-holds/index.ts'
import { applyTransitions, loadProceeding } from '../proceedings/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import {
  type AppealLinkRow,
  type AppealWorkflows,
  complaintDecisionOf,
  conflict,
  organisationNameOf,
  recordAppealEvent,
  referenceOf,
  workflowsOf,
} from '../appeal-links/index.ts'
import { findProofRequest, updateProofRequest } from './proof-requests-repository.ts'
import type { CheckedDocument, SentDocument } from '../../platform/documents/index.ts'
import { checkAppealDocuments } from './check-appeal-documents.ts'
import { type AppealRow, type ProofRequestRow, type SellerCaseView } from './types.ts'
import { loadSellerCase, loadSellerListing } from './seller-view.ts'
import {
  listAppealsTo,
  documentsOf,
  insertAppeal,
  insertDocuments,
  markAppealInformed,
  markAppealWithdrawn,
} from './repository.ts'

export type LinkVisit = {
  handle: Transaction
  link: AppealLinkRow
  now: Date
}

/** How often one seller may answer in one matter, taken back or not. */
const mostAnswers = 20

type Situation = {
  answers: AppealRow[]
  current: AppealRow | undefined
  timeZone: string
  /** The regime of the proceeding; none for a proof that was requested. */
  rules: Rules | undefined
  standing: AppealWorkflows | undefined
  ask: ProofRequestRow | undefined
  dueAt: string | null
}

/**
 * How it stood for the seller before it was held: a decision that he was not told is told once it is released, and what
 * he knows he sees as before.
 */
function asBefore(situation: Situation, since: Date): Situation {
  const { current, ask, standing } = situation
  const complaint = standing?.complaint
  const isUntold = current !== undefined && current.decidedAt !== null && current.toldAt === null
  const settled = complaintDecisionOf(complaint)
  const isVeiled = settled !== undefined && (isUntold || Date.parse(settled.decidedAt) >= +since)
  return {
    ...situation,
    ...(isUntold && {
      current: { ...current, state: 'given', outcome: null, reasons: null, decidedAt: null },
      ask: ask && { ...ask, state: 'answered', decidedAt: null, reasons: null, validUntil: null },
    }),
    ...(standing !== undefined &&
      complaint !== undefined &&
      isVeiled && { standing: { ...standing, complaint: beforeDecision(complaint) } }),
  }
}

function beforeDecision(complaint: WorkflowInstance): WorkflowInstance {
  const path = complaint.path.filter(({ state }) => state !== 'upheld' && state !== 'rejected')
  return { ...complaint, path, state: 'human-review' }
}

function currentOf(answers: readonly AppealRow[]): AppealRow | undefined {
  return answers.find(({ state }) => state !== 'withdrawn')
}

async function situationOf({ handle, link }: LinkVisit): Promise<Situation> {
  const given = await listAppealsTo(handle, link)
  if (link.proceedingId === null) {
    const answers = given
    const current = currentOf(answers)
    const ask = await findProofRequest(handle, link.askId ?? '')
    const dueAt = ask?.dueAt.toISOString() ?? null
    return { answers, current, ask, dueAt, timeZone: 'UTC', standing: undefined, rules: undefined }
  }
  const { rules, state } = await loadProceeding({
    handle,
    organisationId: link.organisationId,
    input: { id: link.proceedingId },
  })
  const standing = workflowsOf(state, link.matter)
  const { complaint } = standing
  // A proceeding may restrict the offer again: an answer to what was done before is none to this.
  const answers = given.filter(
    ({ matter }) => matter === null || complaint === undefined || matter === complaint.id,
  )
  const current = currentOf(answers)
  const { timeZone } = rules.regime
  const window = runningClocks(state).find(
    ({ matter, clock }) => matter === standing.complaint?.id && clock === 'window',
  )
  const dueAt = window?.dueAt ?? null
  return { answers, current, timeZone, rules, standing, ask: undefined, dueAt }
}

const nothingShown: SellerCaseView = {
  offer: null,
  claimed: null,
  right: null,
  notifier: null,
  facts: null,
  evidence: [],
  pictures: [],
  measures: [],
  since: null,
  until: null,
  territory: [],
  statement: null,
}

/** What the seller sees; that he did is noted once an hour, and a decision counts as told by it. */
export async function readSellerPage(visiting: LinkVisit): Promise<SellerPage> {
  const { handle, link } = visiting
  const entry = {
    handle,
    organisationId: link.organisationId,
    action: 'answer-page-read',
    subject: { kind: 'answer-link', id: link.id },
  } as const
  if (!(await wasRecordedRecently(entry, 3600))) await recordAppealEvent(entry)
  return pageOf(visiting)
}

async function pageOf(visiting: LinkVisit): Promise<SellerPage> {
  const { handle, link, now } = visiting
  const { organisationId, proceedingId } = link
  const about = { kind: 'answer-link', id: link.id } as const
  const since = await heldSince(handle, { organisationId, now, about })
  const all = await situationOf(visiting)
  const situation = since === undefined ? all : asBefore(all, since)
  const { current, standing, ask, dueAt } = situation
  const shown =
    proceedingId !== null
      ? await loadSellerCase(handle, proceedingId, standing?.restriction?.id)
      : ask?.listingId == null
        ? nothingShown
        : { ...nothingShown, offer: await loadSellerListing(handle, ask.listingId) }
  if (current !== undefined && current.decidedAt !== null && current.toldAt === null) {
    await recordSellerInformed(visiting, situation, current, 'shown on the seller’s page')
  }
  const state = stateOf(situation, now)
  const body = standing?.dispute?.facts['body']
  return {
    ...shown,
    link: link.id,
    kind: proceedingId === null ? 'proof' : 'measure',
    marketplace: await organisationNameOf(handle, link.organisationId),
    ownWay: link.ownWay,
    reference: referenceOf(link),
    state,
    reason: ask?.reason ?? null,
    accepts: ask?.accepts ?? [],
    dueAt,
    answer: current === undefined ? null : await shownAnswer(handle, current),
    decision: decisionOf(situation),
    referredTo: typeof body === 'string' ? body : null,
    may: actsOf(situation, state),
    linkEndsAt: link.expiresAt.toISOString(),
  }
}

async function shownAnswer(
  handle: Transaction,
  { id, words, givenAt }: AppealRow,
): Promise<SellerPage['answer']> {
  const documents = await documentsOf(handle, id)
  return {
    words,
    givenAt: givenAt.toISOString(),
    documents: documents.map(({ id: _id, ...one }) => one),
  }
}

function decisionOf(situation: Situation): SellerPage['decision'] {
  const { current, ask } = situation
  const from = current?.decidedAt ? current : ask
  if (from?.decidedAt != null) {
    return { reasons: from.reasons, decidedAt: from.decidedAt.toISOString() }
  }
  const settled = settledBeside(situation)
  return settled === undefined ? null : { reasons: settled.reasons, decidedAt: settled.decidedAt }
}

/** How the complaint that the present answer lodged was decided in the proceeding itself. */
function settledBeside({ current, standing }: Situation): ReturnType<typeof complaintDecisionOf> {
  const complaint = standing?.complaint
  const lodged = current !== undefined && complaint?.id === current.matter
  return lodged ? complaintDecisionOf(complaint) : undefined
}

function stateOf(situation: Situation, now: Date): SellerPage['state'] {
  const { current, standing, ask, dueAt } = situation
  if (ask?.state === 'withdrawn') return 'withdrawn-ask'
  if (current?.outcome != null) return current.outcome
  if (ask !== undefined) {
    if (ask.state === 'accepted' || ask.state === 'not-accepted') return ask.state
    // A proof that comes late is a proof.
    return current === undefined ? 'open' : 'answered'
  }
  if (current !== undefined) {
    const settled = settledBeside(situation)
    if (settled !== undefined) return settled.outcome
    return standing?.complaint?.state === 'human-review' ? 'in-review' : 'answered'
  }
  const over = standing?.complaint?.state === 'closed'
  return over || (dueAt !== null && Date.parse(dueAt) <= now.getTime()) ? 'closed' : 'open'
}

function actsOf({ standing }: Situation, state: SellerPage['state']): SellerPage['may'] {
  const restriction = standing?.restriction
  const mayRefer =
    restriction !== undefined &&
    ['imposed', 'statement-sent', 'statement-exempt'].includes(restriction.state) &&
    standing?.dispute === undefined &&
    state !== 'upheld'
  return [
    ...(state === 'open' ? ['answer' as const] : []),
    ...(state === 'answered' || state === 'in-review' ? ['withdraw' as const] : []),
    ...(mayRefer ? ['refer' as const] : []),
  ]
}

type NewAnswer = { words: string; locale: string; documents: readonly SentDocument[] }

/** Runs in a transaction of the link, each time. */
type Visit = <T>(work: (visiting: LinkVisit) => Promise<T>) => Promise<T>

/**
 * Keeps what the seller answers, and lodges it as his complaint where the regime has begun one. The documents are
 * checked between two visits: no transaction stays open while they are.
 */
export async function submitAppeal(
  visit: Visit,
  house: UserDependencies,
  { words, locale, documents: sent }: NewAnswer,
): Promise<SellerPage> {
  const link = await visit(async (visiting) => {
    await answerableSituation(visiting)
    return visiting.link
  })
  const documents = await checkAppealDocuments(house, link, sent)
  const { sealer } = house.settings
  return visit((visiting) => keepAnswer(visiting, sealer, { words, locale, documents }))
}

async function answerableSituation(visiting: LinkVisit): Promise<Situation> {
  const situation = await situationOf(visiting)
  const { now } = visiting
  if (!actsOf(situation, stateOf(situation, now)).includes('answer')) {
    throw conflict(
      'appeal-not-possible',
      'there is nothing left to respond to here: reload the page to see the current state',
    )
  }
  if (situation.answers.length >= mostAnswers) {
    throw conflict(
      'appeal-limit-reached',
      `you have already responded ${mostAnswers} times: write to the marketplace instead`,
    )
  }
  return situation
}

type CheckedAnswer = Pick<NewAnswer, 'words' | 'locale'> & { documents: CheckedDocument[] }

async function keepAnswer(
  visiting: LinkVisit,
  sealer: Sealer,
  { words, locale, documents: checked }: CheckedAnswer,
): Promise<SellerPage> {
  const { handle, link, now } = visiting
  const situation = await answerableSituation(visiting)
  const { complaint } = situation.standing ?? {}
  const id = randomUUID()
  await insertAppeal(handle, link, {
    id,
    words,
    locale,
    givenAt: now,
    matter: complaint?.id ?? null,
  })
  const documents = checked.map((one) => ({
    ...one,
    sealed: sealer.seal(one.content, documentPurpose(link.organisationId, one.id)),
  }))
  await insertDocuments(handle, { organisationId: link.organisationId, answerId: id }, documents)
  // The events of a proceeding are kept for good: they name the answer, and say nothing of what is in it.
  await act(visiting, complaint?.id, 'lodge', { grounds: `answer ${id}` })
  if (situation.ask !== undefined)
    await updateProofRequest(handle, { ...situation.ask, state: 'answered' })
  await noteAnswer(visiting, 'given', id, { documents: checked.length })
  return pageOf(visiting)
}

/** Takes the answer back; while there is time another may follow. */
export async function withdrawAppeal(visiting: LinkVisit): Promise<SellerPage> {
  const { handle, now } = visiting
  const situation = await situationOf(visiting)
  const { current, standing, ask, dueAt } = situation
  if (current?.state !== 'given' || !(await markAppealWithdrawn(handle, current.id))) {
    throw conflict('appeal-not-open', 'there is no appeal to withdraw')
  }
  const over = dueAt === null || Date.parse(dueAt) <= now.getTime()
  // One that came before its window began was lodged nowhere.
  const lodged = current.matter === null ? undefined : standing?.complaint?.id
  await act(visiting, lodged, over ? 'end' : 'withdraw', {})
  if (ask !== undefined) {
    await updateProofRequest(handle, { ...ask, state: ask.dueAt <= now ? 'no-answer' : 'asked' })
  }
  await noteAnswer(visiting, 'withdrawn', current.id)
  return pageOf(visiting)
}

/** Records that the seller turned to a body outside the courts; he needs no earlier complaint for it. */
export async function referDispute(visiting: LinkVisit, body: string): Promise<SellerPage> {
  const { handle, link, now } = visiting
  const situation = await situationOf(visiting)
  const { rules, standing } = situation
  const { restriction, complaint } = standing ?? {}
  const mayRefer = actsOf(situation, stateOf(situation, now)).includes('refer')
  if (link.proceedingId === null || !rules || restriction === undefined || !mayRefer) {
    throw conflict(
      'dispute-settlement-not-possible',
      'there is no decision here for a dispute settlement body',
    )
  }
  const about = situation.current === undefined ? restriction : (complaint ?? restriction)
  const opened: ProceedingAction = {
    type: 'open',
    id: `${restriction.id}/dispute-recipient`,
    machine: rules.workflowOf('dispute-settlement'),
    role: 'recipient',
    origin: about.id,
    fields: { body },
  }
  await step(visiting, link.proceedingId, opened)
  await recordAppealEvent({
    handle,
    organisationId: link.organisationId,
    action: 'dispute-referred',
    subject: { kind: 'proceeding', id: link.proceedingId },
  })
  return pageOf(visiting)
}

/** Records that the seller knows of the decision on his answer, with its ways of redress. */
export async function recordSellerInformed(
  {
    handle,
    link,
    now,
  }: Pick<LinkVisit, 'handle' | 'now'> & {
    link: Pick<AppealLinkRow, 'organisationId' | 'proceedingId'>
  },
  { timeZone, standing }: Pick<Situation, 'timeZone' | 'standing'>,
  answer: AppealRow,
  how: string,
): Promise<void> {
  await markAppealInformed(handle, answer.id, now)
  const complaint = standing?.complaint
  if (
    link.proceedingId !== null &&
    complaint !== undefined &&
    ['upheld', 'rejected'].includes(complaint.state)
  ) {
    const act: ProceedingAction = {
      type: 'act',
      id: complaint.id,
      transition: 'inform',
      role: 'automaton',
      fields: {
        complaintNotice: `answer ${answer.id}, ${how}`,
        toldOn: localDateAt(now.toISOString(), timeZone),
        redress: ['out-of-court', 'court'],
      },
    }
    const { organisationId, proceedingId: id } = link
    await applyTransitions({ handle, organisationId, input: { id, acts: [act], now } })
  }
  await recordAppealEvent({
    handle,
    organisationId: link.organisationId,
    action: 'answer-told',
    subject: { kind: 'answer', id: answer.id },
  })
}

async function act(
  { handle, link, now }: LinkVisit,
  complaint: string | undefined,
  transition: string,
  fields: Record<string, string>,
): Promise<void> {
  if (link.proceedingId === null || complaint === undefined) return
  const done: ProceedingAction = {
    type: 'act',
    id: complaint,
    transition,
    role: 'recipient',
    fields,
  }
  await step({ handle, link, now }, link.proceedingId, done)
}

/** What the recipient does by himself: no person of the organisation stands behind it. */
async function step(
  { handle, link, now }: Pick<LinkVisit, 'handle' | 'link' | 'now'>,
  id: string,
  act: ProceedingAction,
): Promise<void> {
  const { organisationId } = link
  await applyTransitions({ handle, organisationId, input: { id, acts: [act], now } })
}

async function noteAnswer(
  { handle, link }: LinkVisit,
  what: 'given' | 'withdrawn',
  id: string,
  detail: Record<string, unknown> = {},
): Promise<void> {
  const { organisationId, proceedingId: proceeding, askId: ask } = link
  await recordAppealEvent({
    handle,
    organisationId,
    action: `answer-${what}` as const,
    subject: { kind: 'answer', id },
    detail: { proceeding, ask, ...detail },
    event: { type: `answer.${what}` as const, data: { answer: id, proceeding, ask } },
  })
}

/** Says what is sealed and whose it is: a document moved to another row opens for nobody. */
export function documentPurpose(organisationId: string, document: string): string {
  return `document ${document} of an appeal to ${organisationId}`
}
