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
  readonly #read = new Map<string, Account>()

  /** Whether the listing says anything new. */
  add(listing: ReadListing): boolean {
    const known = this.#accounts.get(keyOf(listing))?.get(listing.id)
    if (known !== undefined && !isLater(listing, known)) return false
    this.replace(listing)
    return true
  }

  /** Adds a listing in the place of what was known of it, be that seen earlier or later. */
  replace(listing: ReadListing): void {
    this.#touch(keyOf(listing)).set(listing.id, listing)
  }

  /** Removes a listing. Its account stays, be it without any. */
  remove(listing: Pick<ReadListing, 'seller' | 'marketplace' | 'id'>): void {
    const key = keyOf(listing)
    if (this.#accounts.get(key)?.has(listing.id) === true) this.#touch(key).delete(listing.id)
  }

  /** The listings of an account, of which one is about to change. */
  #touch(key: string): Own {
    const own: Own = this.#accounts.get(key) ?? new Map()
    if (!this.#changed.has(key)) this.#changed.set(key, new Map(own))
    this.#accounts.set(key, own)
    this.#read.delete(key)
    return own
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
      .map(([key, own]) => {
        const account = this.#read.get(key) ?? toAccount(key, own)
        this.#read.set(key, account)
        return account
      })
      .toSorted((a, b) => compare(a.seller, b.seller) || compare(a.marketplace, b.marketplace))
  }

  /** The accounts that changed, as they were before; of a new one without listings. */
  changes(): Map<string, Account> {
    return new Map([...this.#changed].map(([key, own]) => [key, toAccount(key, own)]))
  }
}

function keyOf({ seller, marketplace }: Pick<ReadListing, 'seller' | 'marketplace'>): string {
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
