import { qualityNeeds, type QualityFigureView } from '@touchstone/contract'
import { shareOf, z95 } from '@touchstone/evaluation'

/**
 * How far two readings agree beyond chance (Cohen 1960), with the large-sample interval of Fleiss,
 * Cohen and Everitt (1969, Psychological Bulletin 72:323). Where all pairs agree that interval would
 * be a point; there it goes down to where Wilson's bound of the observed agreement leaves it.
 */
export function kappaOf(pairs: readonly (readonly [string, string])[]): QualityFigureView {
  const n = pairs.length
  if (n < qualityNeeds.pairs) return { known: false, missing: { pairs: qualityNeeds.pairs - n } }
  const words = [...new Set(pairs.flat())]
  const share = (test: (pair: readonly [string, string]) => boolean): number =>
    pairs.filter(test).length / n
  const first = words.map((word) => share(([a]) => a === word))
  const second = words.map((word) => share(([, b]) => b === word))
  const observed = share(([a, b]) => a === b)
  const expected = words.reduce((sum, _, i) => sum + (first[i] ?? 0) * (second[i] ?? 0), 0)
  // Everyone always chose the same label: chance alone explains the agreement.
  if (expected === 1) return { known: false, missing: {} }
  const beyond = (agreement: number): number => (agreement - expected) / (1 - expected)
  const kappa = beyond(observed)
  if (observed === 1) return { known: true, value: 1, low: beyond(shareOf(n, n).low), high: 1 }
  let variance = -((kappa - expected * (1 - kappa)) ** 2)
  for (const [i, word] of words.entries()) {
    for (const [j, other] of words.entries()) {
      const both = share(([a, b]) => a === word && b === other)
      variance +=
        i === j
          ? both * (1 - ((first[i] ?? 0) + (second[i] ?? 0)) * (1 - kappa)) ** 2
          : both * (1 - kappa) ** 2 * ((second[i] ?? 0) + (first[j] ?? 0)) ** 2
    }
  }
  const half = (z95 * Math.sqrt(Math.max(0, variance) / n)) / (1 - expected)
  return {
    known: true,
    value: kappa,
    low: Math.max(-1, kappa - half),
    high: Math.min(1, kappa + half),
  }
}
