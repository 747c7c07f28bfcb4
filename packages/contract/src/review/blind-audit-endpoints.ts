import { z } from 'zod'
import { families } from '../listings/signals.ts'
import { decisionVerdicts } from './decision.ts'
import {
  AuditedQueueView,
  BlindListingView,
  QualityFigureView,
  QualityMeasure,
  BlindAuditSettings,
  ReadingLabel,
  strata,
} from './blind-audit.ts'
import { Weights } from './weights.ts'
import { endpoint } from '../api/endpoint.ts'
import { listingImageEndpoints } from '../images/listing-image-endpoints.ts'

const day = z.iso.date()

export const AuditSampleView = z
  .object({
    id: z.uuid(),
    week: day.meta({
      description: 'The Monday (UTC) of the week in which the listings were received.',
    }),
    drawnAt: z.iso.datetime(),
    closesAt: z.iso.datetime().meta({ description: 'When annotation ends.' }),
    seed: z.string().meta({
      description:
        'From each stratum, the listings with the smallest SHA-256 of seed, colon and listing ID are drawn. Anyone with the seed and the frame can reproduce the draw.',
    }),
    frameDigest: z.string().meta({
      description: 'Hex-encoded SHA-256 of the frame, as returned by its endpoint.',
    }),
    strata: z.array(
      z.object({
        stratum: z.enum(strata),
        frame: z.int().meta({ description: 'Listings in the frame.' }),
        drawn: z.int(),
        settled: z.int().meta({ description: 'Listings with enough annotations.' }),
      }),
    ),
  })
  .meta({ id: 'AuditSampleView' })
export type AuditSampleView = z.infer<typeof AuditSampleView>

export const AuditSampleItemView = z
  .object({
    id: z
      .uuid()
      .meta({ description: 'ID of the place in the audit sample; it refers to nothing else.' }),
    listing: BlindListingView,
  })
  .meta({ id: 'AuditSampleItemView' })
export type AuditSampleItemView = z.infer<typeof AuditSampleItemView>

const left = z.int().meta({ description: 'Listings awaiting an annotation by the caller.' })

export const blindAuditThresholds = ['any', 'review-or-block', 'block'] as const
export type QualityThreshold = (typeof blindAuditThresholds)[number]

const counted = z.object({
  drawn: z.int(),
  settled: z.int().meta({ description: 'Two annotators agreed, or a third decided.' }),
  waiting: z.int().meta({ description: 'Drawn, and not yet annotated by two people.' }),
  disputed: z
    .int()
    .meta({ description: 'Two annotators disagree; a third annotation is pending.' }),
  lapsed: z.int().meta({ description: 'Annotation ended before they were settled.' }),
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

export const BlindAuditResultsView = z
  .object({
    weeks: z.int(),
    needs: z
      .object({ flagged: z.int(), unflagged: z.int(), counterfeits: z.int(), pairs: z.int() })
      .meta({ description: 'Settled listings required before each figure is known.' }),
    listings: counted,
    labels: z.record(z.enum(decisionVerdicts), z.int()).meta({ description: 'Final labels.' }),
    overall: z.array(QualityMeasure.extend({ threshold: z.enum(blindAuditThresholds) })),
    queues: z.array(AuditedQueueView).meta({
      description:
        'By queue: how many of its listings are counterfeit, and how many of all counterfeits it holds.',
    }),
    clear: QualityFigureView.meta({
      description: 'Share of listings outside every queue that are counterfeit: what all missed.',
    }),
    brands: z.array(QualityMeasure.extend({ brand: z.string() })).meta({
      description: 'By brand; a listing counts as flagged if its verdict is `review` or `block`.',
    }),
    families: z.array(
      QualityMeasure.extend({
        family: z.enum(families),
      }),
    ),
    agreement: z.object({
      kappa: QualityFigureView.meta({ description: 'Cohen’s κ of the first two annotations.' }),
      pairs: z.int(),
      same: z.int(),
    }),
    trend: z.array(
      z.object({
        week: day,
        settled: z.int(),
        precision: QualityFigureView,
        recall: QualityFigureView,
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
          'Of restrictions that no seller appealed: how many annotators found genuine, with Wilson’s 95% interval.',
      }),
    disputes: z.array(Dispute).meta({
      description: 'Listings on which two annotators disagreed, once a third has decided.',
    }),
  })
  .meta({ id: 'BlindAuditResultsView' })
export type BlindAuditResultsView = z.infer<typeof BlindAuditResultsView>

export const fitStates = ['waiting', 'running', 'done', 'refused', 'failed'] as const

const beside = z.object({ now: z.number(), fitted: z.number() })

export const QualityFitView = z
  .object({
    id: z.uuid(),
    requestedAt: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable(),
    state: z.enum(fitStates),
    reason: z.string().nullable().meta({ description: 'Why there are no weights.' }),
    weights: z.string().nullable().meta({ description: 'ID of the weights.' }),
    report: z
      .object({
        labels: z.object({ counterfeit: z.int(), other: z.int() }),
        sellers: z.int(),
        fieldShare: z.number().nullable().meta({
          description: 'The weighted share of counterfeits that the intercept represents.',
        }),
        families: z.array(
          z.object({ family: z.enum(families), scale: z.number(), spoke: z.int() }),
        ),
        heldOut: z
          .object({
            weeks: z.int(),
            better: z.int().meta({ description: 'Weeks predicted better.' }),
            listings: z.int(),
            logLoss: beside.meta({ description: 'Mean per listing; lower is better.' }),
            auc: beside.meta({ description: 'Higher is better.' }),
          })
          .nullable()
          .meta({
            description:
              'Each week predicted by a fit on the others, compared with the built-in weights after shifting the base rate to the labelled listings.',
          }),
        refusal: z.string().nullable().meta({ description: 'Why no week could be held out.' }),
      })
      .nullable(),
  })
  .meta({ id: 'QualityFitView' })
export type QualityFitView = z.infer<typeof QualityFitView>

const byId = z.strictObject({ id: z.string() })

export const blindAuditEndpoints = {
  settings: endpoint({
    method: 'GET',
    path: '/api/v1/blind-audits/settings',
    summary: 'Retrieve the weekly size of the audit sample',
    access: 'person',
    response: BlindAuditSettings,
  }),
  set: endpoint({
    method: 'PUT',
    path: '/api/v1/blind-audits/settings',
    summary: 'Set the weekly size of the audit sample, as an admin',
    access: 'person',
    body: BlindAuditSettings,
    response: BlindAuditSettings,
  }),
  draw: endpoint({
    method: 'POST',
    path: '/api/v1/blind-audits/samples',
    summary: 'Draw the audit sample of a week immediately, as an admin',
    description:
      'Each week is drawn once: repeated requests return the existing sample. If enabled in the settings, the server draws the last completed week automatically.',
    access: 'person',
    body: z.strictObject({
      week: day.optional().meta({
        description: 'A Monday; defaults to that of the last completed week.',
      }),
    }),
    response: AuditSampleView,
    statuses: [201, 200],
  }),
  samples: endpoint({
    method: 'GET',
    path: '/api/v1/blind-audits/samples',
    summary: 'List the audit samples of the last six months with seed and frame, newest first',
    access: 'person',
    response: z.object({ items: z.array(AuditSampleView) }),
  }),
  frame: endpoint({
    method: 'GET',
    path: '/api/v1/blind-audits/samples/:id/frame',
    summary: 'Download the listings that an audit sample was drawn from',
    description:
      'One line per listing: stratum, space, listing ID. Ordered by stratum, then by ID.',
    access: 'person',
    params: byId,
    response: z.string(),
    responseType: 'text/plain',
  }),
  next: endpoint({
    method: 'POST',
    path: '/api/v1/blind-audits/assignments',
    summary: 'Assign a listing of an audit sample to the caller for blind annotation',
    description:
      'Reserved for the caller for two hours. Listings that the caller already decided on are not assigned.',
    access: 'person',
    response: z.object({ item: AuditSampleItemView.nullable(), left }),
  }),
  picture: endpoint({
    method: 'GET',
    path: '/api/v1/blind-audits/items/:id/pictures/:place',
    summary: 'Fetch a picture of the assigned listing from its host for annotation',
    description: 'Fetched like other pictures of listings, without the listing’s ID.',
    access: 'person',
    records: true,
    params: listingImageEndpoints.read.params,
    response: listingImageEndpoints.read.response,
    responseType: listingImageEndpoints.read.responseType,
  }),
  read: endpoint({
    method: 'POST',
    path: '/api/v1/blind-audits/items/:id/annotation',
    summary: 'Annotate the goods of the assigned listing',
    access: 'person',
    params: byId,
    body: z.strictObject({ label: ReadingLabel }),
    response: z.object({ left }),
  }),
  results: endpoint({
    method: 'GET',
    path: '/api/v1/blind-audits/results',
    summary: 'Retrieve weighted precision and recall with intervals, and annotator agreement',
    access: 'person',
    query: z.strictObject({ weeks: z.coerce.number().int().min(1).max(52).default(13) }),
    response: BlindAuditResultsView,
  }),
  labels: endpoint({
    method: 'GET',
    path: '/api/v1/blind-audits/labels',
    summary: 'Download settled annotations as labels for `fit` and `evaluate`',
    description:
      'NDJSON of labels, each with the weight of its listing. An unappealed removal alone does not make a label.',
    access: 'person',
    records: true,
    response: z.string(),
    responseType: 'application/x-ndjson',
  }),
  fit: endpoint({
    method: 'POST',
    path: '/api/v1/blind-audits/fits',
    summary: 'Request a fit of weights to the labels',
    access: 'person',
    response: QualityFitView,
    statuses: [202],
  }),
  fits: endpoint({
    method: 'GET',
    path: '/api/v1/blind-audits/fits',
    summary: 'List the latest fits, newest first',
    access: 'person',
    response: z.object({ items: z.array(QualityFitView) }),
  }),
  weights: endpoint({
    method: 'GET',
    path: '/api/v1/blind-audits/fits/:id/weights',
    summary: 'Download the weights of a fit in the format of `touchstone fit`',
    access: 'person',
    params: byId,
    response: Weights,
  }),
}
