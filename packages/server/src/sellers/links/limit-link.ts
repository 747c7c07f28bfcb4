import type { LinkReason } from './types.ts'

export type WeighedLink = { weight: number; probability: number; reasons: LinkReason[] }

/** Bits from which a family counts as one that speaks for a link. */
const leastOfFamily = 2

/**
 * A link as a member limited to brands sees it: by what shows on both accounts in listings of their sight. Nothing if
 * this does not carry it.
 */
export function limitLink(
  link: WeighedLink,
  accountOf: ReadonlyMap<string, string>,
): WeighedLink | undefined {
  const prior = link.weight - sum(link.reasons)
  const reasons = link.reasons.flatMap((reason) => {
    const places = reason.places.filter(({ listing }) => accountOf.has(listing))
    const accounts = new Set(places.map(({ listing }) => accountOf.get(listing)))
    return accounts.size === 2 ? { ...reason, places } : []
  })
  if (!isGrounded(reasons)) return undefined
  // What speaks against it may be out of sight too.
  const weight = Math.min(link.weight, prior + sum(reasons))
  if (weight < 0) return undefined
  return { weight, probability: 1 / (1 + 2 ** -weight), reasons }
}

const sum = (reasons: readonly LinkReason[]): number =>
  reasons.reduce((all, { weight }) => all + weight, 0)

/** As the whole link must be: one identifier, or two families. */
function isGrounded(reasons: readonly LinkReason[]): boolean {
  const families = Map.groupBy(reasons, ({ family }) => family)
  return (
    reasons.some(({ code, family }) => code.startsWith('identifier.') && family !== 'pictures') ||
    [...families.values()].filter((own) => sum(own) >= leastOfFamily).length > 1
  )
}
