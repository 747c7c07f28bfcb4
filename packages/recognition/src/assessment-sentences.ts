import type { Assessment, Listing } from '#contract'
import type { ScreenOptions, Screener } from './screener.ts'
import { explanationOf } from './verdict/index.ts'
import { wordExplanation, wordReason, type Wording } from './wording/index.ts'
import { wordings } from './wordings-by-locale.ts'

/**
 * The assessment with its sentences: the reason for the verdict and the detail of each signal. A signal without
 * parameters keeps the sentence that it has.
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

/** A screener whose assessments contain their English sentences, for readers of files. */
export function wordScreener(screener: Pick<Screener, 'screen'>): Pick<Screener, 'screen'> {
  return {
    screen: (listing: Listing, options?: ScreenOptions) =>
      wordAssessment(screener.screen(listing, options)),
  }
}
