import { z } from 'zod'
import { families } from '../listings/signals.ts'

/** The value of a file or figure with too few labels to claim more. */
export const UNCALIBRATED = 'uncalibrated'

const count = z.int().min(0)

export const Estimate = z.strictObject({
  value: z.number(),
  low: z.number(),
  high: z.number(),
})
export type Estimate = z.infer<typeof Estimate>

export const WeightsCalibrationFigures = z
  .strictObject({
    rows: count,
    positives: count,
    slope: Estimate.meta({
      description:
        '1 if the probabilities are neither overconfident (below 1) nor underconfident (above 1).',
    }),
    intercept: Estimate.meta({
      description:
        '0 if the probabilities are neither too high (below 0) nor too low (above 0); in log-odds.',
    }),
    expectedCalibrationError: Estimate.meta({
      description:
        'Mean gap between probability and share of counterfeits over ten bins of equal count.',
    }),
  })
  .meta({
    description: 'Calibration for sources not seen by the fit, with 95% intervals.',
  })
export type WeightsCalibrationFigures = z.infer<typeof WeightsCalibrationFigures>

export const WeightsCalibration = z
  .union([z.literal(UNCALIBRATED), WeightsCalibrationFigures])
  .meta({
    description: 'The word "uncalibrated" if there are fewer than 200 labels of each class.',
  })
export type WeightsCalibration = z.infer<typeof WeightsCalibration>

export const HeldOutSource = z.strictObject({
  source: z.string(),
  rows: count,
  positives: count,
  logLoss: z.strictObject({
    shipped: z
      .number()
      .meta({ description: 'Figures of the built-in weights at their own base rate.' }),
    shippedAtShare: z.number().meta({
      description:
        'Figures of the built-in weights with only the intercept shifted to the training rows: the baseline for the fit.',
    }),
    fitted: z.number(),
  }),
  auc: z.strictObject({ shipped: z.number(), fitted: z.number() }),
  calibration: WeightsCalibration,
})
export type HeldOutSource = z.infer<typeof HeldOutSource>

export const WeightsValidation = z.strictObject({
  by: z.enum(['source', 'marketplace']),
  sources: z.array(HeldOutSource).min(2).meta({
    description: 'Sources with labels of both classes, each assessed by a fit on the others.',
  }),
  confounded: z
    .array(z.strictObject({ source: z.string(), rows: count, positives: count }))
    .meta({ description: 'Sources with labels of only one class, which validation cannot test.' }),
})
export type WeightsValidation = z.infer<typeof WeightsValidation>

/** Scales for the shipped weights, fitted on labelled listings. */
export const Weights = z
  .strictObject({
    id: z
      .string()
      .max(60)
      .regex(/^[a-z0-9][a-z0-9-]*$/)
      .meta({ description: 'Part of the engine string of every assessment made with this file.' }),
    version: z.literal(1),
    engine: z.string().meta({
      description: 'Engine and lexicon version used to read the labelled listings.',
    }),
    fittedOn: z.strictObject({
      rows: count,
      positives: count,
      sellers: count,
      sources: count,
    }),
    intercept: z.number().min(-20).max(20).meta({
      description: 'Log-odds before any evidence; determines the base rate of assessments.',
    }),
    fieldShare: z.number().gt(0).lt(1).nullable().meta({
      description:
        'The share of counterfeits in the field that the intercept was shifted to; null if it is the share among the labelled rows.',
    }),
    prior: z
      .strictObject({
        scaleMean: z.number(),
        scaleDeviation: z.number().positive(),
        interceptMean: z.number(),
        interceptDeviation: z.number().positive(),
      })
      .meta({ description: 'Gaussian priors: the built-in weights are scale 1.' }),
    families: z
      .partialRecord(
        z.enum(families),
        z.strictObject({
          scale: z.number().min(0).max(100).meta({
            description: 'Multiplies the family’s saturated log-odds; 1 if not listed.',
          }),
          standardError: z.number().min(0).nullable().meta({
            description:
              'Rows of one seller count as one draw; null if the scale was held at 0, so that evidence is never inverted.',
          }),
        }),
      )
      .meta({ description: 'By family.' }),
    validation: WeightsValidation.nullable().meta({
      description: 'Null if label and source could not be separated.',
    }),
    calibration: WeightsCalibration,
  })
  .meta({
    id: 'Weights',
    title: 'Weights',
    description:
      'How far labelled listings support each family of signals. Used only if a command names the file.',
  })
export type Weights = z.infer<typeof Weights>
