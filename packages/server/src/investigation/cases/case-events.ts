import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { recordEvent } from '../../access/audit/index.ts'
import type { Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { applyEvent, maxListings, type CaseEvent } from './types.ts'
import { isVisibleTo, mayReadCases, mayWorkOnCases } from './policy.ts'
import {
  brandsOfListings,
  findCase,
  insertCase,
  insertEvent,
  insertCaseListings,
  updateCase,
  type CaseRow,
  type CaseListingRef,
} from './repository.ts'

export type ServiceInput = { handle: Transaction; actor: Actor }
export type UserActor = Actor & { kind: 'person' }

/** A new case with its first event, recorded in the log. */
export async function createCase(
  handle: Transaction,
  { organisationId }: UserActor,
  opened: Extract<CaseEvent, { kind: 'opened' }>,
): Promise<CaseRow> {
  const at = new Date()
  const id = randomUUID()
  const state = applyEvent(undefined, opened, at.toISOString())
  await insertCase(handle, { id, organisationId, state }, at)
  await insertEvent(handle, { caseId: id, organisationId, position: 1 }, opened, at)
  await recordEvent({
    handle,
    organisationId,
    action: 'case-opened' as const,
    subject: { kind: 'case', id },
  })
  const empty = { events: 1, listings: 0, listingsInSight: 0 }
  return { ...empty, id, organisationId, state, openedAt: at, changedAt: at }
}

/** Adds events to a case, and updates its state. The case must be locked, or new. */
export async function appendEvents(
  handle: Transaction,
  kase: CaseRow,
  events: readonly CaseEvent[],
  at: Date,
  listings = kase.listings,
): Promise<CaseRow> {
  if (events.length === 0) return kase
  let { state, events: position } = kase
  for (const event of events) {
    state = applyEvent(state, event, at.toISOString())
    position += 1
    const place = { caseId: kase.id, organisationId: kase.organisationId, position }
    await insertEvent(handle, place, event, at)
  }
  // Nobody adds or removes what they cannot see.
  const listingsInSight = kase.listingsInSight + listings - kase.listings
  const changed = {
    ...kase,
    state,
    listings,
    listingsInSight,
    events: position,
    changedAt: at,
  }
  await updateCase(handle, changed, at)
  return changed
}

/** Adds listings to a case, as one event that names the new ones. */
export async function addListings(
  handle: Transaction,
  kase: CaseRow,
  refs: readonly CaseListingRef[],
  at: Date,
  from?: string,
): Promise<CaseRow> {
  if (refs.length === 0) return kase
  const listings = await insertCaseListings(handle, kase, refs, at)
  if (listings.length === 0) return kase
  const total = kase.listings + listings.length
  if (total > maxListings) {
    const message = `the case would have ${total} listings; the maximum is ${maxListings}: open another`
    throw new AppError({ code: 'case-listing-limit-reached', message })
  }
  const { brands } = kase.state
  const more = await brandsOfListings(handle, kase.id, listings)
  const added = more.filter((brand) => !brands.includes(brand))
  const data = {
    listings,
    ...(from !== undefined && { from }),
    ...(added.length > 0 && { brands: [...brands, ...added] }),
  }
  return appendEvents(handle, kase, [{ kind: 'listings-added', data }], at, total)
}

/** The case, if the caller may see it; another's and a nonexistent one look the same. */
export async function requireVisibleCase(
  { handle, actor, id }: ServiceInput & { id: string },
  { pointer = '/id', ...options }: { lock?: boolean; pointer?: string } = {},
): Promise<CaseRow> {
  const found = z.uuid().safeParse(id).success ? await findCase(handle, id, options) : undefined
  if (found !== undefined && isVisibleTo(actor, found.state.brands)) return found
  throw new AppError({ code: 'not-found', message: `there is no case ${id}`, pointer })
}

export function requireReader(actor: Actor): UserActor {
  if (mayReadCases(actor)) return actor
  const message = 'only users of the organisation can read cases'
  throw new AppError({ code: 'permission-required', message })
}

export function requireCaseWorker(actor: Actor): UserActor {
  if (mayWorkOnCases(actor)) return actor
  const message = 'only analysts, reviewers and admins can work on cases'
  throw new AppError({ code: 'permission-required', message })
}
