import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { writeStoredSentence, type TipInput } from '@touchstone/contract'
import { z } from 'zod'
import { recordEvent } from '../../access/audit/index.ts'
import { contextOf, organisationOf, type Actor } from '../../access/organisations/index.ts'
import { ingestPage, type ListingIngest } from '../../listings/ingest/index.ts'
import type { OutboundHost } from '../../platform/config/index.ts'
import type { Context, Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { assertBrandVisible } from '../saved-watches/index.ts'
import { mayReadTips, mayRecordTip, mayRemoveTip, mayStateSignInReason } from './policy.ts'
import {
  countEmailTips,
  deleteTip,
  findTip,
  findUnreadEmailTips,
  insertEmailTips,
  insertTip,
  pageOfTips,
  saveReading,
  type TipEmail,
  type TipFilter,
  type TipRow,
} from './repository.ts'
import { redactEmailTips } from './queries.ts'

type ServiceInput = { handle: Transaction; actor: Actor }

export async function listTips({
  handle,
  actor,
  input,
}: ServiceInput & {
  input: TipFilter
}): Promise<TipRow[]> {
  requireReader(actor)
  return pageOfTips(handle, organisationOf(actor), input)
}

export async function readTip({
  handle,
  actor,
  id,
}: ServiceInput & { id: string }): Promise<TipRow> {
  requireReader(actor)
  const tip = z.uuid().safeParse(id).success ? await findTip(handle, id) : undefined
  if (tip !== undefined) return tip
  throw new AppError({ code: 'not-found', message: `there is no tip ${id}`, pointer: '/id' })
}

/** Records a tip before its page is read, so that it is not lost with the page. */
export async function recordTip({
  handle,
  actor,
  input,
  now,
}: ServiceInput & { input: TipInput; now: Date }): Promise<TipRow> {
  const { url, words = null, source, brand = null, page } = input
  if (!mayRecordTip(actor, brand)) throw notAllowed(brand)
  if (page?.signInReason !== undefined && !mayStateSignInReason(actor)) {
    const message = 'pages that ask for a sign-in are sent by admins, with counsel’s reason'
    throw new AppError({
      code: 'permission-required',
      message,
      pointer: '/page/signInReason',
    })
  }
  const receivedAt = input.receivedAt === undefined ? now : new Date(input.receivedAt)
  if (receivedAt > now) {
    const message = `/receivedAt ${input.receivedAt} is in the future; state when the organisation received the tip`
    throw new AppError({ code: 'date-in-future', message, pointer: '/receivedAt' })
  }
  const shownAt = page && new Date(page.shownAt)
  // The clock of a browser may be ahead.
  const shown = shownAt !== undefined && shownAt > now ? now : shownAt
  const organisationId = organisationOf(actor)
  if (brand !== null) await assertBrandVisible(handle, organisationId, brand)
  const id = randomUUID()
  await insertTip(handle, {
    id,
    organisationId,
    url,
    words,
    source,
    brand,
    receivedAt,
    person: actor.id,
    page:
      page === undefined || shown === undefined
        ? null
        : { sentWith: page.sentWith, shownAt: shown, signInReason: page.signInReason ?? null },
  })
  await record(handle, actor, 'tip-recorded', id, {
    source,
    ...(brand !== null && { brand }),
    ...(page !== undefined && { sentWith: page.sentWith }),
    ...(page?.signInReason !== undefined && { signInReason: page.signInReason }),
  })
  return readTip({ handle, actor, id })
}

/** Emails to one address give no more tips in a day. */
export const maxEmailTipsADay = 200

export type EmailRecord = 'recorded' | 'not-allowed' | 'too-many'

/**
 * Records a tip for each page that an email to a person’s address names, each once however often the email is read. The
 * pages are read later.
 */
export async function recordEmailTips({
  handle,
  actor,
  brand,
  email,
  now,
}: ServiceInput & { brand: string | null; email: TipEmail; now: Date }): Promise<EmailRecord> {
  if (!mayRecordTip(actor, brand)) return 'not-allowed'
  const organisationId = organisationOf(actor)
  const of = { organisationId, person: actor.id, brand }
  const recent = await countEmailTips(handle, of, new Date(now.getTime() - 86_400_000))
  if (recent + email.urls.length > maxEmailTipsADay) return 'too-many'
  for (const id of await insertEmailTips(handle, of, email)) {
    const detail = { source: 'email', ...(brand !== null && { brand }) }
    await record(handle, actor, 'tip-recorded', id, detail)
  }
  return 'recorded'
}

/** Reads the pages of tips that arrived by email, the oldest first, until stopped. Returns their number. */
export async function readEmailTipPages(
  reader: PageReader,
  { limit, signal }: { limit: number; signal: AbortSignal },
): Promise<number> {
  const { store } = reader.intake
  const operator: Context = { as: 'operator', actor: { kind: 'operator', id: 'tip-mailbox' } }
  const waiting = await store.transact(operator, (handle) => findUnreadEmailTips(handle, limit))
  let read = 0
  for (const { id, brand, person, ...rights } of waiting) {
    if (signal.aborted) break
    const actor: Actor = { kind: 'person', id: person, ...rights }
    if (mayRecordTip(actor, brand)) {
      const tip = await store.transact(contextOf(actor), (handle) => readTip({ handle, actor, id }))
      await readTipPage(reader, actor, tip)
    } else {
      const of = { id, organisationId: rights.organisationId }
      const failure = writeStoredSentence('tip.person-without-right')
      await store.transact(operator, (handle) => saveReading(handle, of, { failure }))
    }
    read++
  }
  return read
}

export type PageReader = { intake: ListingIngest; outboundAllow: readonly OutboundHost[] }

/**
 * Submits the listings of the page as any page is submitted; outside of transactions, since it is fetched unless a
 * person’s browser has shown it.
 */
export async function readTipPage(
  { intake, outboundAllow }: PageReader,
  actor: Actor,
  tip: TipRow,
  shown?: string,
): Promise<TipRow> {
  if (!mayRecordTip(actor, tip.brand)) throw notAllowed(tip.brand)
  const reading = await ingestPage({
    intake,
    actor,
    ingestOptions: {},
    page: {
      url: tip.url,
      ...(shown !== undefined && { html: Readable.from([Buffer.from(shown)]), encoding: 'utf-8' }),
    },
    pageOptions: { preview: false },
    outbound: { allow: outboundAllow },
  }).then(
    ({ listings }) => ({ listings: listings.flatMap(({ taken }) => taken?.id ?? []) }),
    (error: unknown) => {
      if (error instanceof AppError) return { failure: error.message }
      throw error
    },
  )
  return intake.store.transact(contextOf(actor), async (handle) => {
    const of = { id: tip.id, organisationId: organisationOf(actor) }
    await saveReading(handle, of, reading)
    if ('listings' in reading) {
      await record(handle, actor, 'tip-read', tip.id, { listings: reading.listings.length })
    }
    return readTip({ handle, actor, id: tip.id })
  })
}

/** Removes sender and words of an email, for a sender who asks for it. */
export async function forgetSender(options: ServiceInput & { id: string }): Promise<TipRow> {
  const { handle, actor, id } = options
  const tip = await readTip(options)
  if (!mayRemoveTip(actor, tip)) {
    const message = 'the sender of a tip can be removed by its person, and by admins'
    throw new AppError({ code: 'permission-required', message })
  }
  if (tip.email === null) {
    const message = 'the tip did not arrive by email: delete it, or leave it'
    throw new AppError({ code: 'tip-not-by-email', message })
  }
  if (tip.email.forgottenAt !== null) return tip
  await redactEmailTips(handle, [id])
  await record(handle, actor, 'tip-emails-forgotten', id)
  return readTip(options)
}

export async function removeTip(options: ServiceInput & { id: string }): Promise<void> {
  const { handle, actor, id } = options
  const tip = await readTip(options)
  if (!mayRemoveTip(actor, tip)) {
    const message = 'a tip can be deleted by the person who recorded it, and by admins'
    throw new AppError({ code: 'permission-required', message })
  }
  await deleteTip(handle, id)
  await record(handle, actor, 'tip-removed', id)
}

function requireReader(actor: Actor): void {
  if (mayReadTips(actor)) return
  const message = 'tips are available to members of the organisation'
  throw new AppError({ code: 'permission-required', message })
}

function notAllowed(brand: string | null): AppError {
  const message =
    brand === null
      ? 'tips are recorded by members who work on listings; members limited to brands state one of these as brand'
      : `tips for ${brand} are recorded by members who work on listings of this brand`
  return new AppError({ code: 'permission-required', message })
}

async function record(
  handle: Transaction,
  actor: Actor,
  action: 'tip-recorded' | 'tip-read' | 'tip-removed' | 'tip-emails-forgotten',
  id: string,
  detail?: Record<string, unknown>,
): Promise<void> {
  await recordEvent({
    handle,
    organisationId: organisationOf(actor),
    action,
    subject: { kind: 'tip', id },
    ...(detail && { detail }),
  })
}
