import { randomUUID } from 'node:crypto'
import type { TranslationInput } from '@touchstone/contract'
import { z } from 'zod'
import { recordEvent } from '../../access/audit/index.ts'
import { brandsOf, type Actor } from '../../access/organisations/index.ts'
import { findListings, type NamedListing } from '../ingest/index.ts'
import { mayReadListings } from '../queue/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError, type ErrorCode } from '../../platform/errors/index.ts'
import { mayRemoveTranslation, mayTranslate } from './policy.ts'
import {
  deleteTranslation,
  findTranslation,
  insertTranslation,
  translationsOf,
  type TranslationRow,
} from './repository.ts'

type ServiceInput<T> = { handle: Transaction; actor: Actor; input: T }

export const shownAtMost = 50

export async function listTranslations(
  options: ServiceInput<{ id: string }>,
): Promise<TranslationRow[]> {
  const { handle, actor } = options
  if (!mayReadListings(actor))
    throw notAllowed('reading translations requires the scope listings:read')
  const { organisationId } = actor
  const { id: listingId } = await listingOf(options, organisationId)
  return translationsOf(handle, { organisationId, listingId, limit: shownAtMost })
}

/** Adds a user's translation of a version; more than fifty per listing would not be read. */
export async function addTranslation(
  options: ServiceInput<{ id: string; given: TranslationInput }>,
): Promise<TranslationRow> {
  const { handle, actor, input } = options
  if (!mayTranslate(actor))
    throw notAllowed('only analysts, reviewers and admins can add translations')
  const { organisationId } = actor
  const listing = await listingOf(options, organisationId)
  if (input.given.version > listing.version) {
    throw new AppError({
      code: 'listing-version-unknown',
      message: `/version ${input.given.version} does not exist; the newest is ${listing.version}`,
      pointer: '/version',
    })
  }
  const { id: listingId } = listing
  const before = await translationsOf(handle, { organisationId, listingId, limit: shownAtMost })
  if (before.length >= shownAtMost) throw translationLimitReached()
  const id = randomUUID()
  const translation = await insertTranslation(handle, {
    organisationId,
    listingId,
    id,
    given: input.given,
  })
  await recordEvent({
    handle,
    organisationId,
    action: 'translation-added',
    subject: { kind: 'translation', id },
    detail: { listing: listingId, language: translation.language },
  })
  return translation
}

export async function removeTranslation(options: ServiceInput<{ id: string }>): Promise<void> {
  const { handle, actor, input } = options
  if (!mayTranslate(actor))
    throw notAllowed('only analysts, reviewers and admins can remove translations')
  const { organisationId } = actor
  const kept = await findTranslation(handle, organisationId, input.id)
  // A translation of a hidden listing is hidden too.
  const isSeen = kept && (await inSight(handle, actor, organisationId, kept.listingId))
  if (kept === undefined || isSeen === undefined) {
    throw noSuch('translation', input.id)
  }
  if (!mayRemoveTranslation(actor, kept.addedBy)) {
    throw notAllowed('only its author or an admin can remove a translation', 'author-required')
  }
  await deleteTranslation(handle, input.id)
  await recordEvent({
    handle,
    organisationId,
    action: 'translation-removed',
    subject: { kind: 'translation', id: input.id },
    detail: { listing: kept.listingId },
  })
}

async function listingOf(
  { handle, actor, input: { id } }: ServiceInput<{ id: string }>,
  organisationId: string,
): Promise<NamedListing> {
  const found = await inSight(handle, actor, organisationId, id)
  if (found !== undefined) return found
  throw noSuch('listing', id)
}

async function inSight(
  handle: Transaction,
  actor: Actor,
  organisationId: string,
  id: string,
): Promise<NamedListing | undefined> {
  if (!z.uuid().safeParse(id).success) return undefined
  const [found] = await findListings(handle, organisationId, [{ id }], brandsOf(actor))
  return found
}

export function translationLimitReached(): AppError {
  return new AppError({
    code: 'translation-limit-reached',
    message: `the listing has ${shownAtMost} translations, the maximum; remove one first`,
  })
}

function noSuch(noun: string, id: string): AppError {
  return new AppError({ code: 'not-found', message: `there is no ${noun} ${id}`, pointer: '/id' })
}

function notAllowed(message: string, code: ErrorCode = 'permission-required'): AppError {
  return new AppError({ code, message })
}
