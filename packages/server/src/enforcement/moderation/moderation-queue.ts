import type {
  Assessment,
  NoticeGround,
  ProceedingSubjectView,
  QueuedItemView as QueuedItem,
  ReceivedNoticeView,
} from '@touchstone/contract'
import { elementsOf, type CaseState, type WorkflowInstance } from '@touchstone/jurisdiction'
import { recordEvent } from '../../access/audit/index.ts'
import { loadProceeding } from '../proceedings/index.ts'
import type { Actor } from '../../access/organisations/index.ts'
import { requireVisibleListing } from '../../listings/queue/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { rowsOfPage } from '../../platform/http/index.ts'
import type { BrandNames } from '../../brands/visibility/index.ts'
import { findThresholdView, applyThresholdView } from '../../brands/thresholds/index.ts'
import { requireItem, requireNotice } from './action-context.ts'
import { buyerTextsOf } from './buyer-texts.ts'
import { requireReader } from './settings.ts'
import {
  descendantsOf,
  concernsLifeSafety,
  notifierTypeOf,
  urgenciesOf,
  type NotifierType,
  type undecidedStates,
} from './types.ts'
import {
  listActiveMeasures,
  measuresOf,
  statementsOf,
  type MeasureRow,
  type StatementRow,
} from './measures-repository.ts'
import { listReceivedImages, toReceivedImageView } from './received-images-repository.ts'
import { draftItemStatement, type StatementDraft } from './draft-statement.ts'
import {
  assessmentsOf,
  findOwnListing,
  listItemsAbout,
  itemsOf,
  pageOfQueue,
  type ReceivedItemRow,
  type QueuedItemRow,
  type QueueCursor,
} from './repository.ts'
import { readingsOf } from './statement-readings.ts'

/** For reading assessments: brand names, and the engine whose assessments are shown. */
export type AssessmentSource = { names: () => BrandNames; engine: () => string }

type ServiceInput<T> = { handle: Transaction; actor: Actor; engine: AssessmentSource; input: T }

type State = QueuedItem['state']

/** Filters of the queue. */
export type QueueQuery = {
  work?: 'undecided' | 'following' | undefined
  state?: (typeof undecidedStates)[number] | undefined
  notifierType?: NotifierType | undefined
  ground?: NoticeGround | undefined
  urgent?: 'life' | undefined
  due?: 'over' | undefined
}

export type QueuedItemView = Omit<QueuedItem, 'receivedAt' | 'dueAt'> & {
  receivedAt: Date
  dueAt: Date | null
}

/** The queue's items in order of work, each with the assessment of its listing. */
export async function readQueue(
  options: ServiceInput<{ limit: number; after?: QueueCursor; wish?: QueueQuery }> & { now: Date },
): Promise<{ shown: QueuedItemView; place: QueueCursor }[]> {
  const { handle, input } = options
  const { organisationId } = requireReader(options.actor)
  const { limit, after, wish = {} } = input
  const filter = {
    work: wish.work ?? 'undecided',
    state: wish.state,
    ground: wish.ground,
    urgencies: urgenciesOf({ notifierType: wish.notifierType, lifeSafety: wish.urgent === 'life' }),
    overAt: wish.due === 'over' ? options.now : undefined,
  }
  const rows = await pageOfQueue(handle, {
    organisationId,
    filter,
    limit,
    ...(after && { after }),
  })
  const view = await findThresholdView(handle, organisationId)
  const assessments = await assessmentsOf(handle, organisationId, {
    ids: rows.flatMap(({ listingId }) => listingId ?? []),
    engine: options.engine.engine(),
  })
  await recordPrivateSenders(handle, organisationId, rowsOfPage(rows, input))
  return rows.map((row) => {
    const assessment = row.listingId === null ? undefined : assessments.get(row.listingId)
    const itemView: QueuedItemView = {
      notice: row.noticeId,
      position: row.position,
      proceeding: row.proceedingId,
      state: row.state as State,
      from: row.from,
      notifierType: notifierTypeOf(row.urgency),
      lifeSafety: concernsLifeSafety(row.urgency),
      receivedAt: row.receivedAt,
      dueAt: row.dueAt,
      listing: row.listingId,
      ground: row.ground as QueuedItem['ground'],
      title: row.title,
      named: row.named,
      follows: row.follows,
      verdict: assessment === undefined ? null : applyThresholdView(view, assessment).verdict,
      others: row.others,
    }
    return { shown: itemView, place: row }
  })
}

/** Reading the names of outside people is recorded in the log; names of organisations are not personal. */
async function recordPrivateSenders(
  handle: Transaction,
  organisationId: string,
  rows: readonly QueuedItemRow[],
): Promise<void> {
  const strangers = rows.flatMap(({ from, noticeId }) =>
    from.organisation === null && from.name !== null ? [noticeId] : [],
  )
  const count = new Set(strangers).size
  if (count === 0) return
  await recordEvent({
    handle,
    organisationId,
    action: 'notice-senders-read',
    detail: { count },
    subject: { kind: 'organisation', id: organisationId },
  })
}

/** The part of the assessment that the reader may see; undefined if the listing is no longer stored. */
export async function findVisibleAssessment(
  { handle, actor, engine }: Omit<ServiceInput<unknown>, 'input'>,
  listingId: string | null,
): Promise<Assessment | undefined> {
  if (listingId === null) return undefined
  try {
    const input = { id: listingId }
    const options = { handle, actor, names: engine.names(), engine: engine.engine(), input }
    return (await requireVisibleListing(options)).shown.assessment ?? undefined
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') return undefined
    throw error
  }
}

type QueueEntry = Omit<ReceivedNoticeView, 'items'> & { items: Item[] }
type Item = Omit<ReceivedNoticeView['items'][number], 'measures'> & { measures: MeasureView[] }

/** A notice in full; the log records the reader. */
export async function readNotice(options: ServiceInput<{ id: string }>) {
  const { handle, actor, input } = options
  const notice = await requireNotice(handle, actor, input.id)
  const { organisationId } = notice
  const items: Item[] = []
  for (const item of await itemsOf(handle, organisationId, notice.id)) {
    const { state } = await loadProceeding({
      handle,
      organisationId,
      input: { id: item.proceedingId },
    })
    items.push(await shownItem(options, item, state))
  }
  await recordEvent({
    handle,
    organisationId,
    action: 'notice-read',
    subject: { kind: 'received-notice', id: notice.id },
  })
  const { id, fromOrganisation, elements, evidence, acknowledged } = notice
  const view = {
    id,
    notice: notice.notice,
    elements,
    evidence,
    acknowledged,
    items,
    from: { organisation: fromOrganisation, name: notice.notice.name ?? null },
    missing: elementsOf(notice.notice).missing,
    receivedAt: notice.receivedAt,
    withdrawnAt: notice.withdrawnAt,
    withdrawnReason: notice.withdrawnReason,
    withdrawnCause: notice.withdrawnCause,
  }
  return view satisfies Omit<QueueEntry, 'receivedAt' | 'withdrawnAt'>
}

async function shownItem(
  options: ServiceInput<unknown>,
  item: ReceivedItemRow,
  state: CaseState,
): Promise<Item> {
  const { handle } = options
  const { organisationId, position, proceedingId, instance, listingId, listingKey } = item
  const assessment = await findVisibleAssessment(options, listingId)
  const others =
    listingKey === 'unknown' ? [] : await listItemsAbout(handle, organisationId, listingKey)
  const descendants = descendantsOf(state, instance)
  const ids = new Set(descendants.map(({ id }) => id))
  const measures = await measuresOf(handle, organisationId, { proceedingId })
  const statements = await statementsOf(handle, organisationId, proceedingId)
  return {
    position,
    proceeding: proceedingId,
    version: state.events,
    instance,
    listing: listingId,
    assessment: assessment === undefined ? null : shownAssessment(assessment),
    others: others
      .filter((one) => one.noticeId !== item.noticeId || one.position !== position)
      .map((one) => ({
        notice: one.noticeId,
        position: one.position,
        state: one.state as State,
      })),
    pictures: (await listReceivedImages(handle, item)).map(toReceivedImageView),
    instances: descendants.map(toWorkflowInstanceView),
    measures: measures.filter((one) => ids.has(one.instance)).map(toMeasureView),
    statements: statements.filter((one) => ids.has(one.instance)).map(toStatementView),
    buyersTexts: await buyerTextsOf({
      handle,
      organisationId,
      instances: descendants,
      measures,
      statements,
    }),
  }
}

function shownAssessment({ verdict, probability, reason, signals }: Assessment) {
  return {
    verdict,
    probability,
    reason: reason ?? null,
    reasons: signals.flatMap(({ weight, evidence }) =>
      weight > 0 && evidence?.detail !== undefined ? [evidence.detail] : [],
    ),
  }
}

export function toWorkflowInstanceView({
  id,
  workflow,
  state,
  since,
  facts,
  documents,
}: WorkflowInstance) {
  return {
    id,
    workflow,
    state,
    since,
    facts: { ...facts },
    owed: documents
      .filter(({ deliveredAt }) => deliveredAt === undefined)
      .map(({ document, to }) => ({ document, to })),
  }
}

export function toStatementView(one: StatementRow) {
  const { instance, statement, text, deliveredBy: by, delivery: to, sentAt, filedAt, record } = one
  const [sent, filed] = [sentAt.toISOString(), filedAt?.toISOString() ?? null]
  const readings = readingsOf(statement)
  return { instance, text, readings, by, to, sentAt: sent, filedAt: filed, record }
}

export type MeasureView = ReturnType<typeof toMeasureView>

export function toMeasureView(one: MeasureRow) {
  const { id, measure, words, proceedingId: proceeding, instance, listingId: listing, seller } = one
  const { territory, startsOn, endsOn, endedAt, endReason } = one
  return {
    id,
    measure,
    words,
    proceeding,
    instance,
    listing,
    seller,
    territory,
    startsOn,
    endsOn,
    endedAt: endedAt?.toISOString() ?? null,
    endReason,
  }
}

/** Measures in force. */
export async function listMeasures(
  options: Omit<
    ServiceInput<{
      limit: number
      listing?: string
      seller?: string
      after?: { startsOn: string; id: string }
    }>,
    'engine'
  >,
): Promise<(MeasureView & { about: ProceedingSubjectView })[]> {
  const { organisationId } = requireReader(options.actor)
  const found = await listActiveMeasures(options.handle, { organisationId, ...options.input })
  return found.map((one) => ({ ...toMeasureView(one), about: one.about ?? nothing }))
}

const nothing: ProceedingSubjectView = {
  listing: null,
  seller: null,
  marketplace: null,
  case: null,
}

/** Drafts a statement of reasons from notice, listing and assessment. */
export async function readStatementDraft(
  options: ServiceInput<{ id: string; position: number }> & { now: Date },
): Promise<StatementDraft> {
  const { handle, actor, input, now } = options
  const { organisationId } = requireReader(actor)
  const { notice, item } = await requireItem(handle, organisationId, input)
  const { state } = await loadProceeding({
    handle,
    organisationId,
    input: { id: item.proceedingId },
  })
  const instance = state.instances[item.instance]
  if (instance === undefined)
    throw new AppError({ code: 'internal', message: 'an item is missing' })
  const listing =
    item.listingId === null
      ? undefined
      : await findOwnListing(handle, organisationId, item.listingId)
  await recordEvent({
    handle,
    organisationId,
    action: 'notice-read',
    subject: { kind: 'received-notice', id: notice.id },
  })
  const assessment = await findVisibleAssessment(options, item.listingId)
  return draftItemStatement({
    handle,
    organisationId,
    notice,
    state,
    instance,
    listing,
    assessment,
    now,
  })
}
