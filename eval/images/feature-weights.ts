import { scoreInputs } from '@touchstone/recognition/image'
import type { Asked } from './figures.ts'
import { fittedWeights } from './fit.ts'

/**
 * Weights for the log-odds that what features found is the photograph itself. Other photos of the same
 * goods or the same floor are among the references, and count as wrong.
 */
export function featureWeights(asked: readonly Asked[]): number[] {
  return fittedWeights(
    asked.flatMap(({ question, alike }) =>
      alike.map(({ name, evidence }) => ({
        inputs: scoreInputs(evidence),
        right: Number(name) === question.shows,
        weight: 1,
      })),
    ),
  )
}
