import { z } from 'zod'
import { action, actionInput, Version } from '../api/action.ts'
import { endpoint } from '../api/endpoint.ts'

export const linkModelStates = ['draft', 'shadow', 'live', 'retired'] as const
export type LinkModelState = (typeof linkModelStates)[number]

/** A live model returns to shadow if the lower bound of its overturned share exceeds this, of at least so many links. */
export const mostOverturned = 0.05
export const leastJudgedLinks = 30

const Bits = z.number().meta({ description: 'Bits: each more doubles the odds.' })

const Overturned = z.object({
  judged: z.int().min(0).meta({
    description: 'Pairs that it linked by evidence and people then judged `same` or `different`.',
  }),
  overturned: z.int().min(0).meta({
    description: 'Those judged `different`, by an upheld contest too.',
  }),
})

const ComparedPair = z.object({
  a: z.uuid(),
  b: z.uuid(),
  probability: z.number().min(0).max(1),
})
const Compared = z.object({
  links: z.int().min(0),
  networks: z.int().min(0),
  largest: z.int().min(0).meta({ description: 'Accounts of the largest network.' }),
})

export const LinkModelComparisonView = z
  .object({
    at: z.iso.datetime(),
    with: z.int().nullable().meta({ description: 'The live version; null if none was.' }),
    live: Compared,
    shadow: Compared,
    onlyLive: z.array(ComparedPair).meta({ description: 'At most 100, the most probable first.' }),
    onlyShadow: z
      .array(ComparedPair)
      .meta({ description: 'At most 100, the most probable first.' }),
  })
  .meta({ id: 'LinkModelComparisonView' })
export type LinkModelComparisonView = z.infer<typeof LinkModelComparisonView>

export const LinkModelView = z
  .object({
    version: z.int().min(1).meta({ description: 'The number of the model.' }),
    state: z.enum(linkModelStates),
    edits: Version,
    accounts: z.int().nullable().meta({
      description: 'Accounts that it was fitted to; null until a draft has been fitted.',
    }),
    prior: Bits.nullable().meta({ description: 'Bits before any evidence.' }),
    digest: z.string().nullable(),
    fittedAt: z.iso.datetime().nullable(),
    liveSince: z.iso.datetime().nullable(),
    replaced: z.int().nullable().meta({
      description: 'The version that was live before it: `roll-back` leads there.',
    }),
    overturned: Overturned.nullable().meta({
      description: 'Since it went live; null unless it is live.',
    }),
    returned: Overturned.extend({ at: z.iso.datetime() })
      .nullable()
      .meta({
        description: `When it returned to shadow by itself, because the lower bound of the overturned share (Wilson, 95 %) exceeded ${mostOverturned * 100} % of at least ${leastJudgedLinks} links.`,
      }),
    isComparing: z.boolean().meta({ description: 'True until a comparison is ready.' }),
  })
  .meta({ id: 'LinkModelView' })
export type LinkModelView = z.infer<typeof LinkModelView>

/** Judged pairs that a bin needs for its share to be stated. */
export const leastInReliabilityBin = 10

const ReliabilityBin = z.object({
  from: z.number(),
  to: z.number().meta({ description: 'Probabilities below this; the last bin includes 1.' }),
  pairs: z.int().min(0).meta({ description: 'Judged pairs.' }),
  same: z.int().min(0).meta({ description: 'Those judged `same`.' }),
  predicted: z.number().nullable().meta({ description: 'Mean of their probabilities.' }),
  share: z
    .object({ low: z.number(), high: z.number() })
    .nullable()
    .meta({
      description: `Of those judged \`same\` (Wilson, 95 %); null below ${leastInReliabilityBin} pairs.`,
    }),
})

export const LinkModelDetailView = LinkModelView.extend({
  comparison: LinkModelComparisonView.nullable(),
  reliability: z.array(ReliabilityBin).nullable().meta({
    description:
      'How often people judged pairs `same` that the evidence made so probable, since the version went live; null unless it is live. People choose which pairs they judge, so that this is no random sample.',
  }),
}).meta({ id: 'LinkModelDetailView' })
export type LinkModelDetailView = z.infer<typeof LinkModelDetailView>

export const linkModelActions = [
  'start-shadow',
  'compare',
  'make-live',
  'roll-back',
  'return-to-shadow',
  'retire',
] as const

const LinkModelAction = z.discriminatedUnion('type', [
  action('start-shadow', {}),
  action('compare', {}),
  action('make-live', {}),
  action('roll-back', {}),
  action('return-to-shadow', {}),
  action('retire', {}),
])
export type LinkModelAction = z.infer<typeof LinkModelAction>

const ByVersion = z.strictObject({ version: z.string() })

export const linkModelEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/link-models',
    summary: 'List versions of the model that weighs links, newest first',
    description:
      'Below 30 accounts there is none, and built-in weights apply. While there are versions and none is live, judgements alone link accounts.',
    access: 'listings:read',
    wholeOrganisation: true,
    response: z.object({ items: z.array(LinkModelView) }),
  }),
  create: endpoint({
    method: 'POST',
    path: '/api/v1/link-models',
    summary: 'Draft a new version of the model',
    description: 'It is fitted to the listings there are within seconds. One draft at a time.',
    access: 'person',
    wholeOrganisation: true,
    response: LinkModelView,
    statuses: [201],
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/link-models/:version',
    summary: 'Retrieve a version of the model, with the last comparison of its links',
    access: 'listings:read',
    wholeOrganisation: true,
    params: ByVersion,
    response: LinkModelDetailView,
  }),
  act: endpoint({
    method: 'POST',
    path: '/api/v1/link-models/:version/actions',
    summary: 'Try a version in shadow, make it live, roll it back or retire it',
    description:
      'A version in shadow links nobody: its links are compared with those of the live one when it enters shadow, and on `compare`. `make-live` retires the version that was live; `roll-back` returns to it. With `return-to-shadow` no version is live, and judgements alone link accounts.',
    access: 'person',
    wholeOrganisation: true,
    params: ByVersion,
    body: actionInput('LinkModelActionInput', LinkModelAction),
    response: LinkModelView,
  }),
}
