import type { IdentifierType } from '../identifiers/index.ts'
import type { Account } from './account.ts'
import type { Hub } from './hubs.ts'
import type { Contradiction } from './judgements.ts'
import type { SellerReason } from './seller-evidence.ts'

export type SellerLink = {
  a: string
  b: string
  probability: number
  weight: number
  reasons: SellerReason[]
}

export type SellerNetwork = {
  id: string
  sellers: string[]
  /** Of the strongest link across the weakest cut. */
  probability: number
  weakest: { sellers: string[]; weight: number }
}

export type SellerIdentifier = {
  seller: string
  type: IdentifierType
  /** None of a card. */
  value?: string
  listing: string
  field: string
  start: number
  end: number
}

export type LinkedSellers = {
  accounts: number
  links: SellerLink[]
  networks: SellerNetwork[]
  hubs: Hub[]
  readonly identifiers: SellerIdentifier[]
  contradictions: Contradiction[]
}

export function identifiersOf(
  accounts: readonly Account[],
  names: readonly string[],
): SellerIdentifier[] {
  return accounts.flatMap(({ identifiers }, at) =>
    [...identifiers.values()].flatMap(({ type, value, places }) =>
      places.map((place): SellerIdentifier => ({
        seller: names[at] ?? '',
        type,
        ...(type !== 'card' && { value }),
        ...place,
      })),
    ),
  )
}
