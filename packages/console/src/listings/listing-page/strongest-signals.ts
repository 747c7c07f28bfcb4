import type { Signal } from '@touchstone/contract'

export type NumberedSignal = { signal: Signal; number: number }

// These compare the same prices as the impossible price, and say less.
const saidByImpossiblePrice = new Set(['price.far-below-band', 'price.below-typical'])

/**
 * The signals with the most weight, strongest first, with their numbers in the full list; each comparison of prices
 * only once.
 */
export function strongestSignals(signals: readonly Signal[], limit: number): NumberedSignal[] {
  const isImpossible = signals.some(({ code }) => code === 'price.impossible')
  return signals
    .map((signal, index) => ({ signal, number: index + 1 }))
    .filter(({ signal: { weight } }) => weight !== 0)
    .filter(({ signal: { code } }) => !(isImpossible && saidByImpossiblePrice.has(code)))
    .toSorted((one, other) => Math.abs(other.signal.weight) - Math.abs(one.signal.weight))
    .slice(0, limit)
}
