import { createHash } from 'node:crypto'
import type { Listing } from '@touchstone/contract'
import type { ItemFact } from '@touchstone/recognition'
import type { ListingFacts } from '../screening/index.ts'

/** What makers know of units whose codes are in listings, provided by another leaf. */
export type ItemKnowledge = {
  /**
   * What is remarkable of the units that codes in these listings of an organisation name, in order; undefined where a
   * listing has no code of a maker who issues codes here.
   */
  itemsOf(
    organisationId: string,
    listings: readonly Listing[],
  ): Promise<(readonly ItemFact[] | undefined)[]>
}

/** Hash of assessed content together with the facts that were taken into account, in hexadecimal. */
export function withFacts(judged: string, { portfolio, items = [] }: ListingFacts): string {
  const facts = [portfolio, items.length > 0 ? items : undefined].filter(
    (fact) => fact !== undefined,
  )
  if (facts.length === 0) return judged
  const text = [judged, ...facts.map((fact) => JSON.stringify(fact))].join('\n')
  return createHash('sha256').update(text).digest('hex')
}
