import { scoreInputs } from '@touchstone/recognition/image'
import type { LabelledAnswers } from './figures.ts'
import { fittedWeights, type Row } from './fit-scores.ts'

/** Times that the first of each question's candidates is chosen anew, by the weights of the time before. */
const rounds = 4
/** How likely it is, before anything is seen, that a picture shows a reference. */
const showsOne = 0.5
/** Of pictures that show none, this share is photos of a scene of which there is another photo. */
const sameScene = 0.5

interface MatchOutcome {
  inputs: number[]
  right: boolean
}

/**
 * Weights for the log-odds that the first result of features is the photograph itself: at even odds that a picture
 * shows some reference, and with equally many pictures of scenes that references show and of other scenes among those
 * that show none. The former are the queries themselves, matched as if their own reference were missing.
 */
export function featureWeights(asked: readonly LabelledAnswers[]): number[] {
  const questions = asked.map(({ question, alike }) => ({
    copy: question.shows !== undefined,
    found: alike.map(({ name, evidence, unlike }): MatchOutcome => ({
      inputs: scoreInputs(evidence, unlike),
      right: Number(name) === question.shows,
    })),
  }))
  const copies = questions.filter(({ copy }) => copy).length
  const others = questions.length - copies
  const each = (share: number, of: number): number => (share * questions.length) / Math.max(1, of)
  let weights: number[] = []
  for (let round = 0; round <= rounds; round++) {
    const first = (found: readonly MatchOutcome[], weight: number): Row[] => {
      const best = found.toSorted((a, b) => sum(b.inputs, weights) - sum(a.inputs, weights))[0]
      return best ? [{ ...best, weight }] : []
    }
    weights = fittedWeights(
      questions.flatMap(({ copy, found }) => {
        if (!copy) return first(found, each((1 - showsOne) * (1 - sameScene), others))
        const wrong = found.filter(({ right }) => !right)
        return [
          ...first(found, each(showsOne, copies)),
          ...first(wrong, each((1 - showsOne) * sameScene, copies)),
        ]
      }),
    )
  }
  return weights
}

/** Before there are weights, the weight of agreeing squares represents all. */
function sum(inputs: readonly number[], weights: readonly number[]): number {
  if (weights.length === 0) return inputs[1] ?? 0
  return inputs.reduce((total, input, i) => total + input * (weights[i] ?? 0), 0)
}
