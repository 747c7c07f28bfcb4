import { scoreInputs } from '@touchstone/recognition/image'
import type { Asked } from './figures.ts'
import { fittedWeights } from './fit.ts'

/**
 * Weights for the log-odds that what features found is the photograph itself. Other photos of the same
 * goods or the same floor are among the references, and count as wrong. Questions about copies and about
 * others count half each, however many there are.
 */
export function featureWeights(asked: readonly Asked[]): number[] {
  const copies = asked.filter(({ question }) => question.shows !== undefined).length
  const weightOf = (copy: boolean): number =>
    asked.length / (2 * Math.max(1, copy ? copies : asked.length - copies))
  return fittedWeights(
    asked.flatMap(({ question, alike }) =>
      alike.map(({ name, evidence }) => ({
        inputs: scoreInputs(evidence),
        right: Number(name) === question.shows,
        weight: weightOf(question.shows !== undefined),
      })),
    ),
  )
}
