import { useText } from '../../messages/index.ts'
import type { CheckedFact } from './queries.ts'

/** A checked fact in words: the ground, the right, and what was found of the goods. */
export function useFactWords(): (fact: CheckedFact) => string {
  const { t, signalName } = useText()
  return ({ ground, right, kind, value }) =>
    [
      t(`notice-ground.${ground}`),
      ...(right === null ? [] : [right]),
      kind === 'signal' ? signalName(value) : t('bulk-restriction.fact.statement'),
    ].join(' · ')
}
