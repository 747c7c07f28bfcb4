import { findCandidates, type CandidateLimits, type Pair } from '../candidates/index.ts'
import { findNetworks, type Network } from '../clustering/index.ts'
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
  const networks = findNetworks({
    count: table.size,
    links: links.map(({ pair: [one, other], bits }) => ({ one, other, weight: bits })),
    score: (pairs) => table.scores(model, table.compare(pairs)),
    least,
  })
  return {
    model,
    links: links.map((link) => toLink(table, model, link)),
    networks: networks.map((network) => toNetwork(table, network)),
  }
}

type ScoredPair = { pair: Pair; bits: number }

function toNetwork(table: ComparedTable, { members, bits, weakest }: Network): RecordNetwork {
  const idOf = (record: number): string => table.ids[record] ?? ''
  const records = members.map(idOf)
  return {
    id: records[0] ?? '',
    records,
    probability: logistic(bits),
    weakest: { records: weakest.side.map(idOf), weight: weakest.weight },
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
