import { createHash, randomBytes } from 'node:crypto'
import { isStorableText, type Notice, type NoticeGround } from '@touchstone/contract'
import {
  defaultRegime,
  localDateAt,
  type CaseState,
  type WorkflowInstance,
  type Rules,
} from '@touchstone/jurisdiction'
import { normaliseUrl } from '../../listings/ingest/index.ts'

/** The regime under which notices are received. */
export const regimeId = defaultRegime

/** What one stranger may send at once; organisations inside send more. */
export const maxNotice = { items: 50, itemsInside: 200, bytes: 256 * 1024 } as const
/** Notices of one network within an hour, and confirmations to one address within a day. */
export const maxNoticeRates = { ofNetworkAnHour: 30, toAddressADay: 5 } as const

/** The states in which an item of a notice still waits for its decision. */
export const undecidedStates = ['received', 'held', 'triaged', 'in-review', 'need-info'] as const

export type SenderTier = 'trusted-flagger' | 'house' | 'normal'

/** Trusted flaggers before the organisation's own programme, and that before everybody else. */
const ranks: readonly SenderTier[] = ['trusted-flagger', 'house', 'normal']

/** What may be about life or safety comes first, from any notifier; then by rank. Lower is more urgent. */
export function urgencyOf({ rank, lifeSafety }: { rank: SenderTier; lifeSafety: boolean }): number {
  return ranks.indexOf(rank) + (lifeSafety ? 0 : ranks.length)
}

export function senderTierOf(urgency: number): SenderTier {
  return ranks[urgency % ranks.length] ?? 'normal'
}

/** The urgencies of this rank, or of what may be about life or safety; undefined where all of them count. */
export function urgenciesOf(wish: {
  rank?: SenderTier | undefined
  lifeSafety: boolean
}): number[] | undefined {
  if (wish.rank === undefined && !wish.lifeSafety) return undefined
  return ranks
    .filter((rank) => wish.rank === undefined || wish.rank === rank)
    .flatMap((rank) =>
      (wish.lifeSafety ? [true] : [true, false]).map((lifeSafety) =>
        urgencyOf({ rank, lifeSafety }),
      ),
    )
}

export function concernsLifeSafety(urgency: number): boolean {
  return urgency < ranks.length
}

export function newReceipt(): { code: string; hash: Buffer } {
  const code = randomBytes(32).toString('base64url')
  return { code, hash: textHashOf(code) }
}

export function textHashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** Tells a sender within a day and an organisation, and nothing beyond. */
export function dailyHashOf(organisationId: string, day: string, what: string): Buffer {
  return textHashOf(`${organisationId}\n${day}\n${what}`)
}

export type ItemLocation = { urls: readonly string[]; identifiers: readonly string[] }

/** By what a listing can be found of which a notice gives address or number. */
export function candidateIds({ urls, identifiers }: ItemLocation): string[] {
  const found = new Set(identifiers.map((one) => one.trim()))
  for (const text of urls) {
    if (!URL.canParse(text.trim())) continue
    const url = new URL(text.trim())
    const parts = [...url.pathname.split('/'), ...url.searchParams.values()]
    for (const part of parts.map(decoded)) {
      found.add(part)
      // “…/brown-bag-4711” and “…-i.12.4711” bear the number at their end.
      const [, number] = /(?:^|[^0-9])([0-9]{3,20})(?:\.html?)?$/.exec(part) ?? []
      if (number !== undefined) found.add(number)
    }
  }
  return [...found]
    .filter((one) => one !== '' && one.length <= 200 && isStorableText(one))
    .slice(0, 200)
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/** Tells whether two items are about the same listing; nothing can be read back from it. */
export function listingKeyOf(place: ItemLocation, listingId: string | undefined): string {
  if (listingId !== undefined) return listingId
  const [first] = [...place.urls.map(normaliseUrl), ...place.identifiers].filter(
    (one) => one.trim() !== '',
  )
  return first === undefined ? 'unknown' : textHashOf(first).toString('hex')
}

/** Goods whose fakes may harm: what their words suggest, for a person to look at first. */
const harm =
  /\b(medicin\w*|drug|tablets?|pills?|brake|airbag|helmet|charger|battery|baby|infant|toy|child seat|mask|respirator|poison\w*|electric shock|burns?|choking|injur\w*|life[- ]threatening|unsafe)\b/iu

export function suggestsHarm(notice: Notice, position: number): boolean {
  const item = notice.items?.[position]
  return harm.test(`${notice.reasons ?? ''} ${item?.reasons ?? ''}`)
}

/** For which ground a notice stands in a flagger's area; without one it is within none. */
export function coversGround(ground: NoticeGround | undefined, areas: readonly string[]): boolean {
  return ground !== undefined && areas.includes(ground)
}

export function todayUnder(rules: Rules, now: Date): string {
  return localDateAt(now.toISOString(), rules.regime.timeZone)
}

/** A matter and all that came of it. */
export function descendantsOf(state: CaseState, id: string): WorkflowInstance[] {
  const all = Object.values(state.instances)
  const found: WorkflowInstance[] = []
  const waiting = [id]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const instance = state.instances[next]
    if (instance !== undefined && !found.includes(instance)) found.push(instance)
    waiting.push(...all.filter(({ origin }) => origin === next).map((one) => one.id))
  }
  return found
}

export function factText(instance: WorkflowInstance | undefined, name: string): string | undefined {
  const value = instance?.facts[name]
  return typeof value === 'string' ? value : undefined
}

/** A platform's own number of a statement, of letters alone: a row of digits may look like that of a payment card. */
export function newPuid(): string {
  return randomBytes(16)
    .toString('hex')
    .replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)] ?? '')
}
