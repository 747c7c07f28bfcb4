import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { recordEvent } from '../../access/audit/index.ts'
import type { Actor } from '../../access/organisations/index.ts'
import type { Handle } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { after, mostOffers, type CaseEvent } from './types.ts'
import { isInSight, mayReadCases, mayWorkOnCases } from './policy.ts'
import {
  findCase,
  insertCase,
  insertEvent,
  insertOffers,
  updateCase,
  type KeptCase,
  type OfferRef,
} from './repository.ts'

export type Asked = { handle: Handle; actor: Actor }
export type Person = Actor & { kind: 'person' }

/** A new case with its first event, which the log tells of. */
export async function newCase(
  handle: Handle,
  { organisationId }: Person,
  opened: Extract<CaseEvent, { kind: 'opened' }>,
): Promise<KeptCase> {
  const at = new Date()
  const id = randomUUID()
  const state = after(undefined, opened, at.toISOString())
  await insertCase(handle, { id, organisationId, state }, at)
  await insertEvent(handle, { caseId: id, organisationId, position: 1 }, opened, at)
  await recordEvent({
    handle,
    organisationId,
    action: 'case-opened' as const,
    subject: { kind: 'case', id },
  })
  const empty = { events: 1, offers: 0, offersInSight: 0 }
  return { ...empty, id, organisationId, state, openedAt: at, changedAt: at }
}

/** Adds what happened to a case, and keeps how it stands then. The case must be locked, or new. */
export async function append(
  handle: Handle,
  kept: KeptCase,
  events: readonly CaseEvent[],
  at: Date,
  offers = kept.offers,
): Promise<KeptCase> {
  if (events.length === 0) return kept
  let { state, events: position } = kept
  for (const event of events) {
    state = after(state, event, at.toISOString())
    position += 1
    const place = { caseId: kept.id, organisationId: kept.organisationId, position }
    await insertEvent(handle, place, event, at)
  }
  // Nobody adds or takes out what is out of sight.
  const offersInSight = kept.offersInSight + offers - kept.offers
  const changed = { ...kept, state, offers, offersInSight, events: position, changedAt: at }
  await updateCase(handle, changed, at)
  return changed
}

/** Puts offers into a case, as one event that names those which were not in it. */
export async function putOffers(
  handle: Handle,
  kept: KeptCase,
  offers: readonly OfferRef[],
  at: Date,
  from?: string,
): Promise<KeptCase> {
  if (offers.length === 0) return kept
  const listings = await insertOffers(handle, kept, offers, at)
  if (listings.length === 0) return kept
  const total = kept.offers + listings.length
  if (total > mostOffers) {
    const message = `the case would hold ${total} offers; one holds ${mostOffers} at the most: open another`
    throw new AppError({ code: 'conflict', message })
  }
  const data = { listings, ...(from !== undefined && { from }) }
  return append(handle, kept, [{ kind: 'offers-added', data }], at, total)
}

/** The case, where the caller may see it; one of another and none at all look the same. */
export async function caseInSight(
  { handle, actor, id }: Asked & { id: string },
  { pointer = '/id', ...options }: { lock?: boolean; pointer?: string } = {},
): Promise<KeptCase> {
  const found = z.uuid().safeParse(id).success ? await findCase(handle, id, options) : undefined
  if (found !== undefined && isInSight(actor, found.state.brands)) return found
  throw new AppError({ code: 'not-found', message: `there is no case ${id}`, pointer })
}

export function readerOf(actor: Actor): Person {
  if (mayReadCases(actor)) return actor
  const message = 'cases are read by people of the organisation'
  throw new AppError({ code: 'not-allowed', message })
}

export function workerOf(actor: Actor): Person {
  if (mayWorkOnCases(actor)) return actor
  const message = 'cases are worked on by analysts, reviewers and admins'
  throw new AppError({ code: 'not-allowed', message })
}
