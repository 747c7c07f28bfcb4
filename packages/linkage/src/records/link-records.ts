import { findCandidates, type CandidateLimits, type Pair } from '../candidates/index.ts'
import {
  boundedComponents,
  correlationClusters,
  weakestCut,
  type WeightedPair,
} from '../clustering/index.ts'
import { fitModel, logistic, type LinkModel } from '../scoring/index.ts'
import { ComparedTable, type FieldPlan, type TableRecord } from './compared-table.ts'

/** Why two records are linked, or what speaks against it, in bits. */
export type RecordReason = {
  code: string
  family: string
  weight: number
  detail: string
  values: [string, string]
}

export type RecordLink = {
  a: string
  b: string
  probability: number
  weight: number
  reasons: RecordReason[]
}

export type RecordNetwork = {
  id: string
  records: string[]
  /** Of the strongest link across the weakest cut. */
  probability: number
  /** The smaller side of the division that least evidence holds together, and that evidence in bits. */
  weakest: { records: string[]; weight: number }
}

export type LinkedRecords = { links: RecordLink[]; networks: RecordNetwork[]; model: LinkModel }

export type LinkRecordsOptions = {
  fields: FieldPlan
  /** Least probability of a link. */
  threshold?: number
  limits?: CandidateLimits
}

const defaultThreshold = 0.5
const defaultLimits: CandidateLimits = { block: 1000, owner: 60 }
const randomPairs = 300_000
/** Records of a component, whose pairs are all scored; a larger one is divided at its weakest links. */
const maxScored = 500

/**
 * Finds the records of one owner in a table, without labels. The order of the records changes nothing.
 * @param records each with an ID of its own
 */
export function linkRecords(
  records: readonly TableRecord[],
  { fields, threshold = defaultThreshold, limits = defaultLimits }: LinkRecordsOptions,
): LinkedRecords {
  const table = new ComparedTable(records, fields)
  const candidates = table.compare(findCandidates(table.keys(), limits))
  const model = fitModel({
    fields: table.shapes,
    candidates: table.patternsOf(candidates),
    random: table.patternsOf(table.compare(table.randomPairs(randomPairs))),
    pairs: (table.size * (table.size - 1)) / 2,
  })
  const least = Math.log2(threshold / (1 - threshold))
  const scores = table.scores(model, candidates)
  const links = candidates.pairs.flatMap((pair, place): ScoredPair[] => {
    const bits = scores[place] ?? 0
    return bits >= least ? [{ pair, bits }] : []
  })
  const pieces = boundedComponents(
    table.size,
    links.map(({ pair: [one, other], bits }) => ({ one, other, weight: bits })),
    maxScored,
  )
  return {
    model,
    links: links.map((link) => toLink(table, model, link)),
    networks: pieces.flatMap((nodes) => networksIn(table, { model, nodes, least })),
  }
}

type ScoredPair = { pair: Pair; bits: number }

type Component = { model: LinkModel; nodes: readonly number[]; least: number }

/** The networks of a component, in which all pairs are scored, so that what speaks against counts. */
function networksIn(table: ComparedTable, { model, nodes, least }: Component): RecordNetwork[] {
  const compared = table.compare(
    nodes.flatMap((one, place) => nodes.slice(place + 1).map((other): Pair => [one, other])),
  )
  const scores = table.scores(model, compared)
  const pairs: WeightedPair[] = []
  for (let one = 0; one < nodes.length; one++)
    for (let other = one + 1; other < nodes.length; other++)
      pairs.push({ one, other, weight: (scores[pairs.length] ?? 0) - least })
  return correlationClusters(nodes.length, pairs)
    .filter((members) => members.length > 1)
    .map((members) => toNetwork(table, { nodes, members, pairs, least }))
}

type Cluster = {
  nodes: readonly number[]
  members: readonly number[]
  pairs: readonly WeightedPair[]
  least: number
}

function toNetwork(table: ComparedTable, { nodes, members, pairs, least }: Cluster): RecordNetwork {
  const places = new Map(members.map((member, place) => [member, place]))
  const inside = pairs.flatMap(({ one, other, weight }): WeightedPair[] => {
    const [first, second] = [places.get(one), places.get(other)]
    return first === undefined || second === undefined
      ? []
      : [{ one: first, other: second, weight }]
  })
  const cut = weakestCut(members.length, inside)
  const side = new Set(cut.side)
  const across = inside.filter(({ one, other }) => side.has(one) !== side.has(other))
  const idOf = (place: number): string => table.ids[nodes[members[place] ?? 0] ?? 0] ?? ''
  const records = members.map((_, place) => idOf(place))
  return {
    id: records[0] ?? '',
    records,
    probability: logistic(Math.max(...across.map(({ weight }) => weight)) + least),
    weakest: { records: cut.side.map(idOf), weight: cut.weight },
  }
}

function toLink(table: ComparedTable, model: LinkModel, { pair, bits }: ScoredPair): RecordLink {
  return {
    a: table.ids[pair[0]] ?? '',
    b: table.ids[pair[1]] ?? '',
    probability: logistic(bits),
    weight: bits,
    reasons: table
      .findings(model, pair)
      .toSorted((one, other) => Math.abs(other.weight) - Math.abs(one.weight))
      .map(({ field, level, weight, values }) => ({
        code: `record.${level.replaceAll(' ', '-')}`,
        family: field,
        weight,
        detail: `${field}: ${level}`,
        values,
      })),
  }
}
