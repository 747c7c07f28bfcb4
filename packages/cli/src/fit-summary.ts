import type { Estimate, Weights, WeightsCalibration } from '@touchstone/contract'
import { fittedFamilies, type FittedWeights } from '@touchstone/evaluation'
import { count, percent, tableLines, visible } from './terminal.ts'

export type FitSummary = {
  weights: Weights
  fitted: FittedWeights
  shippedBaseRate: number
  path: string
}

/** Summary of a fit for people: shipped and fitted weights, the validation, and how to use them. */
export function fitText({ weights, fitted, shippedBaseRate, path }: FitSummary): string {
  const { rows, positives, sellers, sources } = weights.fittedOn
  const lines = [
    `Fitted to ${count(rows, 'labelled listing')}: ${positives.toLocaleString('en')} counterfeit, ${(rows - positives).toLocaleString('en')} not; ${count(sellers, 'seller')}, ${count(sources, 'source')}.`,
    '',
    ...scaleTable(weights, fitted, shippedBaseRate),
    '',
    ...validationTable(weights, fitted),
    '',
    ...cautions(weights, fitted, shippedBaseRate),
    ...useOf(weights, path),
  ]
  return `${lines.join('\n')}\n`
}

function scaleTable(weights: Weights, { spoke }: FittedWeights, shippedBaseRate: number): string[] {
  const rows = fittedFamilies.map((family) => {
    const { scale = 1, standardError = null } = weights.families[family] ?? {}
    const error = standardError === null ? 'held at 0' : `± ${(1.96 * standardError).toFixed(2)}`
    return [family, spoke[family].toLocaleString('en'), '1.00', scale.toFixed(2), error]
  })
  const baseRate = 1 / (1 + Math.exp(-weights.intercept))
  return tableLines(
    ['family', 'found in', 'shipped', 'fitted', '95 %'],
    [...rows, ['base rate', '', percent(shippedBaseRate), percent(baseRate), '']],
  )
}

function validationTable(weights: Weights, { refusal }: FittedWeights): string[] {
  const { validation } = weights
  if (validation === null) return [refusal ?? 'No validation.']
  const rows = validation.sources.map(({ source, rows, positives, logLoss, auc, calibration }) => [
    visible(source),
    rows.toLocaleString('en'),
    positives.toLocaleString('en'),
    logLoss.shipped.toFixed(3),
    logLoss.shippedAtShare.toFixed(3),
    logLoss.fitted.toFixed(3),
    auc.shipped.toFixed(3),
    auc.fitted.toFixed(3),
    typeof calibration === 'string' ? calibration : estimate(calibration.slope),
  ])
  const lines = [
    `Each ${validation.by} measured with weights fitted to the others (log loss: lower is better; AUC: higher is better):`,
    ...tableLines(
      [
        validation.by,
        'listings',
        'counterfeit',
        'shipped',
        'shipped*',
        'fitted',
        'AUC shipped',
        'AUC fitted',
        'calibration slope',
      ],
      rows,
    ),
    '* with the base rate moved to the labelled offers, which is what the fit must beat.',
  ]
  const better = validation.sources.filter(({ logLoss }) => logLoss.fitted < logLoss.shippedAtShare)
  lines.push(
    `The fit predicted ${better.length} of ${count(validation.sources.length, validation.by)} better than the shipped weights*.`,
  )
  if (validation.confounded.length > 0) {
    const names = validation.confounded.map(({ source }) => visible(source)).join(', ')
    lines.push(
      `Not held out because their labels are of one class only, which confounds ${validation.by} and label: ${names}.`,
    )
  }
  lines.push(calibrationLine(weights.calibration))
  return lines
}

function calibrationLine(calibration: WeightsCalibration): string {
  if (typeof calibration === 'string') {
    return 'Uncalibrated: fewer than 200 labels of a class were held out, so probabilities are only good for ranking.'
  }
  const { slope, intercept, expectedCalibrationError, rows } = calibration
  return `Calibration on ${count(rows, 'listing')} of held-out sources: slope ${estimate(slope)}, intercept ${estimate(intercept)}, expected calibration error ${estimate(expectedCalibrationError, 3)}.`
}

function estimate({ value, low, high }: Estimate, digits = 2): string {
  return `${value.toFixed(digits)} [${low.toFixed(digits)}, ${high.toFixed(digits)}]`
}

function cautions(
  { fieldShare, fittedOn }: Weights,
  { withoutSource }: FittedWeights,
  shippedBaseRate: number,
): string[] {
  const lines: string[] = []
  if (withoutSource > 0) {
    lines.push(
      `${count(withoutSource, 'labelled listing')} without a source: in the fit, not in its validation.`,
    )
  }
  const share = fittedOn.positives / fittedOn.rows
  if (fieldShare === null && share > 2 * shippedBaseRate) {
    lines.push(
      `Of the labelled listings, ${percent(share)} are counterfeit. If the listings you screen contain fewer, probabilities and verdicts come out too high: state their share with --field-share.`,
    )
  }
  return lines
}

function useOf({ id }: Weights, path: string): string[] {
  const where = path === '-' ? 'FILE' : path
  return [
    `These weights (${id}) are used only if a command names them: --weights ${where}. Otherwise the shipped weights apply.`,
  ]
}
