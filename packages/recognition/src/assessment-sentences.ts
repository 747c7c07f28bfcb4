import type { Assessment, Listing } from '#contract'
import { explanationOf } from './verdict/index.ts'
import { wordExplanation, wordReason, type Wording } from './wording/index.ts'
import { wordings } from './wordings-by-locale.ts'

/**
 * The assessment with its sentences: the reason of the verdict and the detail of each signal. What a
 * signal says already is kept where it has no parameters to be worded by.
 */
export function wordAssessment(assessment: Assessment, wording: Wording = wordings.en): Assessment {
  const signals = assessment.signals.map((signal) => {
    const detail = wordReason(signal, wording)
    if (detail === undefined) return signal
    return { ...signal, evidence: { ...signal.evidence, detail } }
  })
  const reason = wordExplanation(explanationOf(assessment), assessment.signals, wording)
  return { ...assessment, ...(reason !== '' && { reason }), signals }
}

/** A screener whose assessments have their sentences in English, for readers of files. */
export function wordScreener(screener: { screen(listing: Listing): Assessment }): {
  screen(listing: Listing): Assessment
} {
  return { screen: (listing) => wordAssessment(screener.screen(listing)) }
}
