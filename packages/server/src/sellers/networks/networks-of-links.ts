/** A link of two accounts, as it joins them. */
export type JoiningLink = { a: string; b: string; since: Date }

export type LimitedNetwork = {
  /** The first of its accounts: a network of the whole organisation has another ID. */
  id: string
  accounts: string[]
  links: JoiningLink[]
}

/** The accounts that such links join, the largest networks first. */
export function networksOfLinks(links: readonly JoiningLink[]): LimitedNetwork[] {
  const networks = new Map<string, LimitedNetwork>()
  for (const link of links) {
    const joined = [networks.get(link.a), networks.get(link.b)].filter((one) => one !== undefined)
    const accounts = new Set([...joined.flatMap((one) => one.accounts), link.a, link.b])
    const network = {
      id: [...accounts].reduce((first, one) => (one < first ? one : first)),
      accounts: [...accounts].toSorted(compare),
      links: [...new Set(joined.flatMap((one) => one.links)), link],
    }
    for (const account of accounts) networks.set(account, network)
  }
  return [...new Set(networks.values())].toSorted(
    (one, other) => other.accounts.length - one.accounts.length || compare(other.id, one.id),
  )
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)
