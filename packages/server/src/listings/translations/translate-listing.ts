import { createHash, randomUUID } from 'node:crypto'
import { isStorableText, type GlossLanguage, type Listing } from '@touchstone/contract'
import { recordEvent } from '../../access/audit/index.ts'
import { contextOf, type Actor } from '../../access/organisations/index.ts'
import type { BrandNames } from '../../brands/visibility/index.ts'
import type { Store, Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { requireVisibleListing } from '../queue/index.ts'
import { mayTranslate } from './policy.ts'
import {
  findConsent,
  findServiceTranslation,
  insertTranslation,
  translationsOf,
  type TranslationRow,
} from './repository.ts'
import { shownAtMost, translationLimitReached } from './manage-translations.ts'
import { notConfigured } from './service-consent.ts'
import type { TranslationService } from './translation-service.ts'

type TranslateInput = {
  store: Store
  actor: Actor
  service: TranslationService | undefined
  names: BrandNames
  /** The engine whose assessments are shown. */
  engine: string
  input: { id: string; language: GlossLanguage }
}

/** More than a service is asked for at once. */
const mostUnits = 20_000

type Sent = { title: string | undefined; description: string | undefined }
type TranslationRequest = {
  organisationId: string
  listingId: string
  version: number
  sent: Sent
  digest: Buffer
}

/**
 * Translates title and description of a listing by the operator's service. What was translated before is returned
 * without asking it again. The log records what leaves before it leaves.
 */
export async function translateListing(
  options: TranslateInput,
): Promise<{ translation: TranslationRow; isNew: boolean }> {
  const { store, actor, service, input } = options
  const { language } = input
  const { found, asked } = await store.transact(contextOf(actor), (handle) =>
    prepare(handle, options),
  )
  if (found !== undefined) return { translation: found, isNew: false }
  if (service === undefined) throw notConfigured()
  const { title, description } = asked.sent
  const texts = [title, description].filter((text) => text !== undefined)
  const translated = await service.translate(texts, language)
  const [first, second] = title === undefined ? [undefined, translated[0]] : translated
  return store.transact(contextOf(actor), async (handle) => {
    // Meanwhile the listing may be hidden, or somebody else may have asked for the same.
    const again = await prepare(handle, options, { isSent: true })
    if (again.found !== undefined) return { translation: again.found, isNew: false }
    const translation = await insertTranslation(handle, {
      organisationId: asked.organisationId,
      listingId: asked.listingId,
      id: randomUUID(),
      given: {
        version: asked.version,
        language,
        machine: service.name,
        ...(first !== undefined && { title: first }),
        ...(second !== undefined && { description: second }),
      },
      sourceDigest: asked.digest,
    })
    const { id } = translation
    await recordEvent({
      handle,
      organisationId: asked.organisationId,
      action: 'translation-added',
      subject: { kind: 'translation', id },
      detail: { listing: asked.listingId, language, service: service.name },
    })
    return { translation, isNew: true }
  })
}

/** Checks who asks, for what, and whether the organisation allows it; then finds what was translated before. */
async function prepare(
  handle: Transaction,
  { actor, service, names, engine, input: { id, language } }: TranslateInput,
  { isSent = false } = {},
): Promise<{ found: TranslationRow | undefined; asked: TranslationRequest }> {
  if (!mayTranslate(actor)) {
    throw new AppError({
      code: 'permission-required',
      message: 'only analysts, reviewers and admins can ask for translations',
    })
  }
  const { organisationId } = actor
  const { shown } = await requireVisibleListing({ handle, actor, names, engine, input: { id } })
  if (service === undefined) throw notConfigured()
  // Whoever sent a listing to the alliance did not agree that it leaves the alliance.
  if (!shown.own) {
    throw new AppError({
      code: 'translation-own-listing-required',
      message: 'another organisation submitted this listing: only your own are sent to a service',
    })
  }
  if ((await findConsent(handle, organisationId))?.service !== service.name) {
    throw new AppError({
      code: 'translation-service-not-allowed',
      message: `nothing is sent to ${service.name} until an admin of the organisation allows it`,
    })
  }
  const sent = textsOf(shown.listing)
  const digest = createHash('sha256')
    .update(JSON.stringify([sent.title ?? null, sent.description ?? null]))
    .digest()
  const asked = { organisationId, listingId: shown.id, version: shown.version, sent, digest }
  const which = { organisationId, listingId: shown.id, language, machine: service.name, digest }
  const found = await findServiceTranslation(handle, which)
  if (found !== undefined || isSent) return { found, asked }
  const limit = shownAtMost
  const before = await translationsOf(handle, { organisationId, listingId: shown.id, limit })
  if (before.length >= limit) throw translationLimitReached()
  await recordEvent({
    handle,
    organisationId,
    action: 'listing-sent-for-translation',
    subject: { kind: 'listing', id: shown.id },
    detail: {
      service: service.name,
      language,
      version: shown.version,
      characters: (sent.title ?? '').length + (sent.description ?? '').length,
    },
  })
  return { found, asked }
}

/** The texts that leave: nothing else of the listing does. */
function textsOf({ title, description }: Pick<Listing, 'title' | 'description'>): Sent {
  const whole = (text: string | undefined): string | undefined =>
    text === undefined || text.trim() === '' || !isStorableText(text) ? undefined : text
  const sent = { title: whole(title), description: whole(description) }
  const units = (sent.title ?? '').length + (sent.description ?? '').length
  if (units === 0) {
    throw new AppError({
      code: 'translation-text-missing',
      message: 'the listing has neither a title nor a description to translate',
    })
  }
  if (units <= mostUnits) return sent
  throw new AppError({
    code: 'translation-text-too-long',
    message: `title and description have ${units} characters; at most ${mostUnits} are sent at once`,
  })
}
