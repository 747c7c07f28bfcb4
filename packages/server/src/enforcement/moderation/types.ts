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

/** The regime of received notices. */
export const regimeId = defaultRegime

/** Limits for outside notifiers; organisations of the installation may send more. */
export const maxNotice = { items: 50, itemsInside: 200, bytes: 256 * 1024 } as const
/** Most notices from one network per hour, and most confirmations to one address per day. */
export const maxNoticeRates = { ofNetworkAnHour: 30, toAddressADay: 5 } as const

/** States of an undecided item. */
export const undecidedStates = [
  'received',
  'on-hold',
  'triaged',
  'in-review',
  'information-requested',
] as const

export type NotifierType = 'trusted-flagger' | 'programme-member' | 'normal'

/** Trusted flaggers before the organisation's own programme, and that before all others. */
const notifierTypes: readonly NotifierType[] = ['trusted-flagger', 'programme-member', 'normal']

/** Possible threats to life or safety come first, from any notifier; then by rank. Lower is more urgent. */
export function urgencyOf({
  notifierType,
  lifeSafety,
}: {
  notifierType: NotifierType
  lifeSafety: boolean
}): number {
  return notifierTypes.indexOf(notifierType) + (lifeSafety ? 0 : notifierTypes.length)
}

export function notifierTypeOf(urgency: number): NotifierType {
  return notifierTypes[urgency % notifierTypes.length] ?? 'normal'
}

/** The urgencies of a rank, or of possible threats to life or safety; undefined for all. */
export function urgenciesOf(input: {
  notifierType?: NotifierType | undefined
  lifeSafety: boolean
}): number[] | undefined {
  if (input.notifierType === undefined && !input.lifeSafety) return undefined
  return notifierTypes
    .filter(
      (notifierType) => input.notifierType === undefined || input.notifierType === notifierType,
    )
    .flatMap((notifierType) =>
      (input.lifeSafety ? [true] : [true, false]).map((lifeSafety) =>
        urgencyOf({ notifierType, lifeSafety }),
      ),
    )
}

export function concernsLifeSafety(urgency: number): boolean {
  return urgency < notifierTypes.length
}

export function newReceipt(): { code: string; hash: Buffer } {
  const code = randomBytes(32).toString('base64url')
  return { code, hash: textHashOf(code) }
}

export function textHashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** Identifies a notifier within a day and an organisation, and no further. */
export function dailyHashOf(organisationId: string, day: string, what: string): Buffer {
  return textHashOf(`${organisationId}\n${day}\n${what}`)
}

export type ItemLocation = { urls: readonly string[]; identifiers: readonly string[] }

/** Ids by which a listing can be found from a notice's addresses or numbers. */
export function candidateIds({ urls, identifiers }: ItemLocation): string[] {
  const found = new Set(identifiers.map((one) => one.trim()))
  for (const text of urls) {
    if (!URL.canParse(text.trim())) continue
    const url = new URL(text.trim())
    const parts = [...url.pathname.split('/'), ...url.searchParams.values()]
    for (const part of parts.map(decoded)) {
      found.add(part)
      // “…/brown-bag-4711” and “…-i.12.4711” end with the number.
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

/** Shows whether two items are about the same listing; irreversible. */
export function listingKeyOf(place: ItemLocation, listingId: string | undefined): string {
  if (listingId !== undefined) return listingId
  const [first] = [...place.urls.map(normaliseUrl), ...place.identifiers].filter(
    (one) => one.trim() !== '',
  )
  return first === undefined ? 'unknown' : textHashOf(first).toString('hex')
}

/** Goods whose fakes may cause harm, by their words, for a person to check first. */
const harm =
  /\b(medicin\w*|drug|tablets?|pills?|brake|airbag|helmet|charger|battery|baby|infant|toy|child seat|mask|respirator|poison\w*|electric shock|burns?|choking|injur\w*|life[- ]threatening|unsafe)\b/iu

export function suggestsHarm(notice: Notice, position: number): boolean {
  const item = notice.items?.[position]
  return harm.test(`${notice.reasons ?? ''} ${item?.reasons ?? ''}`)
}

/** Whether a notice's ground is within a trusted flagger's areas; without a ground it is in none. */
export function coversGround(ground: NoticeGround | undefined, areas: readonly string[]): boolean {
  return ground !== undefined && areas.includes(ground)
}

export function todayUnder(rules: Rules, now: Date): string {
  return localDateAt(now.toISOString(), rules.regime.timeZone)
}

/** A workflow instance and everything that followed from it. */
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

/** A platform's own number of a statement, in letters only: digits could look like a payment card. */
export function newPuid(): string {
  return randomBytes(16)
    .toString('hex')
    .replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)] ?? '')
}
