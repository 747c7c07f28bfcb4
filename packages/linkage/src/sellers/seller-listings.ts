import { compareAccounts, compareTexts, readAccount, type Account } from './account.ts'
import { textOfListing, type ReadListing } from './read-listing.ts'

/** An account by its listings. */
type Own = Map<string, ReadListing>

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
    const known = this.#accounts.get(keyOf(listing))?.get(listing.id)
    if (known !== undefined && textOfListing(known) === textOfListing(listing)) return
    this.#touch(keyOf(listing)).set(listing.id, listing)
  }

  /** Removes a listing, and returns it as it was known. Its account stays, be it without any. */
  remove(listing: Pick<ReadListing, 'seller' | 'marketplace' | 'id'>): ReadListing | undefined {
    const key = keyOf(listing)
    const known = this.#accounts.get(key)?.get(listing.id)
    if (known !== undefined) this.#touch(key).delete(listing.id)
    return known
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
    return [...this.#accounts.keys()].map((key) => this.#accountOf(key)).toSorted(compareAccounts)
  }

  /** The accounts that changed, as they are now. */
  changed(): Account[] {
    return [...this.#changed.keys()].map((key) => this.#accountOf(key))
  }

  #accountOf(key: string): Account {
    const account = this.#read.get(key) ?? toAccount(key, this.#accounts.get(key) ?? new Map())
    this.#read.set(key, account)
    return account
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
  const order = compareTexts(one.observedAt, other.observedAt)
  return order === 0 ? textOfListing(one) > textOfListing(other) : order > 0
}

function toAccount(key: string, own: Own): Account {
  return readAccount(
    key,
    [...own.values()].toSorted((a, b) => compareTexts(a.id, b.id)),
  )
}
