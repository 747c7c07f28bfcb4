import type { Figures } from '../evaluate.ts'
import type { Slice } from '../slices.ts'
import { calibrationSentence } from './curves-section.ts'
import { funnelLines } from './funnel-section.ts'
import { intervalText, percent, percentRange, shareText, tick, whole } from './numbers.ts'

const shownSlices = 12
const shownName = 36

/** The figures that decide, as text for a terminal. Names of slices are a stranger's text. */
export function evaluationText(figures: Figures, notes: readonly string[] = []): string {
  const { all, ranking, precision, precisionAtBaseRate: rare, calibration } = figures
  const { areaUnderRoc: area, averagePrecision } = ranking
  const pairs: [string, string][] = [
    [
      'Listings',
      `${whole(all.rows)}: ${whole(all.positives)} counterfeit, ${whole(all.negatives)} not; ${whole(all.templates)} distinct titles`,
    ],
    ['False alarms', `${shareText(all.falseAlarms.reviewOrBlock)} review or block, of label 0`],
    ['', `${shareText(all.falseAlarms.block)} block`],
    ['', `${shareText(all.falseAlarms.askProof)} ask-proof`],
    ['Recall', `${shareText(all.recall.reviewOrBlock)} review or block, of label 1`],
    ['', `${shareText(all.recall.block)} block`],
    ['', `${shareText(all.recall.askProof)} ask-proof`],
    ['Precision', `${shareText(precision.reviewOrBlock)} of review or block, in these rows`],
  ]
  if (rare?.reviewOrBlock !== undefined) {
    const { value } = rare.reviewOrBlock
    const words = `where ${tick(rare.baseRate)} are counterfeit`
    pairs.push(['', `${percent(value)} ${percentRange(rare.reviewOrBlock)} ${words}`])
  }
  pairs.push(['Area under ROC', area === undefined ? '– (needs both labels)' : intervalText(area)])
  if (averagePrecision !== undefined) {
    pairs.push(['Average precision', averagePrecision.toFixed(3)])
  }
  for (const point of ranking.recallAtRates) {
    const doubt = point.resolved ? '' : ' (too few with label 0)'
    pairs.push([`Recall at FPR ${tick(point.rate)}`, `${shareText(point.recall)}${doubt}`])
  }
  if (calibration !== undefined) pairs.push(['Probabilities', calibrationSentence(calibration)])
  const parts = [
    `${figures.engines.join(', ')}, base rate ${figures.baseRates.join(', ') || 'not stated'}; 95 % intervals in brackets`,
    columns(pairs),
    columns(funnelLines(figures.funnel)),
    ...figures.slices.map(({ by, slices, further }) =>
      sliceLines(by, slices, further.slices + Math.max(0, slices.length - shownSlices)),
    ),
    [...notes, ...figures.cautions].map((sentence) => `- ${plain(sentence)}`).join('\n'),
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`.replaceAll('\u00a0', ' ')
}

function sliceLines(by: string, slices: readonly Slice[], left: number): string {
  const head = [by, 'label 0', 'label 1', 'titles', 'false alarms', 'recall']
  const rows = slices
    .slice(0, shownSlices)
    .map(({ name, negatives, positives, templates, falseAlarms, recall }) => [
      plain(name.length > shownName ? `${name.slice(0, shownName - 1)}…` : name),
      whole(negatives),
      whole(positives),
      whole(templates),
      shareText(falseAlarms.reviewOrBlock),
      shareText(recall.reviewOrBlock),
    ])
  const more = left > 0 ? `\n… and ${whole(left)} more` : ''
  return columns([head, ...rows]) + more
}

function columns(rows: readonly (readonly string[])[]): string {
  const widths: number[] = []
  for (const row of rows) {
    for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, cell.length)
  }
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

// A name may contain characters that control a terminal or reverse a line.
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]+/gu, ' ')
}
