import { randomUUID } from 'node:crypto'
import { Email, Notice, type ProceedingAct, type ReceptionSettings } from '@touchstone/contract'
import { elementsOf, type NoticeElements } from '@touchstone/jurisdiction'
import { brakeOnPriority } from '../notice-quality/index.ts'
import { recordEvent } from '../../access/audit/index.ts'
import { actInHouse, beginInHouse, caseInHouse } from '../proceedings/index.ts'
import type { Handle } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { rules, settingsFor } from './settings.ts'
import { findMisuse, flaggersOf, type KeptFlagger } from './settings-repository.ts'
import {
  candidateIds,
  dayHash,
  floods,
  hashOf,
  isWithin,
  most,
  newReceipt,
  normalAddress,
  offerKeyOf,
  regimeId,
  suggestsHarm,
  todayOf,
  undecided,
  urgencyOf,
  type ItemPlace,
  type QueueMessage,
} from './types.ts'
import { insertPictures, type ReceivedPicture } from './received-images-repository.ts'
import {
  countSince,
  findNotice,
  insertItem,
  insertNotice,
  itemsAbout,
  itemsOf,
  offersCalled,
  type Evidence,
} from './repository.ts'
import { acknowledgementText } from './notifier-texts.ts'

/** Who sends: an organisation of this installation by its own number of the notice, or anybody. */
export type Sender =
  { organisationId: string; noticeId: string } | { stranger: { network: string } }

export type Receiving = {
  handle: Handle
  organisationId: string
  from: Sender
  notice: Notice
  evidence: readonly Evidence[]
  /** What the sealed captures show, which the operator alone may write down. */
  pictures?: readonly ReceivedPicture[]
  now: Date
  queueMessage?: QueueMessage | undefined
}

export type Received = {
  id: string
  receipt: string | undefined
  receivedAt: Date
  acknowledged: 'mail' | 'answer'
  asked: NoticeElements['asked']
  items: { position: number; proceedingId: string; matter: string }[]
}

/**
 * Takes a notice whole: each item begins a matter of its own under law, or joins the proceeding in which the
 * same offer still waits for its decision. Nothing that lacks turns a notice away. Receipt is confirmed once.
 */
export async function receive(asked: Receiving): Promise<Received> {
  const { handle, organisationId, from, now } = asked
  const inside = 'organisationId' in from ? from : undefined
  if (inside !== undefined) {
    const known = await receivedBefore(asked, inside)
    if (known !== undefined) return known
  }
  const notice = cleaned(asked.notice)
  checkSize(notice, inside === undefined ? most.items : most.itemsInside)
  const house = await settingsFor(handle, organisationId)
  const email = Email.safeParse(notice.email).data
  const { given, asked: lacking, contact } = elementsOf({ ...notice, email })
  const id = randomUUID()
  const hashes = await floodHashes(asked, email)
  const receipt = inside === undefined ? newReceipt() : undefined
  const mails = !hashes.tooManyToAddress && asked.queueMessage !== undefined
  const acknowledged = inside === undefined && email !== undefined && mails ? 'mail' : 'answer'
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
    evidence: [...asked.evidence],
    receivedAt: now,
  })
  const subject = subjectOf({ inside, email })
  const suspended = await suspensionOf(handle, organisationId, { role: 'notifier', subject })
  const items: Received['items'] = []
  const places = notice.items?.length ? notice.items : [{}]
  const rank = await rankOfSender(asked, inside?.organisationId, notice)
  const known = await offersOf(handle, organisationId, places.map(placeOf))
  for (const [position, item] of places.entries()) {
    const place = placeOf(item)
    const listingId = known(place)
    const offerKey = offerKeyOf(place, listingId)
    const proceedingId = await proceedingAbout({
      handle,
      organisationId,
      house,
      offerKey,
      listingId,
    })
    const matter = `n-${id}-${position}`
    const urgency = urgencyOf({ rank, lifeSafety: suggestsHarm(notice, position) })
    await insertItem(handle, {
      noticeId: id,
      position,
      organisationId,
      proceedingId,
      matter,
      offerKey,
      urgency,
      listingId: listingId ?? null,
      receivedAt: now,
    })
    const fields = {
      contact: hasContact,
      notice: id,
      item: String(position),
      // The regime takes no empty list for one: a notice may hold none of the four.
      ...(given.length > 0 && { elements: given }),
    }
    const acts: ProceedingAct[] = [
      { type: 'open', id: matter, machine: 'N', role: 'notifier', fields },
      ...(hasContact ? [confirmed(matter, `${acknowledged} ${acknowledgementKey(id)}`)] : []),
      ...(suspended === undefined ? [] : [held(matter, suspended)]),
    ]
    await actInHouse({ handle, organisationId, input: { id: proceedingId, acts, now } })
    items.push({ position, proceedingId, matter })
  }
  await insertPictures(handle, { id, organisationId }, asked.pictures ?? [])
  if (acknowledged === 'mail' && email !== undefined && asked.queueMessage !== undefined) {
    const told = { texts: house.texts, notice: id, items: items.length, receivedAt: now }
    await asked.queueMessage(handle, {
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
  return { id, receipt: receipt?.code, receivedAt: now, acknowledged, asked: lacking, items }
}

/** The same key whenever the same receipt is confirmed: it is sent once. */
function acknowledgementKey(noticeId: string): string {
  return `acknowledgement:${noticeId}`
}

/** A sender that asks twice is told what was received the first time. */
async function receivedBefore(
  { handle, organisationId }: Receiving,
  sender: { organisationId: string; noticeId: string },
): Promise<Received | undefined> {
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
    acknowledged: 'answer',
    asked: elementsOf(known.notice).asked,
    items: items.map(({ position, proceedingId, matter }) => ({ position, proceedingId, matter })),
  }
}

function checkSize(notice: Notice, mostItems: number): void {
  const { items = [] } = notice
  if (items.length > mostItems) {
    throw new AppError({
      code: 'too-large',
      message: `a notice holds at most ${mostItems} items here: send ${items.length} in several`,
      pointer: '/items',
    })
  }
  const bytes = Buffer.byteLength(JSON.stringify(notice))
  if (bytes > most.bytes) {
    const message = `a notice is at most ${most.bytes / 1024} KiB: this one has ${Math.ceil(bytes / 1024)}`
    throw new AppError({ code: 'too-large', message })
  }
}

/** Refuses floods of one network; says where an address was written to often enough. */
async function floodHashes(
  { handle, organisationId, from, now }: Receiving,
  email: string | undefined,
): Promise<{ network: Buffer | null; address: Buffer | null; tooManyToAddress: boolean }> {
  if (!('stranger' in from)) return { network: null, address: null, tooManyToAddress: false }
  const day = todayOf(rules, now)
  const network = dayHash(organisationId, day, from.stranger.network)
  const since = new Date(now.getTime() - 3_600_000)
  const came = await countSince(handle, organisationId, {
    by: 'network',
    hash: network,
    since,
    now,
  })
  if (came >= floods.ofNetworkAnHour) {
    throw new AppError({
      code: 'too-many-requests',
      message: `more than ${floods.ofNetworkAnHour} notices came from your network within an hour: put several items into one`,
      retryable: true,
      retryAfter: 3600,
    })
  }
  if (email === undefined) return { network, address: null, tooManyToAddress: false }
  const address = dayHash(organisationId, day, email)
  const today = new Date(now.getTime() - 24 * 3_600_000)
  const sent = await countSince(handle, organisationId, {
    by: 'address',
    hash: address,
    since: today,
    now,
  })
  return { network, address, tooManyToAddress: sent >= floods.toAddressADay }
}

/** By what a notifier is known again in a record of misuse. */
export function subjectOf(sender: {
  inside: { organisationId: string } | undefined
  email: string | undefined
}): string | undefined {
  if (sender.inside !== undefined) return `organisation:${sender.inside.organisationId}`
  return sender.email === undefined ? undefined : `address:${hashOf(sender.email).toString('hex')}`
}

type Suspension = { id: string; until: string }

/** Until when nothing of a person in this role is worked on (Art. 23(2) DSA). */
export async function suspensionOf(
  handle: Handle,
  organisationId: string,
  { role, subject }: { role: 'notifier' | 'complainant'; subject: string | undefined },
): Promise<Suspension | undefined> {
  if (subject === undefined) return undefined
  const record = await findMisuse(handle, organisationId, { role, subject })
  if (record?.state !== 'SUSPENDED') return undefined
  const { state } = await caseInHouse({
    handle,
    organisationId,
    input: { id: record.proceedingId },
  })
  const until = state.matters[record.matter]?.facts['until']
  return typeof until === 'string' ? { id: record.id, until } : undefined
}

function confirmed(id: string, acknowledgement: string): ProceedingAct {
  return {
    type: 'act',
    id,
    transition: 'acknowledge',
    role: 'automaton',
    fields: { acknowledgement },
  }
}

function held(id: string, { id: suspension, until }: Suspension): ProceedingAct {
  return {
    type: 'act',
    id,
    transition: 'hold',
    role: 'automaton',
    fields: { suspension, suspendedUntil: until },
  }
}

/** What a sender comes as before anybody has looked: only an organisation of this installation is known. */
async function rankOfSender(
  { handle, organisationId }: Receiving,
  sender: string | undefined,
  { ground }: Notice,
): Promise<'art22' | 'house' | 'normal'> {
  return (await flaggerOf(handle, organisationId, { sender, ground }))?.rank ?? 'normal'
}

/** The entry of the list under which a sender comes first, within its area and while it is active. */
export async function flaggerOf(
  handle: Handle,
  organisationId: string,
  { sender, ground }: { sender: string | undefined; ground: Notice['ground'] },
): Promise<KeptFlagger | undefined> {
  if (sender === undefined) return undefined
  const [first] = (await flaggersOf(handle, organisationId))
    .filter(({ member, status }) => member === sender && status === 'ACTIVE')
    .filter(({ areas }) => isWithin(ground, areas))
    .sort((a, b) => a.rank.localeCompare(b.rank, 'en'))
  // That of a flagger is the law's (Art. 22(1) DSA): its misuse is reported to who awarded it.
  if (first?.rank !== 'house' || ground === undefined) return first
  const asked = { organisationId, notifier: sender, regime: regimeId, ground }
  return (await brakeOnPriority(handle, asked)) === undefined ? first : undefined
}

function placeOf({
  urls = [],
  identifiers = [],
}: {
  urls?: string[]
  identifiers?: string[]
}): ItemPlace {
  return { urls, identifiers }
}

/** Finds the house's own offers by address or number; an address that an offer states itself decides. */
async function offersOf(
  handle: Handle,
  organisationId: string,
  places: readonly ItemPlace[],
): Promise<(place: ItemPlace) => string | undefined> {
  const ids = [...new Set(places.flatMap(candidateIds))]
  const found = await offersCalled(handle, organisationId, ids)
  return (place) => {
    const candidates = candidateIds(place)
    const named = found.filter(({ externalId }) => candidates.includes(externalId))
    const addresses = place.urls.map(normalAddress)
    const exact = named.filter(({ listing }) => {
      const { url } = listing
      return typeof url === 'string' && addresses.includes(normalAddress(url))
    })
    // Two offers that a part of an address fits by chance are none.
    const [only, ...others] = exact.length > 0 ? exact : named
    return others.length === 0 ? only?.id : undefined
  }
}

/** The proceeding in which the same offer still waits, else a new one. */
async function proceedingAbout(asked: {
  handle: Handle
  organisationId: string
  house: ReceptionSettings
  offerKey: string
  listingId: string | undefined
}): Promise<string> {
  const { handle, organisationId, house, offerKey, listingId } = asked
  if (offerKey !== 'unknown') {
    const before = await itemsAbout(handle, organisationId, offerKey)
    const waiting = before.find(({ state }) => (undecided as readonly string[]).includes(state))
    if (waiting !== undefined) return waiting.proceedingId
  }
  const { profile, settings } = house
  const input = {
    title: 'Notice and action',
    regime: regimeId,
    profile,
    settings,
    keptBy: 'reception',
    ...(listingId !== undefined && { listingId }),
  }
  return (await beginInHouse({ handle, organisationId, input })).id
}

/** Text that the store can hold and search: what it cannot stands as the sign for that. */
function cleaned(notice: Notice): Notice {
  const clean = (value: unknown): unknown => {
    if (typeof value === 'string') return value.replaceAll('\0', '\ufffd').toWellFormed()
    if (Array.isArray(value)) return value.map(clean)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, clean(one)]))
  }
  return Notice.parse(clean(notice))
}
