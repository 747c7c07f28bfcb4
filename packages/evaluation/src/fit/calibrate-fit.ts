import { UNCALIBRATED, type Estimate, type WeightsCalibration } from '@touchstone/contract'
import { calibration, minPerClass } from '../calibration.ts'
import { z95 } from '../shares.ts'
import { sigmoid } from './model.ts'
import { fitPenalised, type Problem } from './penalised-regression.ts'
import { standardErrors } from './standard-errors.ts'

/** A row not used in the fit: its predicted log-odds, and its label. */
export type Prediction = { logOdds: number; label: 0 | 1; seller?: string }

/**
 * Slope and intercept of the labels' logistic regression on the predicted log-odds (Cox 1958, Biometrika 45:562),
 * intervals with each seller as one draw; the expected calibration error as in `evaluate`. The word "uncalibrated" if
 * either class is too small.
 */
export function calibrationOf(rows: readonly Prediction[]): WeightsCalibration {
  const positives = rows.filter(({ label }) => label === 1).length
  if (positives < minPerClass || rows.length - positives < minPerClass) return UNCALIBRATED
  const labels = rows.map(({ label }) => label)
  const scores = rows.map(({ logOdds }) => sigmoid(logOdds))
  const measured = calibration({ scores, labels })
  if (measured === undefined) return UNCALIBRATED
  const listings = rows.map(({ logOdds, label, seller }) => ({
    plain: [logOdds],
    wishes: [0],
    label,
    seller,
  }))
  // The wide prior only keeps the slope finite if the classes are fully separated.
  const problem: Problem = {
    cells: listings.map(({ plain, wishes, label }) => ({
      plain,
      wishes,
      rows: 1,
      positives: label,
    })),
    prior: { means: [0, 1], deviations: [10, 10] },
    limit: 1,
    leastScale: -Infinity,
  }
  const fitted = fitPenalised(problem)
  const [interceptError, slopeError] = standardErrors(problem, fitted, listings)
  const estimate = (value = NaN, error: number | null = null): Estimate => {
    const half = z95 * (error ?? 0)
    return { value, low: value - half, high: value + half }
  }
  return {
    rows: rows.length,
    positives,
    slope: estimate(fitted.parameters[1], slopeError),
    intercept: estimate(fitted.parameters[0], interceptError),
    expectedCalibrationError: { ...measured.expectedError },
  }
}
