import { CandidateIndex, type Pair } from '../candidates/index.ts'
import type { AccountName } from '../networks/index.ts'
import { logistic } from '../scoring/index.ts'
import { compareAccounts, type Account } from './account.ts'
import { AccountNames } from './account-names.ts'
import { BestLinks } from './best-links.ts'
import { carries, Carriers, keyOfValue, type Value } from './carriers.ts'
import { HubDecisions, type HubDecision } from './hub-decisions.ts'
import { Hubs, type HubChanges } from './hubs.ts'
import { Judgements, type Judgement } from './judgements.ts'
import { marketOf } from './market-statistics.ts'
import { NearPairs } from './near-pairs.ts'
import { PairList } from './pair-list.ts'
import { PairScores } from './pair-scores.ts'
import { SellerComponents, type SellerComponent } from './seller-components.ts'
import { SellerEvidence } from './seller-evidence.ts'
import type { GraphWork, SellerGraph } from './seller-graph.ts'
import {
  identifiersOf,
  type LinkedSellers,
  type SellerLink,
  type SellerNetwork,
} from './seller-links.ts'
import type { SellerModel } from './seller-model.ts'

export type MarketOptions = {
  model: SellerModel
  /** Bits from which two accounts are linked. */
  least: number
  /** Evidence links nobody, however much there is: people’s judgements alone do. */
  judgedAlone: boolean
  /** Links that updates return: so many of each account, from so many bits. */
  told?: { most: number; least: number }
}

/** What may differ after accounts and judgements changed. */
export type MarketChanges = HubChanges & {
  /** Links that are told now. */
  links: SellerLink[]
  /** Pairs that are told no more. */
  unlinked: { a: string; b: string }[]
  networks: SellerNetwork[]
  /** Accounts that are in these networks now, or in none. */
  accounts: AccountName[]
  work: GraphWork
}

/** What one update has to look at again. */
class Traces {
  /** Accounts of which something changed that others are compared with. */
  readonly scored = new Set<number>()
  /** Accounts that are called otherwise. */
  readonly renamed = new Set<number>()
  /** Accounts whose links changed. */
  readonly linked = new Set<number>()
  /** Accounts that are nearer to others, or farther. */
  readonly moved = new Set<number>()
  /** Pairs whose bits or reasons changed. */
  readonly pairs: Pair[] = []
}

type Judged = { pair: Pair; judgement: string; detail: string }

const noPictures = new Float64Array()
const noCandidates: Int32Array = new Int32Array()

/**
 * Accounts and how they are linked, under one model. An update costs as much as it changes, and leaves what one update
 * over all accounts would: nothing depends on the order in which they came.
 */
export class LinkedMarket {
  readonly #options: MarketOptions
  readonly #accounts: Account[] = []
  readonly #places = new Map<string, number>()
  readonly #names = new AccountNames(this.#accounts)
  readonly #carriers = new Carriers()
  readonly #evidence: SellerEvidence
  readonly #index: CandidateIndex
  readonly #scores: PairScores
  readonly #near = new NearPairs()
  readonly #fewest: number
  readonly #components: SellerComponents
  readonly #hubs: Hubs
  readonly #best: BestLinks | undefined
  #judgements: Judgements
  #decisions = new HubDecisions()
  #traces = new Traces()

  constructor(options: MarketOptions) {
    const { model, least, judgedAlone, told } = options
    const compare = (one: number, other: number): number => this.#compare(one, other)
    this.#options = options
    this.#fewest = Math.min(least, told?.least ?? least)
    this.#evidence = new SellerEvidence(this.#accounts, marketOf(model.statistics), model, {
      of: (value) => this.#decisions.weighed(value, this.#carriers),
    })
    this.#index = new CandidateIndex({
      limits: model.limits,
      usual: model.statistics.accounts,
      compare,
    })
    this.#scores = new PairScores({
      index: this.#index,
      prior: model.prior,
      least,
      judgedAlone,
      weigh: (one, other) => {
        this.#evidence.focus(one)
        return this.#evidence.weigh(...this.#inOrder(one, other))
      },
    })
    this.#components = new SellerComponents({
      least,
      compare,
      linksOf: (account) => [...this.#near.of(account)].filter(([, bits]) => bits >= least),
      score: (one, other) => this.#scores.of(one, other, this.#judgements),
    })
    this.#hubs = new Hubs({
      accounts: this.#accounts,
      carriers: this.#carriers,
      model,
      compare,
      carriersOf: (value) => this.#carriersOf(value),
      decisions: () => this.#decisions,
    })
    this.#best = told && new BestLinks({ pairs: this.#near, most: told.most, compare })
    this.#judgements = this.#judge([])
  }

  /** Goes on from a graph under the same model. */
  static restore(
    options: MarketOptions,
    graph: SellerGraph,
    /** Those of the graph, in its order. */
    accounts: Iterable<Account>,
  ): LinkedMarket {
    const restored = new LinkedMarket(options)
    restored.#restore(graph, accounts)
    return restored
  }

  #restore(graph: SellerGraph, accounts: Iterable<Account>): void {
    const { least, judgedAlone } = this.#options
    for (const account of accounts) {
      const { place } = this.#put(account)
      const candidates = graph.candidates[place] ?? noCandidates
      this.#index.add(place, this.#evidence.keys(place), candidates)
      this.#scores.add(place, candidates, graph.evidence[place] ?? noCandidates)
    }
    this.#carriers.fill(this.#accounts)
    this.#decisions = new HubDecisions(graph.decisions)
    this.#hubs.update(
      [...this.#decisions.values(), ...[...this.#carriers.counts()].map(([value]) => value)],
      new Set(),
    )
    this.#judgements = this.#judge(
      graph.judged.map((judged) => ({ ...judged, at: '' })),
      (key) => this.#places.get(key),
    )
    this.#traces = new Traces()
    for (const account of this.#accounts.keys())
      this.#settleCandidates(account, noCandidates, this.#traces)
    for (const pair of this.#judgements.pairs()) this.#settle(pair, this.#traces)
    // Under another threshold all components are made anew.
    if (graph.least !== least || (graph.judgedAlone ?? false) !== judgedAlone) return
    for (const component of graph.components) this.#components.add(component)
    this.#traces = new Traces()
  }

  /**
   * Takes accounts as they are now, and all judgements and decisions on hubs.
   * @param accounts those that are new or changed
   */
  update(
    accounts: Iterable<Account>,
    judgements: readonly Judgement[],
    decisions: readonly HubDecision[] = [],
  ): MarketChanges {
    const isFirst = this.#accounts.length === 0
    const before = new Map<number, Account>()
    for (const account of accounts) {
      const known = this.#put(account)
      before.set(
        known.place,
        known.before ?? { ...account, identifiers: new Map(), pictures: noPictures, listings: [] },
      )
    }
    const traces = this.#traces
    this.#traces = new Traces()
    const changed = new Set(before.keys())
    for (const place of changed) traces.scored.add(place)
    const madeBefore = this.#scores.made
    const { searched, holders } = this.#index.update(
      new Map([...changed].map((place) => [place, this.#evidence.keys(place)])),
    )
    const values = this.#decide(decisions, this.#count(before, isFirst))
    const lists = new Map(
      [...searched, ...holders].map((place) => [place, this.#scores.candidatesOf(place)]),
    )
    this.#scores.update(new Set(lists.keys()), changed)
    if (!isFirst) this.#reweigh(values, changed, traces)
    this.#judgeAnew(judgements, traces)
    for (const [place, list] of lists) this.#settleCandidates(place, list, traces)
    const components = this.#components.update(traces)
    return {
      ...this.#tell(traces),
      networks: this.#networksOf(components.made),
      accounts: components.accounts.flatMap((place) => this.#accounts[place] ?? []),
      ...this.#hubs.update(this.#valuesOfHubs(values, before), changed),
      work: {
        accounts: searched.size,
        pairs: this.#scores.made - madeBefore,
        components: components.made.length,
      },
    }
  }

  /** All of it, in an order that depends on the accounts alone. */
  linked(most: number, leastTold: number): LinkedSellers {
    const order = this.#order()
    const accounts = order.map((place) => this.#accounts[place]).filter((one) => one !== undefined)
    const names = order.map((place) => this.#names.of(place))
    const best = this.#pairsFrom(Math.min(this.#options.least, leastTold), order).best(most)
    return {
      accounts: accounts.length,
      links: best.map(([one, other]) => this.#linkOf([order[one] ?? 0, order[other] ?? 0])),
      networks: this.#networksOf(this.#components.inOrder()),
      hubs: this.#hubs.inOrder(),
      // Who goes on from a graph needs them of what is new alone, and has read them.
      get identifiers() {
        return identifiersOf(accounts, names)
      },
      contradictions: this.#judgements.contradictions(),
    }
  }

  graph(): SellerGraph {
    const { least, judgedAlone } = this.#options
    const decisions = this.#decisions.inOrder()
    const order = this.#order()
    const placeNow = placesIn(order)
    const now = (place: number): number => placeNow[place] ?? -1
    const moved = order.map((place) => {
      const [list, evidence] = [
        this.#scores.candidatesOf(place),
        this.#scores.evidenceOf(place),
      ].map((one) => one.slice())
      if (list === undefined || evidence === undefined) throw new Error('an account is missing')
      const places = list.map(now)
      const inOrder = [...places.keys()].sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0))
      return {
        candidates: Int32Array.from(inOrder, (at) => places[at] ?? 0),
        evidence: Int32Array.from(inOrder, (at) => evidence[at] ?? 0),
      }
    })
    const keyOf = (place: number): string => this.#accounts[place]?.key ?? ''
    return {
      accounts: order.map(keyOf),
      candidates: moved.map(({ candidates }) => candidates),
      evidence: moved.map(({ evidence }) => evidence),
      components: this.#components.inOrder().map(({ members, networks }) => ({
        members: members.map(now),
        networks: networks.map((network) => ({
          ...network,
          members: network.members.map(now),
          weakest: { ...network.weakest, side: network.weakest.side.map(now) },
        })),
      })),
      judged: this.#judgements.inForce().map(({ pair, judgement }) => {
        const [a, b] = this.#inOrder(...pair)
        return { a: keyOf(a), b: keyOf(b), judgement }
      }),
      least,
      ...(judgedAlone && { judgedAlone }),
      ...(decisions.length > 0 && { decisions }),
    }
  }

  #put(account: Account): { place: number; before: Account | undefined } {
    const known = this.#places.get(account.key)
    const place = known ?? this.#accounts.length
    const before = this.#accounts[place]
    this.#accounts[place] = account
    if (known === undefined) {
      this.#places.set(account.key, place)
      // Those of its ID are called otherwise from now on.
      for (const other of this.#names.add(place)) this.#traces.renamed.add(other)
    }
    this.#evidence.forget(place)
    return { place, before }
  }

  #count(before: ReadonlyMap<number, Account>, isFirst: boolean): ReadonlyMap<Value, number> {
    if (isFirst) {
      this.#carriers.fill(this.#accounts)
      return new Map([...this.#carriers.counts()].map(([value]) => [value, 0]))
    }
    const changes = [...before].map(
      ([place, earlier]) => [earlier, this.#accounts[place] ?? earlier] as const,
    )
    return this.#carriers.update(changes, (value) => this.#carriersOf(value).length)
  }

  #carriersOf(value: Value): number[] {
    return this.#index.ownersOf(keyOfValue(value)).filter((place) => {
      const account = this.#accounts[place]
      return account !== undefined && carries(account, value)
    })
  }

  /**
   * Weighs pairs again that carry a value whose weight changed.
   * @param values the number of accounts by which each was weighed
   */
  #reweigh(values: ReadonlyMap<Value, number>, changed: ReadonlySet<number>, traces: Traces): void {
    const { identifiers, mostWithPicture } = this.#options.model
    const mostOfAny = Math.max(...Object.values(identifiers).map(({ most }) => most))
    for (const [value, before] of values) {
      const most = typeof value === 'number' ? mostWithPicture : mostOfAny
      const now = this.#decisions.weighed(value, this.#carriers)
      // A hub stays a hub, whoever else carries it.
      if (now === before || Math.min(now, before) > most) continue
      const carriers = this.#carriersOf(value)
      for (const one of carriers) traces.scored.add(one)
      const unchanged = new Set(carriers.filter((one) => !changed.has(one)))
      for (const pair of this.#scores.pairsAmong(unchanged)) {
        this.#scores.reweigh(...pair)
        this.#settle(pair, traces)
      }
    }
  }

  /**
   * Takes the decisions in force now.
   * @param values those whose carriers changed, with the number before
   * @returns these and those that were decided otherwise, with the number of accounts by which they were weighed
   */
  #decide(
    decisions: readonly HubDecision[],
    values: ReadonlyMap<Value, number>,
  ): ReadonlyMap<Value, number> {
    const before = this.#decisions
    this.#decisions = new HubDecisions(decisions)
    const differing = before.differing(this.#decisions)
    const carriers = { of: (value: Value) => values.get(value) ?? this.#carriers.of(value) }
    return new Map(
      [...values.keys(), ...differing].map((value) => [value, before.weighed(value, carriers)]),
    )
  }

  #judge(
    judgements: readonly Judgement[],
    placeOf = (name: string) => this.#names.placeOf(name),
  ): Judgements {
    return new Judgements(
      {
        placeOf,
        nameOf: (place) => this.#names.of(place),
        compare: (one, other) => this.#compare(one, other),
      },
      judgements,
    )
  }

  #judgeAnew(judgements: readonly Judgement[], traces: Traces): void {
    const before = judgedOf(this.#judgements)
    this.#judgements = this.#judge(judgements)
    const now = judgedOf(this.#judgements)
    for (const [name, { pair }] of [...before, ...now]) {
      const [had, has] = [before.get(name), now.get(name)]
      if (had?.judgement !== has?.judgement) for (const place of pair) traces.scored.add(place)
      if (had?.detail !== has?.detail) traces.pairs.push(pair)
      if (pair.some((place) => traces.scored.has(place))) this.#settle(pair, traces)
    }
  }

  #settleCandidates(account: number, before: Int32Array, traces: Traces): void {
    const [list, evidence] = [this.#scores.candidatesOf(account), this.#scores.evidenceOf(account)]
    for (let at = 0; at < list.length; at++) {
      const other = list[at] ?? 0
      // Most candidates are far, and were.
      const isFar = this.#scores.bitsOf(evidence[at] ?? 0) < this.#fewest
      if (isFar && this.#near.get(account, other) === undefined) continue
      this.#settle([account, other], traces)
    }
    for (const other of before)
      if (this.#near.get(account, other) !== undefined) this.#settle([account, other], traces)
  }

  /** Notes how near two accounts are now. */
  #settle([one, other]: Pair, traces: Traces): void {
    const isPair = this.#scores.isCandidate(one, other) || this.#judgements.has([one, other])
    const bits = isPair ? this.#scores.of(one, other, this.#judgements) : -Infinity
    const before = this.#near.get(one, other)
    const now = bits >= this.#fewest ? bits : undefined
    if (now === before) return
    this.#near.set(one, other, now)
    traces.pairs.push([one, other])
    for (const place of [one, other]) {
      traces.moved.add(place)
      if (Math.max(before ?? -Infinity, bits) >= this.#options.least) traces.linked.add(place)
    }
  }

  #tell(traces: Traces): Pick<MarketChanges, 'links' | 'unlinked'> {
    const best = this.#best
    if (best === undefined) return { links: [], unlinked: [] }
    const changes = best.update(traces.moved)
    const touched = [...traces.scored, ...traces.renamed].flatMap((one) =>
      [...this.#near.of(one).keys()].map((other): Pair => [one, other]),
    )
    const links = new Map<string, SellerLink>()
    for (const pair of [...changes.added, ...traces.pairs, ...touched]) {
      const name = pair[0] < pair[1] ? pair.join() : pair.toReversed().join()
      if (!links.has(name) && best.has(...pair)) links.set(name, this.#linkOf(pair))
    }
    return {
      links: [...links.values()],
      unlinked: changes.removed.map((pair) => {
        const [a, b] = this.#inOrder(...pair)
        return { a: this.#names.of(a), b: this.#names.of(b) }
      }),
    }
  }

  /** Values that were or may be hubs whose carriers changed, and those that people decided on. */
  #valuesOfHubs(
    values: ReadonlyMap<Value, number>,
    before: ReadonlyMap<number, Account>,
  ): Set<Value> {
    const found = new Set([...values.keys(), ...this.#decisions.values()])
    for (const [place, earlier] of before)
      for (const account of [earlier, this.#accounts[place] ?? earlier])
        for (const value of [...account.identifiers.keys(), ...account.pictures])
          if (this.#hubs.has(value)) found.add(value)
    return found
  }

  #linkOf(pair: Pair): SellerLink {
    const inOrder = this.#inOrder(...pair)
    const weight = this.#scores.of(...inOrder, this.#judgements)
    const judgement = this.#judgements.reason(inOrder)
    const reasons = this.#evidence.reasons(...inOrder)
    return {
      a: this.#names.of(inOrder[0]),
      b: this.#names.of(inOrder[1]),
      probability: logistic(weight),
      weight,
      // Reasons are made anew where they are told: those of all candidates would fill the memory.
      reasons: judgement === undefined ? reasons : [judgement, ...reasons],
    }
  }

  #networksOf(components: readonly SellerComponent[]): SellerNetwork[] {
    const nameOf = (place: number): string => this.#names.of(place)
    return components.flatMap(({ networks }) =>
      networks.map(({ members, bits, weakest }): SellerNetwork => ({
        id: nameOf(members[0] ?? 0),
        sellers: members.map(nameOf),
        probability: logistic(bits),
        weakest: { sellers: weakest.side.map(nameOf), weight: weakest.weight },
      })),
    )
  }

  /** The pairs of at least so many bits, candidates and judged ones, by the places of accounts in their order. */
  #pairsFrom(fewest: number, order: readonly number[]): PairList {
    const placeNow = placesIn(order)
    const pairs = new PairList(order.length)
    for (const one of order) {
      const [list, evidence] = [this.#scores.candidatesOf(one), this.#scores.evidenceOf(one)]
      for (let at = 0; at < list.length; at++) {
        const other = list[at] ?? 0
        if (this.#scores.bitsOf(evidence[at] ?? 0) < fewest || this.#judgements.has([one, other]))
          continue
        // Of two accounts that are each other’s candidates, the first has told the pair.
        if (other < one && this.#index.isCandidate(one, other)) continue
        pairs.add(placeNow[one] ?? 0, placeNow[other] ?? 0)
      }
    }
    const bitsOf = (one: number, other: number): number =>
      this.#scores.of(order[one] ?? 0, order[other] ?? 0, this.#judgements)
    for (const [one, other] of this.#judgements.pairs()) {
      const places = [placeNow[one] ?? 0, placeNow[other] ?? 0] as const
      if (bitsOf(...places) >= fewest) pairs.add(...places)
    }
    pairs.weigh(bitsOf)
    return pairs
  }

  /** Where accounts are, in their order. */
  #order(): number[] {
    return [...this.#accounts.keys()].sort((one, other) => this.#compare(one, other))
  }

  #compare(one: number, other: number): number {
    const [first, second] = [this.#accounts[one], this.#accounts[other]]
    return first === undefined || second === undefined ? 0 : compareAccounts(first, second)
  }

  #inOrder(one: number, other: number): Pair {
    return this.#compare(one, other) < 0 ? [one, other] : [other, one]
  }
}

function placesIn(order: readonly number[]): Int32Array {
  const places = new Int32Array(order.length)
  for (const [now, place] of order.entries()) places[place] = now
  return places
}

function judgedOf(judgements: Judgements): Map<string, Judged> {
  return new Map(
    judgements.pairs().map((pair) => {
      const { code = '', detail = '' } = judgements.reason(pair) ?? {}
      return [pair.join(), { pair, judgement: code, detail }]
    }),
  )
}
