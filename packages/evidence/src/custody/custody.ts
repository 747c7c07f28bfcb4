import { z } from 'zod'
import { canonicalBytes, sha256 } from '../canonical/index.ts'

/**
 * Events in the life of evidence. The first four are the processes of ISO/IEC 27037:2012 (5.4); the others are
 * required of a chain-of-custody record beyond them (6.1): who had it, when, where and why, and what was changed on
 * whose authority.
 */
export const custodyActions = [
  'identified',
  'collected',
  'acquired',
  'preserved',
  'accessed',
  'copied',
  'transferred',
  'derived',
  'held',
  'released',
  'disposed',
] as const

const digest = z.string().regex(/^[0-9a-f]{64}$/)
const time = z.iso.datetime({ precision: 3 })
const words = z.string().min(1).max(4000)

/** One event in the custody of evidence. Each names the digest of the one before it. */
export const CustodyEvent = z.strictObject({
  sequence: z.int().min(1),
  at: time,
  action: z.enum(custodyActions),
  /** The person who acted; the role in the words of ISO/IEC 27037 or of the organisation. */
  actor: z.strictObject({ name: words, role: words.optional() }),
  reason: words,
  /** The items, by their names in the index; none means the whole of it. */
  items: z.array(words),
  place: words.optional(),
  /** The authority, if any: an order, a case, a person. */
  authority: words.optional(),
  details: words.optional(),
  previous: digest.nullable(),
})
export type CustodyEvent = z.infer<typeof CustodyEvent>

/** An event before it is placed in the chain. */
export type CustodyEntry = Omit<CustodyEvent, 'sequence' | 'previous'>

/** Appends an event to a chain, whose existing events never change. */
export function withEvent(chain: readonly CustodyEvent[], entry: CustodyEntry): CustodyEvent[] {
  const last = chain.at(-1)
  const previous = last === undefined ? null : digestOfEvent(last)
  return [...chain, CustodyEvent.parse({ ...entry, sequence: chain.length + 1, previous })]
}

/** The fault in a chain of events, as a sentence, or undefined if it is valid. */
export function custodyFault(chain: readonly CustodyEvent[]): string | undefined {
  for (const [index, event] of chain.entries()) {
    const before = chain[index - 1]
    const name = `Event ${index + 1} of the chain of custody`
    if (event.sequence !== index + 1) return `${name} has the number ${event.sequence}.`
    if (event.previous !== (before === undefined ? null : digestOfEvent(before))) {
      return `${name} does not follow the previous one: an event was changed, removed or moved.`
    }
    if (before !== undefined && event.at < before.at)
      return `${name} is older than the previous one.`
  }
  return undefined
}

function digestOfEvent(event: CustodyEvent): string {
  return sha256(canonicalBytes(event))
}
