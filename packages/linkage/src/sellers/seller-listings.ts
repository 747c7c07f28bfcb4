import { readAccount, type Account } from './account.ts'
import { textOfListing, type ReadListing } from './read-listing.ts'

/** An account by its listings. */
type Own = Map<string, ReadListing>

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/**
 * The listings of sellers, in the order in which nothing depends on their arrival. An account is an ID at a
 * marketplace. A listing that was seen several times counts once, as it was last.
 */
export class SellerListings {
  readonly #accounts = new Map<string, Own>()
  readonly #changed = new Map<string, Own>()

  /** Whether the listing says anything new. */
  add(listing: ReadListing): boolean {
    const key = keyOf(listing)
    const own: Own = this.#accounts.get(key) ?? new Map()
    const known = own.get(listing.id)
    if (known !== undefined && !isLater(listing, known)) return false
    if (!this.#changed.has(key)) this.#changed.set(key, new Map(own))
    own.set(listing.id, listing)
    this.#accounts.set(key, own)
    return true
  }

  get count(): number {
    let sum = 0
    for (const own of this.#accounts.values()) sum += own.size
    return sum
  }

  /** From here on, changes are those after this. */
  settle(): void {
    this.#changed.clear()
  }

  /** In the order of their IDs. */
  accounts(): Account[] {
    return [...this.#accounts]
      .map(([key, own]) => toAccount(key, own))
      .toSorted((a, b) => compare(a.seller, b.seller) || compare(a.marketplace, b.marketplace))
  }

  /** The accounts that changed, as they were before; of a new one without listings. */
  changes(): Map<string, Account> {
    return new Map([...this.#changed].map(([key, own]) => [key, toAccount(key, own)]))
  }
}

function keyOf({ seller, marketplace }: ReadListing): string {
  return JSON.stringify([seller, marketplace])
}

function isLater(one: ReadListing, other: ReadListing): boolean {
  const order = compare(one.observedAt, other.observedAt)
  return order === 0 ? textOfListing(one) > textOfListing(other) : order > 0
}

function toAccount(key: string, own: Own): Account {
  return readAccount(
    key,
    [...own.values()].toSorted((a, b) => compare(a.id, b.id)),
  )
}
