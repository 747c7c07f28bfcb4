import type { Account } from './account.ts'

/** What accounts are called: their ID, or their marketplace and ID where several marketplaces use the same one. */
export class AccountNames {
  readonly #accounts: readonly Pick<Account, 'seller' | 'marketplace'>[]
  /** Of each ID, its accounts. */
  readonly #sites = new Map<string, number | number[]>()

  constructor(accounts: readonly Pick<Account, 'seller' | 'marketplace'>[] = []) {
    this.#accounts = accounts
    for (const account of accounts.keys()) this.add(account)
  }

  /** Returns the other accounts with the same ID. */
  add(account: number): number[] {
    const { seller = '' } = this.#accounts[account] ?? {}
    const known = this.#sites.get(seller)
    if (known === undefined) {
      this.#sites.set(seller, account)
      return []
    }
    const others = typeof known === 'number' ? [known] : known
    this.#sites.set(seller, [...others, account])
    return others
  }

  of(account: number): string {
    const { seller = '', marketplace = '' } = this.#accounts[account] ?? {}
    return typeof this.#sites.get(seller) === 'number' ? seller : `${marketplace}/${seller}`
  }

  /** The account of a name, if it is one. */
  placeOf(name: string): number | undefined {
    const known = this.#sites.get(name)
    if (typeof known === 'number') return known
    for (let at = name.indexOf('/'); at >= 0; at = name.indexOf('/', at + 1)) {
      const own = this.#sites.get(name.slice(at + 1))
      if (typeof own !== 'object') continue
      const marketplace = name.slice(0, at)
      const place = own.find((one) => this.#accounts[one]?.marketplace === marketplace)
      if (place !== undefined) return place
    }
    return undefined
  }
}
