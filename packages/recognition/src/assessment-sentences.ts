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
  if (isEmpty(assessment)) return { ...assessment, reason: reasonOfNothing(assessment, wording) }
  const signals = assessment.signals.map((signal) => {
    const detail = wordReason(signal, wording)
    if (detail === undefined) return signal
    return { ...signal, evidence: { ...signal.evidence, detail } }
  })
  const reason = wordExplanation(explanationOf(assessment), assessment.signals, wording)
  return { ...assessment, ...(reason !== '' && { reason }), signals }
}

/** The reason of most assessments is the same sentence, and is worded once. */
const reasonsOfNothing = new WeakMap<Wording, string>()

function isEmpty({ verdict, brands, signals, explanation }: Assessment): boolean {
  return (
    verdict === 'clear' && brands.length === 0 && signals.length === 0 && explanation === undefined
  )
}

function reasonOfNothing(assessment: Assessment, wording: Wording): string {
  const known = reasonsOfNothing.get(wording)
  if (known !== undefined) return known
  const reason = wordExplanation(explanationOf(assessment), assessment.signals, wording)
  reasonsOfNothing.set(wording, reason)
  return reason
}

/** A screener whose assessments contain their English sentences, for readers of files. */
export function wordScreener(screener: Pick<Screener, 'screen'>): Pick<Screener, 'screen'> {
  return {
    screen: (listing: Listing, options?: ScreenOptions) =>
      wordAssessment(screener.screen(listing, options)),
  }
}
