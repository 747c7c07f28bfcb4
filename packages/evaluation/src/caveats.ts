import { minPerClass } from './calibration.ts'
import type { Figures } from './evaluate.ts'
import type { Slice } from './slices.ts'

/** Sentences about conclusions that the rows do not permit. */
export function caveatsOf(
  { all, families }: Pick<Figures, 'all' | 'families'>,
  sources: readonly Slice[],
): string[] {
  const { rows, positives, negatives, templates } = all
  const cautions: string[] = []
  if (rows === 0) return ['No listing has a label, so nothing was measured.']
  if (positives === 0) {
    cautions.push(
      'No listing is labelled counterfeit. False alarms can be counted, but recall cannot, and no curve can be drawn.',
    )
  } else if (negatives === 0) {
    cautions.push(
      'Every listing is labelled counterfeit. Recall can be counted, but false alarms cannot, and no curve can be drawn.',
    )
  } else if (positives < minPerClass || negatives < minPerClass) {
    cautions.push(
      `With ${number(positives)} counterfeit and ${number(negatives)} other listings, the intervals are wide and the probabilities stay uncalibrated. At least ${minPerClass} of each are needed.`,
    )
  }
  const mixed = sources.filter((source) => source.positives > 0 && source.negatives > 0)
  if (sources.length > 1 && positives > 0 && negatives > 0 && mixed.length === 0) {
    cautions.push(
      'Every source has one label only. Any difference between the sources, such as language or trade, looks like skill in the curves, so they do not show how well the engine works within a source.',
    )
  } else if (mixed.length > 0 && mixed.length < sources.length) {
    cautions.push(
      `${number(sources.length - mixed.length)} of ${number(sources.length)} sources have one label only. Across sources, the curves mix skill with the differences between the sources.`,
    )
  }
  if (templates < rows / 2) {
    cautions.push(
      `The ${number(rows)} listings have only ${number(templates)} distinct titles, ignoring digits. Near-identical listings are not independent, so every interval is narrower than it should be.`,
    )
  }
  const mute = families.filter(({ couldSpeak }) => couldSpeak.count === 0)
  if (mute.length > 0) {
    cautions.push(
      `No listing had data for these signal families: ${mute.map(({ family }) => family).join(', ')}. The figures do not cover them.`,
    )
  }
  return cautions
}

function number(value: number): string {
  return value.toLocaleString('en')
}
