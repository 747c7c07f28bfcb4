import type {
  ListingAction,
  ListingActionsInput,
  ListingActionsView,
  ListingOfAction,
  ListingAvailabilityView,
  RowError,
} from '@touchstone/contract'
import { z } from 'zod'
import { recordEvent, type AuditAction } from '../../access/audit/index.ts'
import { brandsOf, contextOf, type Actor } from '../../access/organisations/index.ts'
import { recordOutbox } from '../../messaging/event-outbox/index.ts'
import type { Store, Transaction } from '../../platform/db/index.ts'
import { AppError, versionMismatch } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { mayIngestListings } from './policy.ts'
import { findListings, type ListingRef } from './repository.ts'
import { withdrawalEvents, type WithdrawalEvent } from './withdrawal-events.ts'
import {
  deleteWithdrawals,
  insertWithdrawals,
  lockListingsToWithdraw,
  type ListingToWithdraw,
} from './withdrawals-repository.ts'

type Member = Exclude<Actor, { kind: 'operator' }>

/** Withdraws a listing of the actor's organisation, or undoes its withdrawal. */
export async function actOnListing(options: {
  handle: Transaction
  actor: Actor
  input: { id: string; action: ListingAction; expectedVersion?: number | undefined }
}): Promise<Outgoing<ListingAvailabilityView>> {
  const { handle, input } = options
  const actor = requireMember(options.actor)
  const { id, action, expectedVersion } = input
  const [row] = z.uuid().safeParse(id).success
    ? await actOnRows({ handle, actor, action, rows: [{ id, expectedVersion }] })
    : []
  if (row === undefined) throw noListing({ id })
  if ('error' in row) throw row.error
  const { externalId: listing, ...availability } = row.listing
  return { ...availability, listing }
}

/** Rows per transaction: fewer if other requests are waiting, which are served in between. */
const rowsOfPart = { alone: 250, besideOthers: 50 }

/**
 * Does the same for many listings, with a result for each, in parts. Repeating the request completes one that was
 * interrupted: an action that a listing has behind it changes nothing.
 */
export async function actOnListings(options: {
  store: Store
  actor: Actor
  input: ListingActionsInput
}): Promise<Outgoing<ListingActionsView>> {
  const { store, input } = options
  const actor = requireMember(options.actor)
  const { action, listings } = input
  const results: ActedRowView[] = []
  while (results.length < listings.length) {
    const from = results.length
    const size = store.isSharedWith(actor.organisationId) ? 'besideOthers' : 'alone'
    const rows = listings.slice(from, from + rowsOfPart[size])
    const context = { ...contextOf(actor), urgency: 'bulk' } as const
    const part = await store.transact(context, (handle) =>
      actOnRows({ handle, actor, action, rows }),
    )
    for (const [place, row] of part.entries()) results.push(toResult(from + place, row))
  }
  const failed = results.filter(({ error }) => error !== undefined).length
  return { taken: results.length - failed, failed, results }
}

type ActedRowView = Outgoing<ListingActionsView>['results'][number]
type ActedRow = { listing: ListingToWithdraw } | { error: AppError }

const kinds = {
  withdraw: { event: 'listing.withdrawn', audit: 'listings-withdrawn' },
  'undo-withdrawal': { event: 'listing.offered-again', audit: 'listing-withdrawals-undone' },
} as const satisfies Record<ListingAction['type'], { event: WithdrawalEvent; audit: AuditAction }>

/** The result of each row, in their order. */
async function actOnRows(options: {
  handle: Transaction
  actor: Member
  action: ListingAction
  rows: readonly ListingOfAction[]
}): Promise<ActedRow[]> {
  const { handle, actor, action, rows } = options
  const { organisationId } = actor
  const found = await findListings(handle, organisationId, rows.map(refOf), brandsOf(actor))
  const ids = found.flatMap((listing) => listing?.id ?? [])
  const locked = await lockListingsToWithdraw(handle, organisationId, ids)
  const results = rows.map((row, place): ActedRow => {
    const listing = locked.get(found[place]?.id ?? '')
    return listing === undefined ? { error: noListing(row) } : checkVersion(row, listing)
  })
  const isWithdrawal = action.type === 'withdraw'
  const chosen = results.flatMap((row) => ('listing' in row ? [row.listing] : []))
  // A listing named twice is one object: it changes once.
  const changed = [...new Set(chosen)].filter(
    ({ withdrawnAt }) => (withdrawnAt === null) === isWithdrawal,
  )
  await change({ handle, organisationId, type: action.type, listings: changed })
  return results
}

async function change(options: {
  handle: Transaction
  organisationId: string
  type: ListingAction['type']
  listings: readonly ListingToWithdraw[]
}): Promise<void> {
  const { handle, organisationId, type, listings } = options
  const [first, ...others] = listings
  if (first === undefined) return
  const ids = listings.map(({ id }) => id)
  const at =
    type === 'withdraw'
      ? await insertWithdrawals(handle, ids)
      : await deleteWithdrawals(handle, organisationId, ids)
  for (const listing of listings) listing.withdrawnAt = at ?? null
  const { event, audit } = kinds[type]
  await recordOutbox(handle, organisationId, withdrawalEvents(event, listings))
  await recordEvent({
    handle,
    organisationId,
    action: audit,
    subject:
      others.length === 0
        ? { kind: 'listing', id: first.id }
        : { kind: 'organisation', id: organisationId },
    detail: { rows: listings.length },
  })
}

function refOf({ id, listing = '', marketplace = '' }: ListingOfAction): ListingRef {
  return id === undefined ? { marketplace, externalId: listing } : { id }
}

function checkVersion({ expectedVersion }: ListingOfAction, listing: ListingToWithdraw): ActedRow {
  if (expectedVersion === undefined || expectedVersion === listing.version) return { listing }
  const subject = `listing ${listing.id}`
  return { error: versionMismatch({ subject, current: listing, expectedVersion }) }
}

/** Another organisation's listing and none at all look the same from outside. */
function noListing({ id, listing, marketplace }: ListingOfAction): AppError {
  const place = marketplace === undefined ? 'without a marketplace' : `on ${marketplace}`
  const name = id ?? `${listing} ${place}`
  return new AppError({
    code: 'not-found',
    message: `your organisation submitted no listing ${name}`,
    pointer: id === undefined ? '/listing' : '/id',
  })
}

function toResult(row: number, acted: ActedRow): ActedRowView {
  if ('listing' in acted) {
    const { id, version, withdrawnAt } = acted.listing
    return { row, id, version, withdrawnAt }
  }
  const { pointer, message } = acted.error
  const error: RowError = { pointer: `/listings/${row}${pointer ?? ''}`, message }
  return { row, error }
}

/** Those who submit listings say when they are no longer offered. */
function requireMember(actor: Actor): Member {
  if (mayIngestListings(actor)) return actor
  const message =
    'withdrawing listings requires the scope listings:write, or the role admin or analyst'
  throw new AppError({ code: 'permission-required', message })
}
