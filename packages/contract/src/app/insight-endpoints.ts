import { z } from 'zod'
import { endpoint, pageOf, PageQuery } from '../api/endpoint.ts'
import type { Verdict } from '../listings/assessment.ts'
import { decisionVerdicts } from '../review/decision.ts'

/** Calendar months of a period, the current one included. */
export const insightMonths = 12

/** Days after a notice on which its listings are checked for the figures. */
export const takedownDays = [7, 30] as const
export type TakedownDay = (typeof takedownDays)[number]

/** Days that the curve of times to takedown covers. */
export const takedownCurveDays = 60

/** Fewer listings have no median. */
export const minTimedListings = 10

/** Verdicts of listings that count as found. */
export const foundVerdicts = ['block', 'review'] as const satisfies readonly Verdict[]

export const insightActions = ['notice', 'restriction', 'removal'] as const
export type InsightAction = (typeof insightActions)[number]

export const contestResults = ['reversed', 'confirmed', 'open', 'uncontested'] as const
export type ContestResult = (typeof contestResults)[number]

export const takedownStates = ['down', 'up', 'inconclusive', 'unchecked'] as const
export type TakedownState = (typeof takedownStates)[number]

export const takedownTimes = ['gone', 'live', 'unknown', 'gone-before'] as const
export type TakedownTime = (typeof takedownTimes)[number]

/** The keys by which each figure counts the listings behind it. */
export const insightFigures = {
  decided: decisionVerdicts,
  acted: insightActions,
  contested: contestResults,
  'down-after-7': takedownStates,
  'down-after-30': takedownStates,
  'takedown-time': takedownTimes,
} as const
export type InsightFigure = keyof typeof insightFigures
export const insightFigureNames = Object.keys(insightFigures) as [InsightFigure, ...InsightFigure[]]

const Count = z.int().min(0)
const Share = z
  .object({ value: z.number(), low: z.number(), high: z.number() })
  .nullable()
  .meta({ description: 'With its Wilson 95% interval; null without a denominator.' })

const series = {
  total: Count,
  before: Count.meta({ description: 'In the period of comparison.' }),
  months: z.array(Count).length(insightMonths),
  monthsBefore: z.array(Count).length(insightMonths),
}
const seriesOf = <const K extends readonly [string, ...string[]]>(keys: K) =>
  z.array(z.object({ key: z.enum(keys), ...series }))

const Period = z.object({ from: z.iso.date(), to: z.iso.date() })

const TakedownCounts = z.object({
  down: Count,
  up: Count,
  inconclusive: Count,
  unchecked: Count,
  share: Share,
})

const TakedownMedian = z.object({
  gone: Count,
  live: Count,
  unknown: Count,
  goneBefore: Count.meta({ description: 'Already gone when the notice was sent.' }),
  median: z
    .object({ from: z.number(), to: z.number().nullable() })
    .nullable()
    .meta({
      description: `Days between which the median lies; \`to\` is null if half were not seen gone. Null below ${minTimedListings} listings.`,
    }),
})

export const InsightView = z
  .object({
    period: Period.meta({ description: 'The current month to date and the eleven before it.' }),
    before: Period.meta({ description: 'The same days a year earlier.' }),
    recordedBefore: z.boolean().meta({
      description:
        'False if the organisation was created later and nothing older is counted: its zeros then mean that there is no data.',
    }),
    months: z.array(z.string()).length(insightMonths).meta({ description: 'As YYYY-MM.' }),
    found: seriesOf(foundVerdicts),
    foundMore: z.boolean().meta({ description: 'True if there are more than were counted.' }),
    decided: seriesOf(decisionVerdicts),
    acted: seriesOf(insightActions),
    contested: z.object({
      counts: seriesOf(contestResults),
      share: Share.meta({ description: 'Reversed, of those whose contest was decided.' }),
      shareBefore: Share,
    }),
    audit: z.object({ settled: Count, genuine: Count, share: Share }).nullable().meta({
      description:
        'What blind audits found of uncontested restrictions in the period; null if none was settled.',
    }),
    takedowns: z.array(
      z.object({
        day: z.union([z.literal(7), z.literal(30)]),
        now: TakedownCounts,
        before: TakedownCounts,
      }),
    ),
    takedownTime: z.object({
      now: TakedownMedian,
      before: TakedownMedian,
      curve: z
        .array(z.object({ day: Count, atLeast: z.number(), atMost: z.number() }))
        .meta({ description: 'Bounds of the share gone by each day; empty without listings.' }),
    }),
  })
  .meta({ id: 'InsightView' })
export type InsightView = z.infer<typeof InsightView>

export const InsightListingView = z
  .object({
    listing: z.uuid(),
    notice: z.uuid().nullable(),
    title: z.string(),
    marketplace: z.string(),
    externalId: z.string(),
    at: z.iso.datetime(),
    key: z.string(),
    days: z
      .object({ from: z.number(), to: z.number().nullable() })
      .nullable()
      .meta({ description: 'For `takedown-time`: the interval in which it was taken down.' }),
  })
  .meta({ id: 'InsightListingView' })
export type InsightListingView = z.infer<typeof InsightListingView>

const filters = {
  brand: z.string().min(1).max(200).optional(),
  marketplace: z.string().max(200).optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional()
    .meta({
      description:
        'The seller’s country or, if none is stated, the country that the listing ships from.',
    }),
  sellerAccount: z.uuid().optional(),
}

export const insightEndpoints = {
  read: endpoint({
    method: 'GET',
    path: '/api/v1/insight',
    summary: 'Retrieve the figures of twelve months and of the twelve before',
    description:
      'For admins, analysts and auditors. Counts only listings that the caller sees, and only the organisation’s own decisions, notices and restrictions.',
    access: 'person',
    query: z.strictObject(filters),
    response: InsightView,
  }),
  listings: endpoint({
    method: 'GET',
    path: '/api/v1/insight/listings',
    summary: 'List the listings behind a figure, newest first',
    description: 'Those found are listed by `/listings` under the same filters.',
    access: 'person',
    query: PageQuery.extend({
      ...filters,
      figure: z.enum(insightFigureNames),
      key: z.string().max(50).optional(),
      from: z.iso.date().meta({ description: 'First day (UTC).' }),
      to: z.iso.date().meta({ description: 'Last day (UTC).' }),
    }),
    response: pageOf(InsightListingView),
  }),
} as const
