import type { Assessment, Label, Listing, Signal, Verdict } from '@touchstone/contract'
import { createEvaluation, type EvaluationOptions, type Figures } from '../src/evaluate.ts'

export type JudgedListing = { listing: Listing; assessment: Assessment; label: Label }

let count = 0

export function aSignal(over: Partial<Signal> = {}): Signal {
  return { code: 'text.replica-term', family: 'text', weight: 2, ...over }
}

/** A listing with its verdict and label; a higher probability makes a harder verdict. */
export function judged(
  label: 0 | 1,
  probability: number,
  over: {
    listing?: Partial<Listing>
    assessment?: Partial<Assessment>
    label?: Partial<Label>
  } = {},
): JudgedListing {
  const id = `offer-${++count}`
  return {
    listing: { id, title: `Offer ${id}`, ...over.listing },
    assessment: {
      listing: id,
      verdict: verdictOf(probability),
      probability,
      baseRate: 0.02,
      brands: [],
      signals: [],
      engine: 'tiny@1',
      silent: [],
      ...over.assessment,
    },
    label: { listing: id, label, ...over.label },
  }
}

function verdictOf(probability: number): Verdict {
  if (probability >= 0.9) return 'block'
  if (probability >= 0.5) return 'review'
  return probability >= 0.2 ? 'ask-proof' : 'clear'
}

export function figuresOf(
  rows: readonly JudgedListing[],
  options: EvaluationOptions = {},
): Figures {
  const evaluation = createEvaluation(options)
  for (const { listing, assessment, label } of rows) evaluation.add(listing, assessment, label)
  return evaluation.figures()
}
