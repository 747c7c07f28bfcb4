import { z } from 'zod'
import { families } from '../listings/assessment.ts'
import { decisionVerdicts } from './decision.ts'
import {
  BlindListing,
  QualityFigure,
  QualityMeasure,
  BlindAuditSettings,
  ReadingLabel,
  strata,
} from './blind-audit.ts'
import { Weights } from './weights.ts'
import { endpoint } from '../api/endpoint.ts'
import { listingImageEndpoints } from '../images/listing-image-endpoints.ts'

const day = z.iso.date()

export const AuditSample = z
  .object({
    id: z.uuid(),
    week: day.meta({ description: 'The Monday (UTC) of the week in which the offers came in.' }),
    drawnAt: z.iso.datetime(),
    closesAt: z.iso.datetime().meta({ description: 'Until then offers are read.' }),
    seed: z.string().meta({
      description:
        'Of each stratum those offers are drawn whose SHA-256 of seed, colon and offer id is smallest: whoever has seed and frame draws the same.',
    }),
    frameDigest: z.string().meta({
      description: 'SHA-256, in hex, of the frame as its address gives it.',
    }),
    strata: z.array(
      z.object({
        stratum: z.enum(strata),
        frame: z.int().meta({ description: 'Offers in the frame.' }),
        drawn: z.int(),
        settled: z.int().meta({ description: 'Read by as many as it took.' }),
      }),
    ),
  })
  .meta({ id: 'QualitySample' })
export type AuditSample = z.infer<typeof AuditSample>

export const AuditSampleItem = z
  .object({
    id: z.uuid().meta({ description: 'Of the place in the lot; it leads to nothing else.' }),
    listing: BlindListing,
  })
  .meta({ id: 'QualityItem' })
export type AuditSampleItem = z.infer<typeof AuditSampleItem>

const left = z.int().meta({ description: 'Offers that wait for a reading of this reader.' })

export const blindAuditThresholds = ['any', 'review-or-block', 'block'] as const
export type QualityThreshold = (typeof blindAuditThresholds)[number]

const counted = z.object({
  drawn: z.int(),
  settled: z.int().meta({ description: 'Two readers said the same, or a third decided.' }),
  waiting: z.int().meta({ description: 'Drawn, and not read by two yet.' }),
  disputed: z.int().meta({ description: 'Two readers differ; a third reading is to come.' }),
  lapsed: z.int().meta({ description: 'The time for reading passed before they were settled.' }),
})

const Dispute = z.object({
  item: z.uuid(),
  listing: z.uuid(),
  title: z.string(),
  week: day,
  first: z.enum(decisionVerdicts),
  second: z.enum(decisionVerdicts),
  final: z.enum(decisionVerdicts),
})

export const BlindAuditResults = z
  .object({
    weeks: z.int(),
    needs: z
      .object({ flagged: z.int(), unflagged: z.int(), counterfeits: z.int(), pairs: z.int() })
      .meta({ description: 'How many settled offers each figure asks for before it is known.' }),
    offers: counted,
    labels: z.record(z.enum(decisionVerdicts), z.int()).meta({ description: 'Final labels.' }),
    overall: z.array(QualityMeasure.extend({ threshold: z.enum(blindAuditThresholds) })),
    brands: z
      .array(QualityMeasure.extend({ brand: z.string() }))
      .meta({ description: 'Where an offer is flagged by review or block.' }),
    families: z.array(
      QualityMeasure.extend({
        family: z.enum(families),
      }),
    ),
    agreement: z.object({
      kappa: QualityFigure.meta({ description: 'Cohen’s κ of the first two readings.' }),
      pairs: z.int(),
      same: z.int(),
    }),
    trend: z.array(
      z.object({
        week: day,
        settled: z.int(),
        precision: QualityFigure,
        recall: QualityFigure,
      }),
    ),
    removals: z
      .object({
        settled: z.int(),
        genuine: z.int(),
        share: z.object({ value: z.number(), low: z.number(), high: z.number() }).nullable(),
      })
      .meta({
        description:
          'Of restrictions of which no seller complained: how many readers found genuine, with Wilson’s interval at 95 %.',
      }),
    disputes: z.array(Dispute).meta({
      description: 'Offers on which two readers differed, once a third has decided.',
    }),
  })
  .meta({ id: 'QualityResults' })
export type BlindAuditResults = z.infer<typeof BlindAuditResults>

export const fitStates = ['waiting', 'running', 'done', 'refused', 'failed'] as const

const beside = z.object({ now: z.number(), fitted: z.number() })

export const QualityFit = z
  .object({
    id: z.uuid(),
    askedAt: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable(),
    state: z.enum(fitStates),
    reason: z.string().nullable().meta({ description: 'Why there are no weights.' }),
    weights: z.string().nullable().meta({ description: 'The id of the weights.' }),
    report: z
      .object({
        labels: z.object({ counterfeit: z.int(), other: z.int() }),
        sellers: z.int(),
        fieldShare: z.number().nullable().meta({
          description: 'The weighted share of counterfeits, for which the intercept stands.',
        }),
        families: z.array(
          z.object({ family: z.enum(families), scale: z.number(), spoke: z.int() }),
        ),
        heldOut: z
          .object({
            weeks: z.int(),
            better: z.int().meta({ description: 'Weeks that were foretold better.' }),
            offers: z.int(),
            logLoss: beside.meta({ description: 'Mean an offer; lower is better.' }),
            auc: beside.meta({ description: 'Higher is better.' }),
          })
          .nullable()
          .meta({
            description:
              'Each week foretold by a fit on the others, beside the shipped weights with the base rate moved to the labelled offers.',
          }),
        refusal: z.string().nullable().meta({ description: 'Why no week could be held out.' }),
      })
      .nullable(),
  })
  .meta({ id: 'QualityFit' })
export type QualityFit = z.infer<typeof QualityFit>

const byId = z.strictObject({ id: z.string() })

export const blindAuditEndpoints = {
  settings: endpoint({
    method: 'GET',
    path: '/api/v1/quality/settings',
    summary: 'How many offers are drawn by lot every week',
    access: 'person',
    answer: BlindAuditSettings,
  }),
  set: endpoint({
    method: 'PUT',
    path: '/api/v1/quality/settings',
    summary: 'Sets how many offers are drawn by lot every week; for admins',
    access: 'person',
    body: BlindAuditSettings,
    answer: BlindAuditSettings,
  }),
  draw: endpoint({
    method: 'POST',
    path: '/api/v1/quality/samples',
    summary: 'Draws the lot of a week now; for admins',
    description:
      'A week is drawn once: asked for again, it is answered as it was drawn. The server draws the last whole week by itself where the settings say so.',
    access: 'person',
    body: z.strictObject({
      week: day.optional().meta({
        description: 'A Monday; the one of the last whole week where it is left out.',
      }),
    }),
    answer: AuditSample,
    statuses: [201, 200],
  }),
  samples: endpoint({
    method: 'GET',
    path: '/api/v1/quality/samples',
    summary: 'The lots of the last half year with seed and frame, newest first',
    access: 'person',
    answer: z.object({ items: z.array(AuditSample) }),
  }),
  frame: endpoint({
    method: 'GET',
    path: '/api/v1/quality/samples/:id/frame',
    summary: 'The offers out of which a lot was drawn',
    description: 'A line for each: stratum, space, offer id. By stratum, then by id.',
    access: 'person',
    params: byId,
    answer: z.string(),
    answerType: 'text/plain',
  }),
  next: endpoint({
    method: 'POST',
    path: '/api/v1/quality/readings/next',
    summary: 'Hands the caller an offer of a lot to read, blind',
    description:
      'Kept for the caller for two hours. Whoever decided on an offer before is not handed it.',
    access: 'person',
    answer: z.object({ item: AuditSampleItem.nullable(), left }),
  }),
  picture: endpoint({
    method: 'GET',
    path: '/api/v1/quality/items/:id/pictures/:place',
    summary: 'Fetches a picture of the offer at hand from its host, for its reader',
    description: 'As pictures of offers are fetched, without the offer’s id.',
    access: 'person',
    records: true,
    params: listingImageEndpoints.read.params,
    answer: listingImageEndpoints.read.answer,
    answerType: listingImageEndpoints.read.answerType,
  }),
  read: endpoint({
    method: 'POST',
    path: '/api/v1/quality/items/:id/reading',
    summary: 'Says what the goods of the offer at hand are',
    access: 'person',
    params: byId,
    body: z.strictObject({ label: ReadingLabel }),
    answer: z.object({ left }),
  }),
  results: endpoint({
    method: 'GET',
    path: '/api/v1/quality/results',
    summary: 'Weighted precision and recall with intervals, and how far readers agree',
    access: 'person',
    query: z.strictObject({ weeks: z.coerce.number().int().min(1).max(52).default(13) }),
    answer: BlindAuditResults,
  }),
  labels: endpoint({
    method: 'GET',
    path: '/api/v1/quality/labels',
    summary: 'The settled readings as labels, for fit and evaluate',
    description:
      'NDJSON of labels, each with the weight of its offer. What was removed and never opposed is no label by that.',
    access: 'person',
    records: true,
    answer: z.string(),
    answerType: 'application/x-ndjson',
  }),
  fit: endpoint({
    method: 'POST',
    path: '/api/v1/quality/fits',
    summary: 'Asks for weights fitted to the labels',
    access: 'person',
    answer: QualityFit,
    statuses: [202],
  }),
  fits: endpoint({
    method: 'GET',
    path: '/api/v1/quality/fits',
    summary: 'The last fits, newest first',
    access: 'person',
    answer: z.object({ items: z.array(QualityFit) }),
  }),
  weights: endpoint({
    method: 'GET',
    path: '/api/v1/quality/fits/:id/weights',
    summary: 'The weights of a fit, as touchstone fit writes them',
    access: 'person',
    params: byId,
    answer: Weights,
  }),
}
