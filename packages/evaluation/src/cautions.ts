import { minPerClass } from './calibration.ts'
import type { Figures } from './evaluate.ts'
import type { Slice } from './slices.ts'

/** Sentences that say what must not be concluded from the rows. */
export function cautionsOf(
  { all, families }: Pick<Figures, 'all' | 'families'>,
  sources: readonly Slice[],
): string[] {
  const { rows, positives, negatives, templates } = all
  const cautions: string[] = []
  if (rows === 0) return ['No offer has a label: nothing was measured.']
  if (positives === 0) {
    cautions.push(
      'No offer is labelled counterfeit: false alarms can be counted, but nothing is said of what is missed, and no curve can be drawn.',
    )
  } else if (negatives === 0) {
    cautions.push(
      'Every offer is labelled counterfeit: what is missed can be counted, but nothing is said of false alarms, and no curve can be drawn.',
    )
  } else if (positives < minPerClass || negatives < minPerClass) {
    cautions.push(
      `With ${number(positives)} counterfeit and ${number(negatives)} other offers the intervals are wide, and the probabilities stay uncalibrated: ${minPerClass} of each are the least.`,
    )
  }
  const mixed = sources.filter((source) => source.positives > 0 && source.negatives > 0)
  if (sources.length > 1 && positives > 0 && negatives > 0 && mixed.length === 0) {
    cautions.push(
      'Every source holds one label only. Whatever tells the sources apart, their language or their trade, looks like skill in the curves: they say nothing of how the engine does within a source.',
    )
  } else if (mixed.length > 0 && mixed.length < sources.length) {
    cautions.push(
      `${number(sources.length - mixed.length)} of ${number(sources.length)} sources hold one label only; across sources the curves mix skill with what tells the sources apart.`,
    )
  }
  if (templates < rows / 2) {
    cautions.push(
      `The ${number(rows)} offers have only ${number(templates)} distinct titles once digits are levelled. Copies are not independent, so every interval is narrower than it should be.`,
    )
  }
  const mute = families.filter(({ couldSpeak }) => couldSpeak.count === 0)
  if (mute.length > 0) {
    cautions.push(
      `No offer gave these families anything to judge by: ${mute.map(({ family }) => family).join(', ')}. The figures say nothing of them.`,
    )
  }
  return cautions
}

function number(value: number): string {
  return value.toLocaleString('en')
}
