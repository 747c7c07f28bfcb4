import { correlationClusters, type WeightedPair } from '../clustering/index.ts'
import { binding } from '../sellers/index.ts'
import type { AccountPair } from './strongest-path.ts'

export type JudgedPair = { a: string; b: string; judgement: 'same' | 'different' }

export type PreviewInput = {
  /** The accounts of each network that the judged ones are in; one that is in none is alone. */
  networks: readonly (readonly string[])[]
  /** Pairs of which the weight is known, in bits above the threshold. */
  pairs: readonly AccountPair[]
  /** Bits of all other pairs of two networks. Those within one are taken to hold it together no more and no less. */
  unknown: number
  /** In force, one for each pair. */
  judgements: readonly JudgedPair[]
}

/** The networks that accounts would be in if one more judgement were in force, each in the order given. */
export function previewJudgement(
  { networks, pairs, unknown, judgements }: PreviewInput,
  judged: JudgedPair,
): string[][] {
  const accounts = networks.flat()
  const places = new Map(accounts.map((account, place) => [account, place]))
  const count = accounts.length
  const weights = new Map<number, number>()
  const set = (a: string, b: string, weight: number): void => {
    const [one, other] = [places.get(a), places.get(b)]
    if (one === undefined || other === undefined || one === other) return
    weights.set(Math.min(one, other) * count + Math.max(one, other), weight)
  }
  const networkOf = networks.flatMap((own, network) => own.map(() => network))
  for (let one = 0; one < count; one++)
    for (let other = one + 1; other < count; other++)
      if (networkOf[one] !== networkOf[other]) weights.set(one * count + other, unknown)
  for (const { a, b, weight } of pairs) set(a, b, weight)
  for (const { a, b, judgement } of [...judgements, judged])
    set(a, b, judgement === 'same' ? binding : -binding)
  const weighted = [...weights].map(([code, weight]): WeightedPair => ({
    one: Math.floor(code / count),
    other: code % count,
    weight,
  }))
  return correlationClusters(count, weighted).map((own) =>
    own.map((place) => accounts[place] ?? ''),
  )
}
