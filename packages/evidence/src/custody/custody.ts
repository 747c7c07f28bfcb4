import { z } from 'zod'
import { canonicalBytes, sha256 } from '../canonical/index.ts'

/**
 * What may happen to evidence. The first four are the processes of ISO/IEC 27037:2012 (5.4); the others
 * are what a chain-of-custody record has to tell beyond them (6.1): who had it, when, where and why, and
 * what was changed by whose authority.
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
  /** Who did it; the role in the words of ISO/IEC 27037 or of the organisation. */
  actor: z.strictObject({ name: words, role: words.optional() }),
  reason: words,
  /** The items, by their names in the index; none means the whole of it. */
  items: z.array(words),
  place: words.optional(),
  /** By whose authority, where somebody gave it: an order, a case, a person. */
  authority: words.optional(),
  details: words.optional(),
  previous: digest.nullable(),
})
export type CustodyEvent = z.infer<typeof CustodyEvent>

/** What happened, before it has its place in the chain. */
export type CustodyEntry = Omit<CustodyEvent, 'sequence' | 'previous'>

/** Adds an event at the end of a chain; what stands in it is never changed. */
export function withEvent(chain: readonly CustodyEvent[], entry: CustodyEntry): CustodyEvent[] {
  const last = chain.at(-1)
  const previous = last === undefined ? null : digestOfEvent(last)
  return [...chain, CustodyEvent.parse({ ...entry, sequence: chain.length + 1, previous })]
}

/** What is wrong with a chain of events, in a sentence, or undefined where nothing is. */
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
