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
<p class="lead">How well the probability ranks listings, regardless of its absolute value. The marks are the engine’s verdicts, which also follow rules and may therefore lie off the curve.</p>
<ul class="legend">${legend}</ul>
<div class="plots">
<figure>${rocPlot(ranking.roc, points)}<figcaption><b>ROC, area ${intervalText(area)}.</b> The area is the chance that a counterfeit listing gets a higher probability than another listing; 0.5, the dashed line, is a coin toss. It does not depend on how rare counterfeits are, and does not show how many alarms are right.</figcaption></figure>
<figure>${precisionRecallPlot(ranking.precisionRecall, share, precisionPoints(points, share))}<figcaption><b>Precision and recall, average precision ${averagePrecision.toFixed(3)}.</b> It applies to these rows, of which ${percent(share)} are counterfeit (dashed line: random choice). Where counterfeits are rarer, precision is lower at the same recall.</figcaption></figure>
</div>
${table(
  'Recall at a maximum rate of false alarms',
  [
    { name: 'False alarms at most' },
    { name: 'Recall', note: '95 %', numeric: true },
    { name: 'False alarms', note: '95 %', numeric: true },
    { name: 'From probability', numeric: true },
  ],
  ranking.recallAtRates.map((point) => [
    tick(point.rate),
    shareText(point.recall),
    markup`${shareText(point.falsePositives)}${!point.resolved && markup` <span class="note">too few with label 0</span>`}`,
    point.threshold === null ? 'no threshold' : point.threshold.toPrecision(3),
  ]),
)}
<p class="caption">The threshold was chosen on these same rows; on new listings, the rate of false alarms will differ. Listings with equal probabilities pass or fail together.</p>
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
  if (all.rows === 0) return 'No listing has a label, so there is nothing to rank.'
  const missing = all.positives === 0 ? 'counterfeit (label 1)' : 'not counterfeit (label 0)'
  return `No listing is labelled ${missing}. A curve needs both labels, so none can be drawn.`
}

function verdictPoints({ all, verdicts: { label0, label1 } }: Figures): VerdictPoint[] {
  const steps = [
    { name: 'block', verdicts: ['block'] },
    { name: 'review', verdicts: ['block', 'review'] },
    { name: 'ask-proof', verdicts: ['block', 'review', 'ask-proof'] },
  ] as const
  return steps.map(({ name, verdicts }) => {
    const alarmed = verdicts.reduce((sum, verdict) => sum + label0[verdict], 0)
    const caught = verdicts.reduce((sum, verdict) => sum + label1[verdict], 0)
    return { name, x: alarmed / all.negatives, y: caught / all.positives }
  })
}

/** The marks of the precision–recall plot, whose axes differ. */
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
    return markup`<section id="probabilities"><h2>Probabilities</h2><p class="none">No listing has a label.</p></section>`
  }
  const bothLabels = all.positives > 0 && all.negatives > 0
  const assumed = figures.baseRates.map(tick).join(', ')
  return markup`<section id="probabilities"><h2>Probabilities</h2>
<p class="lead">${calibrationSentence(calibration)}${assumed !== '' && ` The engine assumes that ${assumed} of listings are counterfeit; here it is ${percent(all.positives / all.rows)}.`}</p>
<ul class="legend"><li><svg class="key" viewBox="0 0 16 16" aria-hidden="true"><rect class="label0" x="2" y="2" width="12" height="12"/></svg> label 0</li><li><svg class="key" viewBox="0 0 16 16" aria-hidden="true"><rect class="label1" x="2" y="2" width="12" height="12"/></svg> label 1</li></ul>
<div class="plots">
<figure>${histogramPlot(histogram)}<figcaption><b>Spread of the stated probabilities.</b> Each label’s bars add up to 100 %. The less the two overlap, the better the engine separates them. A high bar shared by both marks listings without evidence.</figcaption></figure>
${
  bothLabels &&
  markup`<figure>${reliabilityPlot(calibration.bins, 'Reliability of the probabilities as stated')}<figcaption><b>Reliability as stated.</b> ${binWords(calibration)} Dots above the dashed line mean more counterfeits than stated. If counterfeits are more frequent here than the engine assumes, all dots lie above it; this is expected.</figcaption></figure>`
}
${
  calibrationAtShare !== undefined &&
  markup`<figure>${reliabilityPlot(calibrationAtShare.bins, 'Reliability at the share of counterfeits in these rows')}<figcaption><b>Reliability at this share of counterfeits.</b> The same with the base rate of these rows, which isolates the weight of the evidence. Dots flatter than the line mean that the engine is overconfident; steeper dots, that it is underconfident.</figcaption></figure>`
}
</div>
${table(
  'Calibration errors',
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
<p class="caption">“By chance alone” is the error that perfect probabilities would show with as many rows. “Of a constant” is the Brier score of stating the share of counterfeits for every listing. Lower is better in every column.</p>
</section>`
}

function binWords({ bins }: Calibration): string {
  const sizes = bins.map(({ found }) => found.of)
  const range = [Math.min(...sizes), Math.max(...sizes)].map(whole)
  const each = range[0] === range[1] ? range[0] : `${range[0]} to ${range[1]}`
  return `${bins.length} groups of ${each} listings by probability, with 95 % intervals.`
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

/** Whether the calibration of the probabilities can be judged, in one sentence. */
export function calibrationSentence({
  status,
  positives,
  negatives,
  expectedError,
}: Calibration): string {
  if (status === 'uncalibrated') {
    return `Uncalibrated: with ${whole(positives)} counterfeit and ${whole(negatives)} other listings, calibration cannot be measured. At least 200 of each are needed.`
  }
  return `Expected calibration error as stated: ${percent(expectedError.value)} ${percentRange(expectedError)}, from ${whole(positives)} counterfeit and ${whole(negatives)} other listings.`
}
