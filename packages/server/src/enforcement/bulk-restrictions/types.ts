import { createHash } from 'node:crypto'
import type { Assessment, BulkExclusion, CheckedFact } from '@touchstone/contract'
import { rightOf, type ItemReview } from '../moderation/index.ts'
import { isFactFor } from '../notices/index.ts'

const undecided: ReadonlySet<string> = new Set([
  'received',
  'on-hold',
  'triaged',
  'in-review',
  'information-requested',
])

/** A fact with its words, as far as one item shows it. */
export type FoundFact = CheckedFact & { words: string }

/** Identifies a fact among those of other items. */
export function keyOfFact({ ground, right, kind, value }: CheckedFact): string {
  return JSON.stringify([ground, right, kind, value])
}

/** The facts of an item that others may share; without a ground there are none. */
export function factsOf(
  { notice, item }: Pick<ItemReview, 'notice' | 'item'>,
  assessment: Assessment | undefined,
): FoundFact[] {
  const { ground } = notice.notice
  if (ground === undefined) return []
  const shared = { ground, right: rightOf(notice) ?? null }
  const codes = (assessment?.signals ?? []).flatMap((signal) =>
    isFactFor(ground, signal) ? [signal.code] : [],
  )
  const itemReasons = notice.notice.items?.[item.position]?.reasons
  const words = [notice.notice.reasons, itemReasons]
    .filter((one) => one !== undefined)
    .join('\n')
    .trim()
  return [
    ...[...new Set(codes)].map((code) => ({
      ...shared,
      kind: 'signal' as const,
      value: code,
      words: code,
    })),
    ...(words === ''
      ? []
      : [{ ...shared, kind: 'statement' as const, value: hashOf(words), words: shortened(words) }]),
  ]
}

function hashOf(words: string): string {
  return createHash('sha256').update(words.replaceAll(/\s+/g, ' ')).digest('hex')
}

const mostWords = 300

function shortened(words: string): string {
  return words.length <= mostWords ? words : `${words.slice(0, mostWords - 1)}…`
}

/** Why an item needs a decision of its own; undefined if it may be part of a bulk restriction. */
export function exclusionOf(options: {
  state: string
  hasListing: boolean
  hasSeller: boolean
  isOnHold: boolean
  concernsLife: boolean
  isCleared: boolean
  facts: number
}): BulkExclusion | undefined {
  const { state } = options
  if (!undecided.has(state)) return 'decided-already'
  if (state === 'on-hold') return 'notifier-suspended'
  if (!options.hasListing) return 'no-listing'
  if (!options.hasSeller) return 'no-seller'
  if (options.isOnHold) return 'on-hold'
  if (options.concernsLife) return 'possible-threat-to-life'
  if (options.isCleared) return 'seller-cleared'
  return options.facts === 0 ? 'no-shared-fact' : undefined
}
