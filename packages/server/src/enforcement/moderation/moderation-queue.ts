import type { Assessment, NoticeGround, QueuedItem, ReceivedNotice } from '@touchstone/contract'
import { elementsOf, type CaseState, type Matter } from '@touchstone/jurisdiction'
import { recordEvent } from '../../access/audit/index.ts'
import { caseInHouse } from '../proceedings/index.ts'
import type { Actor } from '../../access/organisations/index.ts'
import { shownListing } from '../../listings/queue/index.ts'
import type { Handle } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { shownRows } from '../../platform/http/index.ts'
import type { BrandNames } from '../../brands/visibility/index.ts'
import { findThresholdView, seenBy } from '../../brands/thresholds/index.ts'
import { findItem, noticeIn } from './action-context.ts'
import { buyersTextsOf } from './buyer-texts.ts'
import { readerOf, rules, settingsFor } from './settings.ts'
import {
  descendantsOf,
  isOfLife,
  rankOf,
  todayOf,
  urgenciesOf,
  type Rank,
  type undecided,
} from './types.ts'
import {
  measuresHolding,
  measuresOf,
  statementsOf,
  type KeptMeasure,
  type KeptStatement,
} from './measures-repository.ts'
import { picturesOf, shownPicture } from './received-images-repository.ts'
import { draftStatement, type Draft } from './draft-statement.ts'
import {
  assessmentsOf,
  findOwnOffer,
  itemsAbout,
  itemsOf,
  pageOfQueue,
  type KeptItem,
  type QueuedRow,
  type QueuePlace,
} from './repository.ts'

/** What offers are read with: names of brands, and the engine whose word is shown. */
export type Engine = { names: () => BrandNames; engine: () => string }

type Asked<T> = { handle: Handle; actor: Actor; engine: Engine; input: T }

type State = QueuedItem['state']

/** Which of the items that wait a reader asks for. */
export type QueueWish = {
  work?: 'undecided' | 'following' | undefined
  state?: (typeof undecided)[number] | undefined
  rank?: Rank | undefined
  ground?: NoticeGround | undefined
  urgent?: 'life' | undefined
  due?: 'over' | undefined
}

export type ShownQueued = Omit<QueuedItem, 'receivedAt' | 'dueAt'> & {
  receivedAt: Date
  dueAt: Date | null
}

/** Items that wait, the first to be worked on first, each with what the engine says of its offer. */
export async function readQueue(
  asked: Asked<{ limit: number; after?: QueuePlace; wish?: QueueWish }> & { now: Date },
): Promise<{ shown: ShownQueued; place: QueuePlace }[]> {
  const { handle, input } = asked
  const { organisationId } = readerOf(asked.actor)
  const { limit, after, wish = {} } = input
  const filter = {
    work: wish.work ?? 'undecided',
    state: wish.state,
    ground: wish.ground,
    urgencies: urgenciesOf({ rank: wish.rank, lifeSafety: wish.urgent === 'life' }),
    overAt: wish.due === 'over' ? asked.now : undefined,
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
    engine: asked.engine.engine(),
  })
  await tellOfStrangers(handle, organisationId, shownRows(rows, input))
  return rows.map((row) => {
    const assessment = row.listingId === null ? undefined : assessments.get(row.listingId)
    const shown: ShownQueued = {
      notice: row.noticeId,
      position: row.position,
      proceeding: row.proceedingId,
      state: row.state as State,
      from: row.from,
      rank: rankOf(row.urgency),
      lifeSafety: isOfLife(row.urgency),
      receivedAt: row.receivedAt,
      dueAt: row.dueAt,
      listing: row.listingId,
      ground: row.ground as QueuedItem['ground'],
      title: row.title,
      named: row.named,
      follows: row.follows,
      verdict: assessment === undefined ? null : seenBy(view, assessment).verdict,
      others: row.others,
    }
    return { shown, place: row }
  })
}

/** Names of people from outside stand in the log as read; those of organisations are nobody's. */
async function tellOfStrangers(
  handle: Handle,
  organisationId: string,
  rows: readonly QueuedRow[],
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

/** The engine's word as the reader may see it; none where the offer is not known here any more. */
export async function assessmentOf(
  { handle, actor, engine }: Omit<Asked<unknown>, 'input'>,
  listingId: string | null,
): Promise<Assessment | undefined> {
  if (listingId === null) return undefined
  try {
    const input = { id: listingId }
    const asked = { handle, actor, names: engine.names(), engine: engine.engine(), input }
    return (await shownListing(asked)).shown.assessment ?? undefined
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') return undefined
    throw error
  }
}

type Shown = Omit<ReceivedNotice, 'items'> & { items: Item[] }
type Item = Omit<ReceivedNotice['items'][number], 'measures'> & { measures: ShownMeasure[] }

/** A notice with its sender's words, read by somebody whom the log names. */
export async function readNotice(asked: Asked<{ id: string }>) {
  const { handle, actor, input } = asked
  const notice = await noticeIn(handle, actor, input.id)
  const { organisationId } = notice
  const items: Item[] = []
  for (const item of await itemsOf(handle, organisationId, notice.id)) {
    const { state } = await caseInHouse({
      handle,
      organisationId,
      input: { id: item.proceedingId },
    })
    items.push(await shownItem(asked, item, state))
  }
  await recordEvent({
    handle,
    organisationId,
    action: 'notice-read',
    subject: { kind: 'received-notice', id: notice.id },
  })
  const { id, fromOrganisation, elements, evidence, acknowledged } = notice
  const shown = {
    id,
    notice: notice.notice,
    elements,
    evidence,
    acknowledged,
    items,
    from: { organisation: fromOrganisation, name: notice.notice.name ?? null },
    asked: elementsOf(notice.notice).asked,
    receivedAt: notice.receivedAt,
    withdrawnAt: notice.withdrawnAt,
    withdrawnReason: notice.withdrawnReason,
    withdrawnCause: notice.withdrawnCause,
  }
  return shown satisfies Omit<Shown, 'receivedAt' | 'withdrawnAt'>
}

async function shownItem(asked: Asked<unknown>, item: KeptItem, state: CaseState): Promise<Item> {
  const { handle } = asked
  const { organisationId, position, proceedingId, matter, listingId, offerKey } = item
  const assessment = await assessmentOf(asked, listingId)
  const others = offerKey === 'unknown' ? [] : await itemsAbout(handle, organisationId, offerKey)
  const own = descendantsOf(state, matter)
  const ids = new Set(own.map(({ id }) => id))
  const measures = await measuresOf(handle, organisationId, { proceedingId })
  const statements = await statementsOf(handle, organisationId, proceedingId)
  return {
    position,
    proceeding: proceedingId,
    matter,
    listing: listingId,
    assessment: assessment === undefined ? null : shownAssessment(assessment),
    others: others
      .filter((one) => one.noticeId !== item.noticeId || one.position !== position)
      .map((one) => ({
        notice: one.noticeId,
        position: one.position,
        state: one.state as State,
      })),
    pictures: (await picturesOf(handle, item)).map(shownPicture),
    matters: own.map(shownMatter),
    measures: measures.filter((one) => ids.has(one.matter)).map(shownMeasure),
    statements: statements.filter((one) => ids.has(one.matter)).map(shownStatement),
    buyersTexts: await buyersTextsOf({
      handle,
      organisationId,
      matters: own,
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

export function shownMatter({ id, machine, state, since, facts, documents }: Matter) {
  return {
    id,
    machine,
    state,
    since,
    facts: { ...facts },
    owed: documents
      .filter(({ deliveredAt }) => deliveredAt === undefined)
      .map(({ document, to }) => ({ document, to })),
  }
}

export function shownStatement(one: KeptStatement) {
  const { matter, text, deliveredBy: by, delivery: to, sentAt, filedAt, record } = one
  const [sent, filed] = [sentAt.toISOString(), filedAt?.toISOString() ?? null]
  return { matter, text, by, to, sentAt: sent, filedAt: filed, record }
}

export type ShownMeasure = ReturnType<typeof shownMeasure>

export function shownMeasure(one: KeptMeasure) {
  const { id, measure, words, proceedingId: proceeding, matter, listingId: listing, seller } = one
  const { territory, startsOn, endsOn, endedAt, endedBecause } = one
  return {
    id,
    measure,
    words,
    proceeding,
    matter,
    listing,
    seller,
    territory,
    startsOn,
    endsOn,
    endedAt: endedAt?.toISOString() ?? null,
    endedBecause,
  }
}

/** What holds now. */
export async function readMeasures(
  asked: Omit<
    Asked<{
      limit: number
      listing?: string
      seller?: string
      after?: { startsOn: string; id: string }
    }>,
    'engine'
  >,
): Promise<ShownMeasure[]> {
  const { organisationId } = readerOf(asked.actor)
  const found = await measuresHolding(asked.handle, { organisationId, ...asked.input })
  return found.map(shownMeasure)
}

/** A statement of reasons as far as notice, offer and engine tell it. */
export async function readDraft(
  asked: Asked<{ id: string; position: number }> & { now: Date },
): Promise<Draft> {
  const { handle, actor, input, now } = asked
  const { organisationId } = readerOf(actor)
  const { notice, item } = await findItem(handle, organisationId, input)
  const { state } = await caseInHouse({
    handle,
    organisationId,
    input: { id: item.proceedingId },
  })
  const matter = state.matters[item.matter]
  if (matter === undefined) throw new AppError({ code: 'internal', message: 'an item was lost' })
  const offer =
    item.listingId === null ? undefined : await findOwnOffer(handle, organisationId, item.listingId)
  await recordEvent({
    handle,
    organisationId,
    action: 'notice-read',
    subject: { kind: 'received-notice', id: notice.id },
  })
  return draftStatement({
    matter,
    notice: notice.notice,
    evidence: notice.evidence,
    profile: state.profile,
    settings: state.settings,
    receivedAt: notice.receivedAt,
    house: await settingsFor(handle, organisationId),
    today: todayOf(rules, now),
    listing: offer?.listing,
    externalId: offer?.externalId,
    firstSeenAt: offer?.firstSeenAt,
    assessment: await assessmentOf(asked, item.listingId),
  })
}
