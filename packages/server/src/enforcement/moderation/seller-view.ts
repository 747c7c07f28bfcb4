import type { Notice } from '@touchstone/contract'
import { loadProceeding, organisationOfProceeding } from '../proceedings/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import {
  measuresOf,
  statementsOf,
  type MeasureRow,
  type StatementRow,
} from './measures-repository.ts'
import {
  listReceivedImages,
  toReceivedImageView,
  type NoticeImage,
  type ReceivedImageView,
} from './received-images-repository.ts'
import {
  findNotice,
  findOwnListing,
  itemsOfProceeding,
  type ReceivedItemRow,
} from './repository.ts'
import { moderationRules } from './settings.ts'
import { readingsOf } from './statement-readings.ts'
import { todayUnder } from './types.ts'

/** The seller's view of measures on their listing; callers add their own parts. */
export type SellerView = {
  listing: { id: string; title: string; url: string | null } | null
  claimed: string | null
  right: string | null
  /** The registered right of the notice, as a clearance names it. */
  registerEntry: string | null
  /** Only if the statement names the notifier, with the reason why it must. */
  notifier: string | null
  facts: string | null
  evidence: { title: string; at: string; sha256: string | null }[]
  pictures: ReceivedImageView[]
  measures: string[]
  since: string | null
  until: string | null
  territory: string[]
  statement: string | null
  /** The same statement in the languages of the console. */
  readings: ReturnType<typeof readingsOf> | null
}

/**
 * What a seller may know of a restriction of its listing: what is claimed on what right, what was relied on, what
 * holds now, or held until it ended. Who complained is told only where the statement of reasons tells it. Undefined for a proceeding in which
 * there is neither a notice nor a statement.
 */
export async function loadSellerView(
  handle: Transaction,
  proceedingId: string,
  { restriction, asOf }: { restriction?: string | undefined; asOf?: Date | undefined } = {},
): Promise<SellerView | undefined> {
  const organisationId = await organisationOfProceeding(handle, proceedingId)
  const ground = await groundOf(handle, { organisationId, proceedingId, restriction })
  if (ground === undefined) return undefined
  const { statement: storedStatement, led } = ground
  const notice =
    led === undefined ? undefined : await findNotice(handle, organisationId, { id: led.noticeId })
  const imposed = (await measuresOf(handle, organisationId, { proceedingId })).filter(
    ({ instance }) => storedStatement === undefined || instance === storedStatement.instance,
  )
  const { measures, until } = shownMeasures(imposed, asOf)
  const { statement } = storedStatement ?? {}
  const { listingId } =
    led ?? (await loadProceeding({ handle, organisationId, input: { id: proceedingId } }))
  return {
    listing: await shownListing(handle, organisationId, listingId),
    claimed: notice?.notice.ground ?? null,
    right: rightIn(notice?.notice),
    registerEntry: registerEntryIn(notice?.notice) ?? null,
    notifier: statement?.notifier?.name ?? null,
    facts: statement?.facts ?? null,
    evidence: (notice?.evidence ?? []).map(({ sha256 }) => ({
      title: 'captures',
      sha256,
      at: notice?.receivedAt.toISOString() ?? '',
    })),
    pictures:
      led === undefined ? [] : (await listReceivedImages(handle, led)).map(toReceivedImageView),
    measures: measures.map(({ measure }) => measure),
    since: statement?.startsOn ?? null,
    until,
    territory: statement?.territory ?? [],
    statement: storedStatement?.text ?? null,
    readings: statement === undefined ? null : readingsOf(statement),
  }
}

/** What holds, and until when; once nothing does, what held, until the day on which it ended. */
function shownMeasures(
  imposed: readonly MeasureRow[],
  asOf: Date | undefined,
): { measures: MeasureRow[]; until: string | null } {
  const hasEnded = ({ endedAt }: MeasureRow): boolean =>
    endedAt !== null && (asOf === undefined || endedAt < asOf)
  const holding = imposed.filter((one) => !hasEnded(one))
  if (holding.length > 0) {
    const ends = holding.map(({ endsOn }) => endsOn)
    return {
      measures: holding,
      until: ends.includes(null) ? null : (ends.sort().at(-1) ?? null),
    }
  }
  const ended = imposed.filter(({ endReason }) => endReason !== 'replaced')
  const last = ended.flatMap(({ endedAt }) => endedAt ?? []).sort((a, b) => +a - +b)
  const end = last.at(-1)
  return { measures: ended, until: end === undefined ? null : todayUnder(moderationRules, end) }
}

/**
 * The statement of a restriction and, of several notices on one listing, the one that led to it. Undefined for a
 * proceeding with neither.
 */
async function groundOf(
  handle: Transaction,
  options: { organisationId: string; proceedingId: string; restriction: string | undefined },
): Promise<{ statement: StatementRow | undefined; led: ReceivedItemRow | undefined } | undefined> {
  const { organisationId, proceedingId, restriction } = options
  const items = await itemsOfProceeding(handle, organisationId, proceedingId)
  const all = await statementsOf(handle, organisationId, proceedingId)
  if (items.length === 0 && all.length === 0) return undefined
  const statement = all.findLast(
    ({ instance }) => restriction === undefined || instance === restriction,
  )
  const isFromNotice =
    items.find(({ instance }) => statement?.instance.startsWith(`${instance}/`)) ?? items.at(-1)
  return { statement, led: isFromNotice }
}

/** A picture from the notice behind a restriction, for the listing's seller; never from another notice. */
export async function findSellerImage(
  handle: Transaction,
  options: { proceedingId: string; restriction: string | undefined; digest: string },
): Promise<NoticeImage | undefined> {
  const { proceedingId, restriction, digest } = options
  const organisationId = await organisationOfProceeding(handle, proceedingId)
  const ground = await groundOf(handle, { organisationId, proceedingId, restriction })
  if (ground?.led === undefined) return undefined
  return (await listReceivedImages(handle, ground.led)).find(({ sha256 }) => sha256 === digest)
}

function rightIn(notice: Notice | undefined): string | null {
  const { work, holder } = notice?.right ?? {}
  const named = [registerEntryIn(notice), work].filter((one) => one !== undefined).join(' ')
  const words = [named, holder ?? ''].filter((one) => one !== '')
  return words.length === 0 ? null : words.join(', ')
}

function registerEntryIn(notice: Notice | undefined): string | undefined {
  const { office, number } = notice?.right ?? {}
  return number === undefined ? office : office === undefined ? number : `${office} ${number}`
}

async function shownListing(
  handle: Transaction,
  organisationId: string,
  listingId: string | null,
): Promise<SellerView['listing']> {
  if (listingId === null) return null
  const listing = await findOwnListing(handle, organisationId, listingId)
  if (listing === undefined) return null
  const { title, url } = listing.listing
  return {
    id: listing.externalId,
    title: typeof title === 'string' ? title : '',
    url: typeof url === 'string' ? url : null,
  }
}
