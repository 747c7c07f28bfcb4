/** An account: an ID at a marketplace, empty where none is known. */
export type AccountName = { seller: string; marketplace: string }

/** What happened to a network. */
export type NetworkEvent =
  | { at: string; event: 'joined' | 'left'; network: string; account: AccountName }
  /** The network has ended, and its ID leads to another one. */
  | { at: string; event: 'merged'; network: string; into: string }
  /** The network consists of a part of another one, which goes on. */
  | { at: string; event: 'split'; network: string; from: string }

export type Membership = {
  network: string
  account: AccountName
  from: string
  /** None while it lasts. */
  until?: string
}

type Part = { old: number; now: number; shared: number }

const keyOf = ({ seller, marketplace }: AccountName): string =>
  JSON.stringify([seller, marketplace])

export function networkId(number: number): string {
  return `network-${number}`
}

export function networkNumber(id: string): number {
  return Number(id.slice(id.lastIndexOf('-') + 1))
}

/**
 * Networks by lasting IDs. Where networks merge or split, the ID stays with the part of the most accounts; of equal ones,
 * with the network that is older, or the part that is named first. Everything is read from events, which are only ever
 * added, so that each past state can be shown.
 */
export class NetworkRegister {
  readonly #events: NetworkEvent[] = []
  readonly #memberships: Membership[] = []
  readonly #current = new Map<string, Membership>()
  /** The accounts of each network now. */
  readonly #members = new Map<string, Map<string, AccountName>>()
  readonly #redirects = new Map<string, string>()
  #last: number

  /** @param last the number of the last network whose events may be gone */
  constructor(last = 0) {
    this.#last = last
  }

  /** Reads what has happened before. Throws an Error at an event that cannot have happened. */
  add(events: Iterable<NetworkEvent>): void {
    for (const event of events) this.#apply(event)
  }

  events(): readonly NetworkEvent[] {
    return this.#events
  }

  memberships(): readonly Readonly<Membership>[] {
    return this.#memberships
  }

  /** The accounts of each network at a time, or now, the oldest network first. */
  networks(at?: string): Map<string, AccountName[]> {
    if (at === undefined) return this.#membersOf(this.#members.keys())
    const members = this.#memberships.filter(
      ({ from, until }) => from <= at && (until === undefined || until > at),
    )
    return new Map(
      [...Map.groupBy(members, ({ network }) => network)]
        .toSorted(([a], [b]) => networkNumber(a) - networkNumber(b))
        .map(([network, own]) => [
          network,
          own.map(({ account }) => account).toSorted(compareAccounts),
        ]),
    )
  }

  #membersOf(networks: Iterable<string>): Map<string, AccountName[]> {
    return new Map(
      [...networks]
        .toSorted((a, b) => networkNumber(a) - networkNumber(b))
        .map((network) => [
          network,
          [...(this.#members.get(network)?.values() ?? [])].toSorted(compareAccounts),
        ]),
    )
  }

  /** Whether any account is in a network. */
  lasts(network: string): boolean {
    return this.#members.has(network)
  }

  /** The network that an account is in. */
  networkOf(account: AccountName): string | undefined {
    return this.#current.get(keyOf(account))?.network
  }

  /** The network that an ID leads to: its own, or after it was retired the one that most of its accounts went to. */
  resolve(network: string): string {
    let last = network
    for (let next = this.#redirects.get(last); next !== undefined; next = this.#redirects.get(last))
      last = next
    return last
  }

  /**
   * Makes the networks those that were found at a time, and returns what happened.
   * @param among the accounts of which they were found, with all others of their networks until now; by default all
   */
  update(
    found: readonly (readonly AccountName[])[],
    at: string,
    among?: readonly AccountName[],
  ): NetworkEvent[] {
    const earlier = this.#membersOf(
      among === undefined
        ? this.#members.keys()
        : new Set(among.flatMap((account) => this.networkOf(account) ?? [])),
    )
    const before = this.#last
    const ids = this.#assign(found)
    const kept = new Set(ids)
    const events: NetworkEvent[] = []
    for (const [now, network] of ids.entries()) {
      const from = this.#origins(found[now] ?? [])[0]
      if (networkNumber(network) > before && from !== undefined && from.shared > 1)
        events.push({ at, event: 'split', network, from: networkId(from.old) })
    }
    const places = new Map(
      found.flatMap((members, now) => members.map((member) => [keyOf(member), ids[now] ?? ''])),
    )
    for (const [network, members] of earlier) {
      if (!kept.has(network)) {
        const into = mostFrequent(members.flatMap((member) => places.get(keyOf(member)) ?? []))
        if (into !== undefined) events.push({ at, event: 'merged', network, into })
      }
      for (const account of members)
        if (places.get(keyOf(account)) !== network)
          events.push({ at, event: 'left', network, account })
    }
    for (const [now, members] of found.entries()) {
      const network = ids[now] ?? ''
      for (const account of members.toSorted(compareAccounts))
        if (this.networkOf(account) !== network)
          events.push({ at, event: 'joined', network, account })
    }
    for (const event of events) this.#apply(event)
    return events
  }

  /** An ID for each of the networks found. */
  #assign(found: readonly (readonly AccountName[])[]): string[] {
    const parts = found.flatMap((members, now) =>
      this.#origins(members).map(({ old, shared }): Part => ({ old, now, shared })),
    )
    const ids = new Map<number, string>()
    const taken = new Set<number>()
    const heaviestFirst = parts.toSorted(
      (a, b) => b.shared - a.shared || a.old - b.old || a.now - b.now,
    )
    for (const { old, now } of heaviestFirst) {
      if (taken.has(old) || ids.has(now)) continue
      taken.add(old)
      ids.set(now, networkId(old))
    }
    let next = this.#last
    return found.map((_, now) => ids.get(now) ?? networkId(++next))
  }

  /** The networks that accounts are in until now, that of the most accounts first. */
  #origins(members: readonly AccountName[]): { old: number; shared: number }[] {
    const counts = new Map<number, number>()
    for (const member of members) {
      const network = this.networkOf(member)
      if (network === undefined) continue
      counts.set(networkNumber(network), (counts.get(networkNumber(network)) ?? 0) + 1)
    }
    return [...counts]
      .map(([old, shared]) => ({ old, shared }))
      .toSorted((a, b) => b.shared - a.shared || a.old - b.old)
  }

  #apply(event: NetworkEvent): void {
    this.#events.push(event)
    if (event.event === 'merged') this.#redirects.set(event.network, event.into)
    if (event.event === 'merged' || event.event === 'split') return
    const { at, network, account } = event
    const key = keyOf(account)
    const membership = this.#current.get(key)
    if (event.event === 'left') {
      if (membership?.network !== network) throw impossible(event)
      membership.until = at
      this.#current.delete(key)
      const members = this.#members.get(network)
      members?.delete(key)
      if (members?.size === 0) this.#members.delete(network)
      return
    }
    if (membership !== undefined) throw impossible(event)
    const joined: Membership = { network, account, from: at }
    this.#memberships.push(joined)
    this.#current.set(key, joined)
    const members = this.#members.get(network) ?? new Map<string, AccountName>()
    this.#members.set(network, members.set(key, account))
    this.#last = Math.max(this.#last, networkNumber(network))
  }
}

function compareAccounts(a: AccountName, b: AccountName): number {
  const [one, other] = [keyOf(a), keyOf(b)]
  return one < other ? -1 : one > other ? 1 : 0
}

function mostFrequent(texts: readonly string[]): string | undefined {
  return [...Map.groupBy(texts, (text) => text)]
    .toSorted(
      ([a, one], [b, other]) => other.length - one.length || networkNumber(a) - networkNumber(b),
    )
    .at(0)?.[0]
}

function impossible({ event, network, at }: NetworkEvent): Error {
  return new Error(`the history of ${network} cannot be: ${event} at ${at}`)
}
