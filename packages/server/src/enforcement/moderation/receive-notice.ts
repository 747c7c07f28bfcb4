import { randomUUID } from 'node:crypto'
import {
  Email,
  Notice,
  type ProceedingAction,
  type ModerationSettingsInput,
} from '@touchstone/contract'
import { elementsOf, type NoticeElements } from '@touchstone/jurisdiction'
import { recordEvent } from '../../access/audit/index.ts'
import { applyTransitions, openProceeding } from '../proceedings/index.ts'
import { queueEmail } from '../../messaging/email/index.ts'
import { recordOutbox } from '../../messaging/event-outbox/index.ts'
import { addressHashOf, normaliseUrl } from '../../listings/ingest/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { moderationRules, settingsFor } from './settings.ts'
import {
  candidateIds,
  dailyHashOf,
  maxNoticeRates,
  maxNotice,
  newReceipt,
  listingKeyOf,
  regimeId,
  suggestsHarm,
  todayUnder,
  undecidedStates,
  urgencyOf,
  type ItemLocation,
} from './types.ts'
import {
  countNoticesSince,
  findNotice,
  insertItem,
  insertNotice,
  listItemsAbout,
  itemsOf,
  findOwnListings,
  type NoticeEvidence,
  type OwnListingRow,
} from './repository.ts'
import { acknowledgementText } from './notifier-texts.ts'
import { misuseSubjectOf, findSuspension, type Suspension } from './find-suspension.ts'
import { findTrustedFlagger } from './find-trusted-flagger.ts'

/** The notifier: an organisation of this installation with its own number of the notice, or anyone. */
export type NoticeSender =
  | { organisationId: string; noticeId: string }
  | { stranger: { network: string } }

export type ReceiveNoticeInput = {
  handle: Transaction
  organisationId: string
  from: NoticeSender
  notice: Notice
  evidence: readonly NoticeEvidence[]
  now: Date
  /** Whether there is a mail server; without one the response confirms receipt. */
  sendsMail?: boolean
}

export type ReceivedNotice = {
  id: string
  receipt: string | undefined
  receivedAt: Date
  acknowledged: 'mail' | 'response'
  missing: NoticeElements['missing']
  items: { position: number; proceedingId: string; instance: string }[]
}

/**
 * Receives a notice as a whole: each item starts a workflow instance, or joins the proceeding in which the same
 * listing awaits its decision. Missing elements never lead to rejection. Receipt is confirmed once.
 */
export async function receiveNotice(options: ReceiveNoticeInput): Promise<ReceivedNotice> {
  const { handle, organisationId, from, now } = options
  const inside = 'organisationId' in from ? from : undefined
  if (inside !== undefined) {
    const known = await receivedBefore(options, inside)
    if (known !== undefined) return known
  }
  const notice = cleaned(options.notice)
  checkSize(notice, inside === undefined ? maxNotice.items : maxNotice.itemsInside)
  const moderationSettings = await settingsFor(handle, organisationId)
  const email = Email.safeParse(notice.email).data
  const { given, missing, contact } = elementsOf({ ...notice, email })
  const id = randomUUID()
  const hashes = await floodHashes(options, email)
  const receipt = inside === undefined ? newReceipt() : undefined
  const mails = !hashes.tooManyToAddress && options.sendsMail === true
  const acknowledged = inside === undefined && email !== undefined && mails ? 'mail' : 'response'
  const hasContact = inside !== undefined || contact
  await insertNotice(handle, {
    id,
    organisationId,
    notice,
    acknowledged,
    elements: given,
    contact: hasContact,
    fromOrganisation: inside?.organisationId ?? null,
    fromNotice: inside?.noticeId ?? null,
    receiptHash: receipt?.hash ?? null,
    networkHash: hashes.network,
    addressHash: acknowledged === 'mail' ? hashes.address : null,
    evidence: [...options.evidence],
    receivedAt: now,
  })
  const subject = misuseSubjectOf({ inside, email })
  const suspended = await findSuspension(handle, organisationId, { role: 'notifier', subject })
  const items: ReceivedNotice['items'] = []
  const places = notice.items?.length ? notice.items : [{}]
  const notifierType = await findNotifierType(options, inside?.organisationId, notice)
  const known = await listingsOf(handle, organisationId, places.map(placeOf))
  for (const [position, item] of places.entries()) {
    const place = placeOf(item)
    const listingId = known(place)
    const listingKey = listingKeyOf(place, listingId)
    const proceedingId = await proceedingAbout({
      handle,
      organisationId,
      moderationSettings,
      listingKey,
      listingId,
    })
    const instance = `n-${id}-${position}`
    const urgency = urgencyOf({ notifierType, lifeSafety: suggestsHarm(notice, position) })
    await insertItem(handle, {
      noticeId: id,
      position,
      organisationId,
      proceedingId,
      instance,
      listingKey,
      urgency,
      listingId: listingId ?? null,
      receivedAt: now,
    })
    const fields = {
      contact: hasContact,
      notice: id,
      item: String(position),
      // The regime does not accept an empty list: a notice may contain none of the four elements.
      ...(given.length > 0 && { elements: given }),
    }
    const actions: ProceedingAction[] = [
      {
        type: 'open',
        id: instance,
        workflow: moderationRules.workflowOf('notice'),
        role: 'notifier',
        fields,
      },
      ...(hasContact ? [confirmed(instance, `${acknowledged} ${acknowledgementKey(id)}`)] : []),
      ...(suspended === undefined ? [] : [holdTransition(instance, suspended)]),
    ]
    await applyTransitions({ handle, organisationId, input: { id: proceedingId, actions, now } })
    items.push({ position, proceedingId, instance })
  }
  if (acknowledged === 'mail' && email !== undefined && options.sendsMail === true) {
    const told = {
      language: options.notice.language,
      texts: moderationSettings.texts,
      notice: id,
      items: items.length,
      receivedAt: now,
    }
    await queueEmail(handle, {
      organisationId,
      key: acknowledgementKey(id),
      by: 'email',
      to: email,
      ...acknowledgementText(told),
      about: { kind: 'notice', id },
    })
  }
  await recordEvent({
    handle,
    organisationId,
    action: 'notice-received',
    subject: { kind: 'received-notice', id },
    detail: { items: items.length, inside: inside !== undefined },
  })
  await recordOutbox(handle, organisationId, [
    {
      type: 'notice.received',
      data: {
        notice: id,
        items: items.length,
        proceedings: items.map(({ proceedingId }) => proceedingId),
      },
    },
  ])
  return { id, receipt: receipt?.code, receivedAt: now, acknowledged, missing, items }
}

/** The same for the same receipt, so that it is sent once. */
function acknowledgementKey(noticeId: string): string {
  return `acknowledgement:${noticeId}`
}

/** A repeated request returns the first receipt. */
async function receivedBefore(
  { handle, organisationId }: ReceiveNoticeInput,
  sender: { organisationId: string; noticeId: string },
): Promise<ReceivedNotice | undefined> {
  const known = await findNotice(handle, organisationId, {
    fromOrganisation: sender.organisationId,
    fromNotice: sender.noticeId,
  })
  if (known === undefined) return undefined
  const items = await itemsOf(handle, organisationId, known.id)
  return {
    id: known.id,
    receipt: undefined,
    receivedAt: known.receivedAt,
    acknowledged: 'response',
    missing: elementsOf(known.notice).missing,
    items: items.map(({ position, proceedingId, instance }) => ({
      position,
      proceedingId,
      instance,
    })),
  }
}

function checkSize(notice: Notice, mostItems: number): void {
  const { items = [] } = notice
  if (items.length > mostItems) {
    throw new AppError({
      code: 'notice-item-limit-exceeded',
      message: `a notice can have at most ${mostItems} items here: split the ${items.length} into several notices`,
      pointer: '/items',
    })
  }
  const bytes = Buffer.byteLength(JSON.stringify(notice))
  if (bytes > maxNotice.bytes) {
    const message = `a notice can be at most ${maxNotice.bytes / 1024} KiB: this one has ${Math.ceil(bytes / 1024)}`
    throw new AppError({ code: 'notice-too-large', message })
  }
}

/** Refuses floods from one network; reports whether an address has received enough messages. */
async function floodHashes(
  { handle, organisationId, from, now }: ReceiveNoticeInput,
  email: string | undefined,
): Promise<{ network: Buffer | null; address: Buffer | null; tooManyToAddress: boolean }> {
  if (!('stranger' in from)) return { network: null, address: null, tooManyToAddress: false }
  const day = todayUnder(moderationRules, now)
  const network = dailyHashOf(organisationId, day, from.stranger.network)
  const since = new Date(now.getTime() - 3_600_000)
  const came = await countNoticesSince(handle, organisationId, {
    by: 'network',
    hash: network,
    since,
    now,
  })
  if (came >= maxNoticeRates.ofNetworkAnHour) {
    throw new AppError({
      code: 'notice-rate-exceeded',
      message: `more than ${maxNoticeRates.ofNetworkAnHour} notices came from your network within an hour: combine several items in one`,
      retryable: true,
      retryAfter: 3600,
    })
  }
  if (email === undefined) return { network, address: null, tooManyToAddress: false }
  const address = dailyHashOf(organisationId, day, email)
  const today = new Date(now.getTime() - 24 * 3_600_000)
  const noticeCount = await countNoticesSince(handle, organisationId, {
    by: 'address',
    hash: address,
    since: today,
    now,
  })
  return { network, address, tooManyToAddress: noticeCount >= maxNoticeRates.toAddressADay }
}

function confirmed(id: string, acknowledgement: string): ProceedingAction {
  return {
    type: 'transition',
    id,
    transition: 'acknowledge',
    role: 'system',
    fields: { acknowledgement },
  }
}

function holdTransition(id: string, { id: suspension, until }: Suspension): ProceedingAction {
  return {
    type: 'transition',
    id,
    transition: 'put-on-hold',
    role: 'system',
    fields: { suspension, suspendedUntil: until },
  }
}

/** The rank of a notifier before anyone has checked: only organisations of this installation are known. */
async function findNotifierType(
  { handle, organisationId }: ReceiveNoticeInput,
  sender: string | undefined,
  { ground }: Notice,
): Promise<'trusted-flagger' | 'programme-member' | 'normal'> {
  return (
    (await findTrustedFlagger(handle, organisationId, { sender, ground }))?.notifierType ?? 'normal'
  )
}

function placeOf({
  urls = [],
  identifiers = [],
}: {
  urls?: string[]
  identifiers?: string[]
}): ItemLocation {
  return { urls, identifiers }
}

/** Finds own listings by address or number; an address stated by a listing takes precedence. */
async function listingsOf(
  handle: Transaction,
  organisationId: string,
  places: readonly ItemLocation[],
): Promise<(place: ItemLocation) => string | undefined> {
  const externalIds = [...new Set(places.flatMap(candidateIds))]
  const addresses = places.flatMap(({ urls }) => urls).flatMap((url) => addressHashOf(url) ?? [])
  const found = await findOwnListings(handle, organisationId, { externalIds, addresses })
  return (place) => {
    const candidates = candidateIds(place)
    const addresses = place.urls.map(normaliseUrl)
    const named = found.filter(({ externalId }) => candidates.includes(externalId))
    const isThere = ({ listing: { url } }: OwnListingRow): boolean =>
      typeof url === 'string' && addresses.includes(normaliseUrl(url))
    const [best = []] = [named.filter(isThere), found.filter(isThere), named].filter(
      (some) => some.length > 0,
    )
    // Two listings that match part of an address by chance count as none.
    const [only, ...others] = best
    return others.length === 0 ? only?.id : undefined
  }
}

/** The proceeding in which the same listing is undecided, else a new one. */
async function proceedingAbout(options: {
  handle: Transaction
  organisationId: string
  moderationSettings: ModerationSettingsInput
  listingKey: string
  listingId: string | undefined
}): Promise<string> {
  const { handle, organisationId, moderationSettings, listingKey, listingId } = options
  if (listingKey !== 'unknown') {
    const before = await listItemsAbout(handle, organisationId, listingKey)
    const waiting = before.find(({ state }) =>
      (undecidedStates as readonly string[]).includes(state),
    )
    if (waiting !== undefined) return waiting.proceedingId
  }
  const { profile, settings } = moderationSettings
  const input = {
    title: 'Notice and action',
    regime: regimeId,
    profile,
    settings,
    managedBy: 'moderation',
    ...(listingId !== undefined && { listingId }),
  }
  return (await openProceeding({ handle, organisationId, input })).id
}

/** Text that the store can hold and search; other characters are replaced by the replacement character. */
function cleaned(notice: Notice): Notice {
  const clean = (value: unknown): unknown => {
    if (typeof value === 'string') return value.replaceAll('\0', '\ufffd').toWellFormed()
    if (Array.isArray(value)) return value.map(clean)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, clean(one)]))
  }
  return Notice.parse(clean(notice))
}
