import type { BulkRestrictionPreviewView } from '@touchstone/contract'
import { recordEvent } from '../../access/audit/index.ts'
import type { Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { proposedWhy, type AssessmentSource } from '../moderation/index.ts'
import { mayRestrictInBulk } from './policy.ts'
import { readCandidate } from './read-candidate.ts'
import { keyOfFact, type FoundFact } from './types.ts'

type PreviewInput = {
  handle: Transaction
  actor: Actor
  engine: AssessmentSource
  now: Date
  input: { items: readonly { notice: string; position: number }[] }
}

/** The facts that items share, most common first, and the items that need a decision of their own. */
export async function previewBulkRestriction(
  options: PreviewInput,
): Promise<BulkRestrictionPreviewView> {
  const { handle, actor, input } = options
  const { organisationId } = requireDecider(actor)
  const facts = new Map<string, FoundFact & { count: number }>()
  const candidates: { view: Omit<View, 'facts'>; keys: string[] }[] = []
  for (const { notice: id, position } of input.items) {
    const candidate = await readCandidate({ ...options, input: { id, position } })
    const { review, excluded } = candidate
    const { notice, item, state, listing } = review
    const seller = (listing?.listing['seller'] ?? {}) as { name?: unknown; id?: unknown }
    const place = notice.notice.items?.[position]
    const keys = candidate.facts.map(keyOfFact)
    for (const [at, fact] of candidate.facts.entries()) {
      const key = keys[at] ?? ''
      const count = (facts.get(key)?.count ?? 0) + (excluded === undefined ? 1 : 0)
      facts.set(key, { ...fact, count })
    }
    candidates.push({
      keys,
      view: {
        notice: id,
        position,
        version: state.events,
        listing: item.listingId,
        title: textOf(listing?.listing['title']),
        named: place?.urls?.[0] ?? place?.identifiers?.[0] ?? null,
        seller: textOf(seller.name) ?? textOf(seller.id),
        excluded: excluded ?? null,
      },
    })
  }
  await recordEvent({
    handle,
    organisationId,
    action: 'notices-read-in-bulk',
    subject: { kind: 'organisation', id: organisationId },
    detail: { items: input.items.length },
  })
  const shared = [...facts.entries()]
    .filter(([, { count }]) => count > 0)
    .sort(([, one], [, other]) => other.count - one.count || compare(one, other))
    .slice(0, mostFacts)
  const places = new Map(shared.map(([key], at) => [key, at]))
  const [first] = shared
  return {
    facts: shared.map(([, fact]) => fact),
    items: candidates.map(({ view, keys }) => ({
      ...view,
      facts: keys.flatMap((key) => places.get(key) ?? []),
    })),
    why: first === undefined ? '' : proposedWhy(first[1].ground, first[1].right ?? undefined),
  }
}

type View = BulkRestrictionPreviewView['items'][number]

const mostFacts = 50

/** What the engine found on every listing comes before what notifiers say of it. */
function compare(one: FoundFact, other: FoundFact): number {
  return one.kind.localeCompare(other.kind, 'en') || one.value.localeCompare(other.value, 'en')
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

export function requireDecider(actor: Actor): Extract<Actor, { kind: 'person' }> {
  if (mayRestrictInBulk(actor)) return actor
  throw new AppError({
    code: 'permission-required',
    message: 'only admins, analysts and reviewers without limits to brands can restrict in bulk',
  })
}
