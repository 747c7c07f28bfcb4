import type { Calibration } from '../calibration.ts'
import type { Figures } from '../evaluate.ts'
import { markup, type Markup } from './markup.ts'
import { intervalText, percent, percentRange, shareText, tick, whole } from './numbers.ts'
import {
  histogramPlot,
  precisionRecallPlot,
  reliabilityPlot,
  rocPlot,
  verdictShape,
  type VerdictPoint,
} from './plots.ts'
import { table } from './table.ts'

export function curvesSection(figures: Figures): Markup {
  const { all, ranking } = figures
  const { areaUnderRoc: area, averagePrecision } = ranking
  if (area === undefined || averagePrecision === undefined) {
    return markup`<section id="curves"><h2>Ranking</h2><p class="none">${missingClass(figures)}</p></section>`
  }
  const points = verdictPoints(figures)
  const share = all.positives / all.rows
  return markup`<section id="curves"><h2>Ranking</h2>
<p class="lead">How well the probability orders offers, whatever its size. The marks are the engine’s own verdicts, which follow rules beside the probability and so may lie off the curve.</p>
<ul class="legend">${legend}</ul>
<div class="plots">
<figure>${rocPlot(ranking.roc, points)}<figcaption><b>ROC, area ${intervalText(area)}.</b> The area is the chance that a counterfeit offer gets a higher probability than another one; 0.5, the dashed line, is a coin. It does not depend on how rare counterfeits are, and says nothing of how many alarms are right.</figcaption></figure>
<figure>${precisionRecallPlot(ranking.precisionRecall, share, precisionPoints(points, share))}<figcaption><b>Precision and recall, average precision ${averagePrecision.toFixed(3)}.</b> It holds for these rows, of which ${percent(share)} are counterfeit (dashed: picking blindly). Where counterfeits are rarer, precision is lower at the same recall.</figcaption></figure>
</div>
${table(
  'Recall where false alarms are held under a rate',
  [
    { name: 'False alarms at most' },
    { name: 'Recall', note: '95 %', numeric: true },
    { name: 'False alarms', note: '95 %', numeric: true },
    { name: 'From probability', numeric: true },
  ],
  ranking.recallAtRates.map((point) => [
    tick(point.rate),
    shareText(point.recall),
    markup`${shareText(point.falsePositives)}${!point.resolved && markup` <span class="note">too few label 0 to tell</span>`}`,
    point.threshold === null ? 'no threshold' : point.threshold.toPrecision(3),
  ]),
)}
<p class="caption">The threshold was chosen on these same rows; on new offers the rate of false alarms will differ. Equal probabilities pass or fail together.</p>
</section>`
}

const legend = (
  [
    ['block', 'block'],
    ['review', 'review or block'],
    ['ask-proof', 'ask-proof, review or block'],
  ] as const
).map(
  ([name, words]) =>
    markup`<li><svg class="key" viewBox="-8 -8 16 16" aria-hidden="true">${verdictShape(name)}</svg> ${words}</li>`,
)

function missingClass({ all }: Figures): string {
  if (all.rows === 0) return 'No offer has a label, so there is nothing to rank.'
  const missing = all.positives === 0 ? 'counterfeit (label 1)' : 'not counterfeit (label 0)'
  return `No offer is labelled as ${missing}. A curve compares both; none can be drawn.`
}

function verdictPoints({ all, verdicts: { label0, label1 } }: Figures): VerdictPoint[] {
  const steps = [
    { name: 'block', verdicts: ['block'] },
    { name: 'review', verdicts: ['block', 'review'] },
    { name: 'ask-proof', verdicts: ['block', 'review', 'ask-proof'] },
  ] as const
  return steps.map(({ name, verdicts }) => {
    const alarmed = verdicts.reduce((sum, verdict) => sum + label0[verdict], 0)
    const found = verdicts.reduce((sum, verdict) => sum + label1[verdict], 0)
    return { name, x: alarmed / all.negatives, y: found / all.positives }
  })
}

/** The marks of the precision–recall plot, whose axes mean something else. */
function precisionPoints(points: readonly VerdictPoint[], share: number): VerdictPoint[] {
  return points.flatMap(({ name, x, y }) => {
    const right = y * share
    const alarms = right + x * (1 - share)
    return alarms === 0 ? [] : [{ name, x: y, y: right / alarms }]
  })
}

export function probabilitiesSection(figures: Figures): Markup {
  const { calibration, calibrationAtShare, histogram, all } = figures
  if (calibration === undefined) {
    return markup`<section id="probabilities"><h2>Probabilities</h2><p class="none">No offer has a label.</p></section>`
  }
  const bothLabels = all.positives > 0 && all.negatives > 0
  const assumed = figures.baseRates.map(tick).join(', ')
  return markup`<section id="probabilities"><h2>Probabilities</h2>
<p class="lead">${calibrationSentence(calibration)}${assumed !== '' && ` The engine assumes that ${assumed} of offers are counterfeit; here it is ${percent(all.positives / all.rows)}.`}</p>
<ul class="legend"><li><svg class="key" viewBox="0 0 16 16" aria-hidden="true"><rect class="label0" x="2" y="2" width="12" height="12"/></svg> label 0</li><li><svg class="key" viewBox="0 0 16 16" aria-hidden="true"><rect class="label1" x="2" y="2" width="12" height="12"/></svg> label 1</li></ul>
<div class="plots">
<figure>${histogramPlot(histogram)}<figcaption><b>Spread of the stated probabilities.</b> Each label’s bars add up to 100 %. The further the two lie apart, the better they are told apart; a high bar shared by both is where the engine had nothing to go by.</figcaption></figure>
${
  bothLabels &&
  markup`<figure>${reliabilityPlot(calibration.bins, 'Reliability of the probabilities as stated')}<figcaption><b>Reliability as stated.</b> ${binWords(calibration)} Dots above the dashed line: more counterfeits than stated. If counterfeits are more frequent here than the engine assumes, all dots lie above it, and nothing is wrong.</figcaption></figure>`
}
${
  calibrationAtShare !== undefined &&
  markup`<figure>${reliabilityPlot(calibrationAtShare.bins, 'Reliability at the share of counterfeits in these rows')}<figcaption><b>Reliability at this share of counterfeits.</b> The same with the engine’s base rate moved to that of these rows, so that only the evidence’s weight is judged: dots flatter than the line mean that the engine is too sure, steeper ones that it is too timid.</figcaption></figure>`
}
</div>
${table(
  'Size of the probabilities’ errors',
  [
    { name: 'Probabilities' },
    { name: 'Expected calibration error', note: '95 %', numeric: true },
    { name: 'By chance alone', numeric: true },
    { name: 'Brier score', note: '95 %', numeric: true },
    { name: 'Of a constant', numeric: true },
  ],
  [
    errorRow('as stated', calibration),
    ...(calibrationAtShare === undefined
      ? []
      : [errorRow('at this share of counterfeits', calibrationAtShare)]),
  ],
)}
<p class="caption">“By chance alone” is the error that perfect probabilities would show with as many rows; “of a constant” the Brier score of stating the share of counterfeits for every offer. Lower is better in all.</p>
</section>`
}

function binWords({ bins }: Calibration): string {
  const sizes = bins.map(({ found }) => found.of)
  const range = [Math.min(...sizes), Math.max(...sizes)].map(whole)
  const each = range[0] === range[1] ? range[0] : `${range[0]} to ${range[1]}`
  return `${bins.length} groups of ${each} offers by probability, with 95 % intervals.`
}

function errorRow(name: string, calibration: Calibration): string[] {
  const { status, expectedError, errorByChance, brier, brierOfShare } = calibration
  const measured = status === 'measured'
  return [
    name,
    measured ? `${percent(expectedError.value)} ${percentRange(expectedError)}` : status,
    measured ? percent(errorByChance) : '–',
    intervalText(brier),
    brierOfShare.toFixed(3),
  ]
}

/** Whether anything can be said of the probabilities' size, in one sentence. */
export function calibrationSentence({
  status,
  positives,
  negatives,
  expectedError,
}: Calibration): string {
  if (status === 'uncalibrated') {
    return `Uncalibrated: with ${whole(positives)} counterfeit and ${whole(negatives)} other offers nothing can be said of the probabilities’ size; 200 of each are the least.`
  }
  return `Expected calibration error as stated: ${percent(expectedError.value)} ${percentRange(expectedError)}, from ${whole(positives)} counterfeit and ${whole(negatives)} other offers.`
}
