import type { Signal } from '@touchstone/contract'

export type NumberedSignal = { signal: Signal; number: number }

/** The signals with the most weight, strongest first, with their numbers in the full list. */
export function strongestSignals(signals: readonly Signal[], limit: number): NumberedSignal[] {
  return signals
    .map((signal, index) => ({ signal, number: index + 1 }))
    .filter(({ signal: { weight } }) => weight !== 0)
    .toSorted((one, other) => Math.abs(other.signal.weight) - Math.abs(one.signal.weight))
    .slice(0, limit)
}
