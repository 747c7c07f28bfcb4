import type {
  SellerAccountView,
  SellerAccountDetailView,
  SellerTimelineEntryView,
} from '@touchstone/contract'
import { recordEvent } from '../../access/audit/index.ts'
import type { Actor } from '../../access/organisations/index.ts'
import { findThresholdView } from '../../brands/thresholds/index.ts'
import {
  isRightsSide,
  mayRelease,
  type BrandNames,
  type Viewer,
} from '../../brands/visibility/index.ts'
import { readAccountListings, viewerOf, type ListingView } from '../../listings/queue/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { requireVisibleAccount, type SellerAccountRow } from '../seller-accounts/index.ts'
import { summarise } from './listing-summary.ts'
import { mayReadProcedures } from './policy.ts'
import { readProcedures } from './read-procedures.ts'
import {
  countedListings,
  pageOfAccounts,
  type AccountQuery,
  type CountedAccountRow,
} from './repository.ts'
import { pageOfTimeline, type TimelineCursor, type TimelineRow } from './timeline-repository.ts'

export type ServiceInput<T> = {
  handle: Transaction
  actor: Actor
  names: BrandNames
  /** The engine whose assessments are shown. */
  engine: string
  input: T
}

/** Listings read for a seller page, each with its assessment. */
const maxListings = 500

export type AccountListInput = Pick<AccountQuery, 'order' | 'search' | 'marketplace' | 'limit'> & {
  after: AccountQuery['after']
}

/** A page of the accounts whose listings the actor may see, with one row more than it shows. */
export async function listAccounts(
  options: Omit<ServiceInput<AccountListInput>, 'names' | 'engine'>,
): Promise<{ row: CountedAccountRow; shown: Outgoing<SellerAccountView> }[]> {
  const { handle, actor, input } = options
  const viewer = await viewerOf(handle, actor)
  const view = await findThresholdView(handle, viewer.organisationId)
  const rows = await pageOfAccounts(handle, { ...input, viewer, view })
  await recordPrivateSellers(handle, viewer.organisationId, rows.slice(0, input.limit - 1))
  return rows.map((row) => {
    const { count, flagged } = row
    const listings = {
      count: Math.min(count, countedListings),
      flagged: Math.min(flagged, countedListings),
      more: count > countedListings,
    }
    return { row, shown: { ...toAccountView(row, viewer), listings } }
  })
}

/** The details of an account over its visible listings. */
export async function readAccount(
  options: ServiceInput<{ id: string }>,
): Promise<Outgoing<SellerAccountDetailView>> {
  const { handle, actor } = options
  const { account, viewer, listings, more } = await requireAccountWithListings(options)
  const { organisationId } = viewer
  await recordPrivateSellers(handle, organisationId, [account], account.id)
  const { count, flagged, ...summary } = summarise(listings)
  const query = { organisationId, account, listings: listings.map(({ id }) => id) }
  return {
    ...toAccountView(account, viewer),
    listings: { count, flagged, more },
    ...summary,
    procedures: mayReadProcedures(actor) ? await readProcedures(handle, actor, query) : null,
  }
}

/** The timeline of a seller, newest first, with one row more than the page shows. */
export async function listAccountTimeline(
  options: ServiceInput<{ id: string; limit: number; after?: TimelineCursor }>,
): Promise<{ row: TimelineRow; shown: Outgoing<SellerTimelineEntryView> }[]> {
  const { handle, actor, input } = options
  if (!mayReadProcedures(actor)) {
    const message = 'only users of the organisation can read what happened about a seller'
    throw new AppError({ code: 'permission-required', message })
  }
  const { account, viewer, listings } = await requireAccountWithListings(options)
  const { organisationId } = viewer
  await recordPrivateSellers(handle, organisationId, [account], account.id)
  const { limit, after } = input
  const rows = await pageOfTimeline(handle, {
    organisationId,
    account,
    listings: listings.map(({ id }) => id),
    limit,
    ...(after && { after }),
  })
  const titles = new Map(listings.map(({ id, listing: { title } }) => [id, title]))
  return rows.map((row) => {
    const { at, kind, subject, listing, value } = row
    const title = row.title ?? (listing === null ? null : (titles.get(listing) ?? null))
    return { row, shown: { at, kind, subject, title, value } }
  })
}

async function requireAccountWithListings(options: ServiceInput<{ id: string }>): Promise<{
  account: SellerAccountRow
  viewer: Viewer
  listings: ListingView[]
  more: boolean
}> {
  const { handle, actor, input } = options
  const viewer = await viewerOf(handle, actor)
  const account = await requireVisibleAccount({ handle, actor, id: input.id })
  const query = { sellerAccount: account.id, limit: maxListings }
  const { listings, more } = await readAccountListings({ ...options, input: query })
  return { account, viewer, listings, more }
}

function toAccountView(
  account: SellerAccountRow,
  viewer: Viewer,
): Omit<Outgoing<SellerAccountView>, 'listings'> {
  const { firstSeenAt, lastSeenAt } = account
  return { ...toIdentityView(account, viewer), firstSeenAt, lastSeenAt }
}

/** The account as the release matrix shows its seller to this viewer. */
export function toIdentityView(
  account: SellerAccountRow,
  viewer: Viewer,
): Omit<Outgoing<SellerAccountView>, 'listings' | 'firstSeenAt' | 'lastSeenAt'> {
  const { id, organisationId, marketplace } = account
  const own = organisationId === viewer.organisationId
  // Another organisation's account is visible only through listings about the viewer's brands.
  const relation = !own ? 'holder' : isRightsSide(viewer.kind) ? 'sender' : 'owner'
  return {
    id,
    own,
    marketplace,
    seller: mayRelease(relation, 'seller.id') ? account.seller : null,
    name: mayRelease(relation, 'seller.name') ? account.name : null,
    country: mayRelease(relation, 'seller.country') ? account.country : null,
    kind: mayRelease(relation, 'seller.type') ? account.kind : null,
    joinedAt: mayRelease(relation, 'seller.joinedAt') ? account.joinedAt : null,
  }
}

/** As with listings, reading sellers who state that they are private persons is audited. */
export async function recordPrivateSellers(
  handle: Transaction,
  organisationId: string,
  accounts: readonly Pick<SellerAccountRow, 'kind'>[],
  account?: string,
): Promise<void> {
  const count = accounts.filter(({ kind }) => kind === 'private').length
  if (count === 0) return
  await recordEvent({
    handle,
    organisationId,
    action: 'private-sellers-read',
    subject:
      account === undefined
        ? { kind: 'organisation', id: organisationId }
        : { kind: 'seller-account', id: account },
    detail: account === undefined ? { count } : {},
  })
}
