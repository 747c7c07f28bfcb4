import { linkedComponents, networksIn, type Network } from '../clustering/index.ts'

/** Accounts within which all pairs are scored, and their networks. */
export type SellerComponent = { members: readonly number[]; networks: readonly Network[] }

export type ComponentOptions = {
  least: number
  compare(one: number, other: number): number
  /** Accounts that links join to one, with the bits. */
  linksOf(account: number): Iterable<readonly [other: number, weight: number]>
  score(one: number, other: number): number
}

export type DisturbedAccounts = {
  /** Those whose links changed. */
  linked: ReadonlySet<number>
  /** Those whose pairs may have other scores. */
  scored: ReadonlySet<number>
}

export type ComponentChanges = {
  /** Components made anew. */
  made: SellerComponent[]
  /** Accounts that may be in another network than before, or in none. */
  accounts: number[]
}

/** What links join, made anew where they changed. */
export class SellerComponents {
  readonly #options: ComponentOptions
  readonly #of = new Map<number, SellerComponent>()

  constructor(options: ComponentOptions) {
    this.#options = options
  }

  add(component: SellerComponent): void {
    for (const member of component.members) this.#of.set(member, component)
  }

  /** That of the first account first. */
  inOrder(): SellerComponent[] {
    const { compare } = this.#options
    return [...new Set(this.#of.values())].toSorted((a, b) =>
      compare(a.members[0] ?? 0, b.members[0] ?? 0),
    )
  }

  update({ linked, scored }: DisturbedAccounts): ComponentChanges {
    const { compare, linksOf, least, score } = this.#options
    const region = this.#regionOf([...linked, ...scored]).toSorted(compare)
    const places = new Map(region.map((account, place) => [account, place]))
    const links = region.flatMap((account, one) =>
      [...linksOf(account)].flatMap(([other, weight]) => {
        const place = places.get(other) ?? -1
        return one < place ? [{ one, other: place, weight }] : []
      }),
    )
    const found = linkedComponents(region.length, links).map((own) =>
      own.map((place) => region[place] ?? 0),
    )
    const kept = new Set<SellerComponent>()
    const made: SellerComponent[] = []
    for (const members of found) {
      const known = this.#of.get(members[0] ?? 0)
      if (
        known !== undefined &&
        known.members.join() === members.join() &&
        !members.some((member) => scored.has(member))
      ) {
        kept.add(known)
        continue
      }
      const networks = networksIn(members, {
        score: (pairs) => pairs.map(([one, other]) => score(one, other)),
        least,
      })
      made.push({ members, networks })
    }
    const accounts = region.filter((account) => {
      const known = this.#of.get(account)
      return known === undefined || !kept.has(known)
    })
    for (const account of accounts) this.#of.delete(account)
    for (const component of made) this.add(component)
    return { made, accounts }
  }

  /** All that links join to these accounts, now or before. */
  #regionOf(disturbed: Iterable<number>): number[] {
    const region = new Set(disturbed)
    for (const account of region) {
      for (const member of this.#of.get(account)?.members ?? []) region.add(member)
      for (const [other] of this.#options.linksOf(account)) region.add(other)
    }
    return [...region]
  }
}
