import type { CandidateIndex, Pair } from '../candidates/index.ts'
import {
  linkedComponents,
  networksIn,
  type Network,
  type WeightedPair,
} from '../clustering/index.ts'
import type { AccountName } from '../networks/index.ts'
import { exactWeight } from '../scoring/index.ts'
import type { Account } from './account.ts'
import { candidateKeys } from './behaviour.ts'
import type { Carriers } from './carriers.ts'
import type { Judgement, Judgements } from './judgements.ts'
import type { SellerEvidence, Weighed } from './seller-evidence.ts'
import type { SellerModel } from './seller-model.ts'

/** Accounts within which all pairs are scored, and their networks. */
export type SellerComponent = { members: readonly number[]; networks: readonly Network[] }

/** What is known of the pairs of accounts. The next one is made from it without what stays as it is. */
export type SellerGraph = {
  /** The key of each account, in their order. */
  accounts: readonly string[]
  /** Of each account, the others that are compared with it, ascending. */
  candidates: readonly Int32Array[]
  /** Of each candidate: 1024ths of a bit, twice, and 1 if they may ground a link. */
  evidence: readonly Int32Array[]
  components: readonly SellerComponent[]
  judged: readonly { a: string; b: string; judgement: Judgement['judgement'] }[]
  /** Bits from which two accounts are linked. */
  least: number
  /** Whether judgements alone link accounts. */
  judgedAlone?: boolean
}

/** How much was made anew. */
export type GraphWork = { accounts: number; pairs: number; components: number }

export type GraphInput = {
  accounts: readonly Account[]
  /** The accounts that differ from those of the graph before, as they were there. */
  changes: ReadonlyMap<string, Account>
  carriers: Carriers
  evidence: SellerEvidence
  model: SellerModel
  judgements: Judgements
  least: number
  /** Bits from which a pair is told. */
  leastTold: number
  judgedAlone: boolean
}

export type UpdatedGraph = {
  graph: SellerGraph
  work: GraphWork
  /** The pairs that are told or linked. */
  pairs: ScoredPairs
}

/** Pairs as one number each, ascending, with their bits. */
export type ScoredPairs = { codes: Float64Array; weights: Float64Array }

/**
 * The graph of accounts, made anew where something changed: at the accounts that have, at those that carry a value whose
 * number of carriers did, and in the components that hold one of these. It depends on what it is made of, not on the
 * graph before.
 */
export function updateGraph(input: GraphInput, before?: SellerGraph): UpdatedGraph {
  const { accounts, judgements, least, judgedAlone } = input
  const isAlike = before?.least === least && (before.judgedAlone ?? false) === judgedAlone
  const count = accounts.length
  const places = new Map(accounts.map(({ key }, place) => [key, place]))
  const old = before === undefined ? undefined : new EarlierGraph(before, places, count)
  // Where no account changed, candidates and evidence are those before.
  const same = before?.accounts.length === count && input.changes.size === 0 ? before : undefined
  const touched = old === undefined ? undefined : same ? new Set<number>() : touchedAccounts(input)
  const candidates = same ? { lists: same.candidates, made: 0 } : findCandidates(input, old)
  const scores = new PairScores(input, candidates.lists, same?.evidence)
  if (same === undefined) scores.fill(old, touched)

  const judged = judgements.inForce().map(({ pair: [one, other], judgement }) => ({
    a: accounts[one]?.key ?? '',
    b: accounts[other]?.key ?? '',
    judgement,
  }))
  const scoreOf = (pair: Pair): number => scores.of(pair)
  const pairs = scores.from(Math.min(least, input.leastTold))
  const links: WeightedPair[] = []
  for (const [at, weight] of pairs.weights.entries()) {
    if (weight < least) continue
    const [one, other] = pairAt(pairs.codes[at] ?? 0, count)
    links.push({ one, other, weight })
  }
  const disturbed = new Set(touched)
  for (const key of changedJudgements(before?.judged ?? [], judged)) {
    const place = places.get(key)
    if (place !== undefined) disturbed.add(place)
  }
  let made = 0
  const components = linkedComponents(count, links).map((members): SellerComponent => {
    const known = isAlike ? old?.componentOf(members) : undefined
    if (known !== undefined && !members.some((member) => disturbed.has(member))) return known
    made++
    const networks = networksIn(members, { score: (wanted) => wanted.map(scoreOf), least })
    return { members, networks }
  })
  const graph: SellerGraph = {
    accounts: accounts.map(({ key }) => key),
    candidates: candidates.lists,
    evidence: scores.evidence,
    components,
    judged,
    least,
    ...(judgedAlone && { judgedAlone }),
  }
  const work = { accounts: candidates.made, pairs: scores.made, components: made }
  return { graph, work, pairs }
}

/** The accounts of each network. */
export function accountsOfNetworks({ accounts, components }: SellerGraph): AccountName[][] {
  return components.flatMap(({ networks }) =>
    networks.map(({ members }) =>
      members.map((member): AccountName => {
        const [seller, marketplace] = JSON.parse(accounts[member] ?? '') as [string, string]
        return { seller, marketplace }
      }),
    ),
  )
}

/** A graph in the places that its accounts have now. Accounts keep their order, and none leaves. */
class EarlierGraph {
  readonly #graph: SellerGraph
  readonly #placeNow: Int32Array
  readonly #placeBefore: Int32Array
  readonly #components = new Map<string, SellerComponent>()

  constructor(graph: SellerGraph, places: ReadonlyMap<string, number>, count: number) {
    this.#graph = graph
    this.#placeNow = Int32Array.from(graph.accounts, (key) => places.get(key) ?? -1)
    this.#placeBefore = new Int32Array(count).fill(-1)
    for (const [before, now] of this.#placeNow.entries()) this.#placeBefore[now] = before
    for (const { members, networks } of graph.components) {
      const moved: SellerComponent = {
        members: members.map((member) => this.#now(member)),
        networks: networks.map((network) => ({
          ...network,
          members: network.members.map((member) => this.#now(member)),
          weakest: {
            ...network.weakest,
            side: network.weakest.side.map((member) => this.#now(member)),
          },
        })),
      }
      this.#components.set(moved.members.join(), moved)
    }
  }

  candidatesOf(account: number): Int32Array | undefined {
    const before = this.#placeBefore[account] ?? -1
    return this.#graph.candidates[before]?.map((other) => this.#now(other))
  }

  evidenceOf(one: number, other: number): number | undefined {
    const [first, second] = [this.#placeBefore[one] ?? -1, this.#placeBefore[other] ?? -1]
    if (first < 0 || second < 0) return undefined
    return evidenceIn(this.#graph, first, second) ?? evidenceIn(this.#graph, second, first)
  }

  componentOf(members: readonly number[]): SellerComponent | undefined {
    return this.#components.get(members.join())
  }

  #now(account: number): number {
    return this.#placeNow[account] ?? -1
  }
}

function evidenceIn(
  { candidates, evidence }: Pick<SellerGraph, 'candidates' | 'evidence'>,
  one: number,
  other: number,
): number | undefined {
  const list = candidates[one]
  if (list === undefined) return undefined
  const at = placeIn(list, other)
  return list[at] === other ? evidence[one]?.[at] : undefined
}

/** The place of the first of ascending numbers that is not below one. */
function placeIn(list: Int32Array, number: number): number {
  let [from, to] = [0, list.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((list[middle] ?? 0) < number) from = middle + 1
    else to = middle
  }
  return from
}

/** The accounts that changed, and the carriers of what they carry more or less than before. */
function touchedAccounts({ accounts, changes, carriers, model }: GraphInput): Set<number> {
  const touched = new Set<number>()
  const identifiers = new Map<string, number>()
  const pictures = new Map<number, number>()
  const add = <K>(changed: Map<K, number>, keys: Iterable<K>, by: number): void => {
    for (const key of keys) changed.set(key, (changed.get(key) ?? 0) + by)
  }
  for (const [place, account] of accounts.entries()) {
    const before = changes.get(account.key)
    if (before === undefined) continue
    touched.add(place)
    add(identifiers, account.identifiers.keys(), 1)
    add(identifiers, before.identifiers.keys(), -1)
    add(pictures, account.pictures, 1)
    add(pictures, before.pictures, -1)
  }
  // A hub stays a hub, whoever else carries it.
  const changesWeights = (by: number | undefined, now: number, most: number): boolean =>
    by !== undefined && Math.min(now, most + 1) !== Math.min(now - by, most + 1)
  for (const [place, account] of accounts.entries()) {
    const carries =
      [...account.identifiers].some(([key, { type }]) =>
        changesWeights(
          identifiers.get(key),
          carriers.ofIdentifier(key),
          model.identifiers[type].most,
        ),
      ) ||
      account.pictures.some((picture) =>
        changesWeights(pictures.get(picture), carriers.ofPicture(picture), model.mostWithPicture),
      )
    if (carries) touched.add(place)
  }
  return touched
}

type Candidates = { lists: readonly Int32Array[]; made: number }

function findCandidates(input: GraphInput, old: EarlierGraph | undefined): Candidates {
  const index = input.evidence.candidates()
  const moved = old === undefined ? undefined : ownersOfChangedKeys(input, index)
  let made = 0
  const lists = input.accounts.map((_, account) => {
    const known = moved?.has(account) === false ? old?.candidatesOf(account) : undefined
    if (known !== undefined) return known
    made++
    return index.candidatesOf(account)
  })
  return { lists, made }
}

/** The accounts that changed, and those that share a key which one of these has now and had not, or the reverse. */
function ownersOfChangedKeys(
  { accounts, changes, model }: GraphInput,
  index: CandidateIndex,
): Set<number> {
  const owners = new Set<number>()
  const changed = new Map<number, number>()
  for (const [place, account] of accounts.entries()) {
    const before = changes.get(account.key)
    if (before === undefined) continue
    owners.add(place)
    const [had, has] = [new Set(candidateKeys(before)), new Set(index.keysOf(place))]
    for (const key of has) if (!had.has(key)) changed.set(key, (changed.get(key) ?? 0) + 1)
    for (const key of had) if (!has.has(key)) changed.set(key, (changed.get(key) ?? 0) - 1)
  }
  const { block } = model.limits
  for (const [key, by] of changed) {
    const now = index.ownersOf(key)
    if (now > block && now - by > block) changed.delete(key)
  }
  for (const place of accounts.keys())
    if (index.keysOf(place).some((key) => changed.has(key))) owners.add(place)
  return owners
}

/** What speaks for pairs, weighed when it is first asked for. */
class PairScores {
  readonly evidence: readonly Int32Array[]
  made = 0
  readonly #input: GraphInput
  readonly #candidates: readonly Int32Array[]
  readonly #others = new Map<number, number>()

  constructor(
    input: GraphInput,
    candidates: readonly Int32Array[],
    /** What is known of all of them. */
    evidence?: readonly Int32Array[],
  ) {
    this.#input = input
    this.#candidates = candidates
    this.evidence = evidence ?? candidates.map(({ length }) => new Int32Array(length))
  }

  /** The pairs of at least so many bits, candidates and judged ones. */
  from(fewest: number): ScoredPairs {
    const { judgements } = this.#input
    const count = this.#candidates.length
    const judged = new Set(judgements.pairs().map(([one, other]) => one * count + other))
    let codes = new Float64Array(1024)
    let size = 0
    const add = (code: number): void => {
      if (size === codes.length) {
        const more = new Float64Array(2 * size)
        more.set(codes)
        codes = more
      }
      codes[size++] = code
    }
    for (const [one, list] of this.#candidates.entries()) {
      const own = this.evidence[one]
      for (let at = 0; at < list.length; at++) {
        const other = list[at] ?? 0
        const code = Math.min(one, other) * count + Math.max(one, other)
        if (this.#unjudged(own?.[at] ?? 0) < fewest || judged.has(code)) continue
        // Of two accounts that are each other’s candidates, the first has told the pair.
        if (other < one && evidenceIn(this.#graph, other, one) !== undefined) continue
        add(code)
      }
    }
    for (const code of judged) if (this.of(pairAt(code, count)) >= fewest) add(code)
    const inOrder = codes.slice(0, size).sort()
    return {
      codes: inOrder,
      weights: inOrder.map((code) => this.of(pairAt(code, count))),
    }
  }

  /** Weighs the candidates, those aside that neither of both accounts was touched of. */
  fill(old: EarlierGraph | undefined, touched: ReadonlySet<number> | undefined): void {
    for (const [one, list] of this.#candidates.entries())
      for (const [at, other] of list.entries()) {
        const isKept = touched?.has(one) === false && !touched.has(other)
        const known =
          (isKept ? old?.evidenceOf(one, other) : undefined) ??
          // Of two accounts that are each other’s candidates, the first has been weighed with the other.
          (other < one ? evidenceIn(this.#graph, other, one) : undefined)
        const own = this.evidence[one]
        if (own !== undefined) own[at] = known ?? this.#weigh(one, other)
      }
  }

  /** What speaks for a pair in bits, judgements included. */
  of(pair: Pair): number {
    const { judgements, model } = this.#input
    const evidence = this.#evidenceOf(pair)
    const judged = judgements.reason(pair)
    if (judged !== undefined) return model.prior + (evidence >> 1) / steps + judged.weight
    return this.#unjudged(evidence)
  }

  /** Bits of evidence alone. */
  #unjudged(evidence: number): number {
    const { model, least, judgedAlone } = this.#input
    const bits = model.prior + (evidence >> 1) / steps
    return (evidence & 1) === 1 && !judgedAlone ? bits : belowThreshold(bits, least)
  }

  #evidenceOf([one, other]: Pair): number {
    const known =
      evidenceIn(this.#graph, one, other) ??
      evidenceIn(this.#graph, other, one) ??
      this.#others.get(one * this.#candidates.length + other)
    if (known !== undefined) return known
    const weighed = this.#weigh(one, other)
    this.#others.set(one * this.#candidates.length + other, weighed)
    return weighed
  }

  #weigh(one: number, other: number): number {
    this.made++
    return pack(this.#input.evidence.weigh(Math.min(one, other), Math.max(one, other)))
  }

  get #graph(): Pick<SellerGraph, 'candidates' | 'evidence'> {
    return { candidates: this.#candidates, evidence: this.evidence }
  }
}

const steps = 1024

function pack({ bits, isGrounded }: Weighed): number {
  return Math.round(bits * steps) * 2 + (isGrounded ? 1 : 0)
}

/** The same order of weights, below the threshold. */
function belowThreshold(bits: number, least: number): number {
  const over = bits - least + 1
  return over <= 0 ? bits : exactWeight(least - 1 + over / (over + 16))
}

export function pairAt(code: number, count: number): Pair {
  return [Math.floor(code / count), code % count]
}

/** The accounts of what was judged in one of both and not in the other. */
function changedJudgements(before: SellerGraph['judged'], now: SellerGraph['judged']): string[] {
  const texts = (judged: SellerGraph['judged']): Map<string, [string, string]> =>
    new Map(judged.map((one) => [JSON.stringify(one), [one.a, one.b]]))
  const [earlier, later] = [texts(before), texts(now)]
  return [
    ...[...earlier].flatMap(([text, keys]) => (later.has(text) ? [] : keys)),
    ...[...later].flatMap(([text, keys]) => (earlier.has(text) ? [] : keys)),
  ]
}
