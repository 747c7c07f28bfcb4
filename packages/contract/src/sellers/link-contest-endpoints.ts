import { z } from 'zod'
import { action, plainActionInput } from '../api/action.ts'
import { endpoint, PageQuery, pageOf } from '../api/endpoint.ts'
import { AccountLinkView, LinkedAccountView } from './seller-link-endpoints.ts'

export const linkContestStates = ['open', 'upheld', 'rejected'] as const
export type LinkContestState = (typeof linkContestStates)[number]

export const LinkContestInput = z
  .strictObject({
    account: z.uuid().meta({ description: 'Account of the seller who contests the link.' }),
    other: z.uuid().meta({ description: 'The account that it is linked with.' }),
    text: z.string().trim().min(1).max(4000).meta({ description: 'What the seller says.' }),
  })
  .meta({ id: 'LinkContestInput' })
export type LinkContestInput = z.infer<typeof LinkContestInput>

export const LinkContestView = z
  .object({
    id: z.uuid(),
    account: z.uuid(),
    other: z.uuid(),
    text: z.string().nullable().meta({
      description: 'What the seller says; null once their data was erased.',
    }),
    state: z.enum(linkContestStates),
    by: z.string().meta({ description: 'ID of the user who recorded it.' }),
    at: z.iso.datetime(),
    decidedBy: z.string().nullable(),
    decidedAt: z.iso.datetime().nullable(),
    reason: z.string().nullable().meta({ description: 'Of the decision.' }),
    judgement: z.uuid().nullable().meta({
      description: 'The judgement `different` that an upheld contest became.',
    }),
  })
  .meta({ id: 'LinkContestView' })
export type LinkContestView = z.infer<typeof LinkContestView>

/** Why somebody cannot decide a contest: they recorded it, they judged the accounts, or they may not judge links. */
export const contestBars = ['recorded', 'judged', 'permission'] as const
export type ContestBar = (typeof contestBars)[number]

export const LinkContestDetailView = LinkContestView.extend({
  sides: z.array(LinkedAccountView).meta({
    description: 'Both accounts, that of the seller who contests first.',
  }),
  link: AccountLinkView.nullable().meta({
    description:
      'The link when it was contested; null if both were in one network without a link of their own, and once a seller was erased.',
  }),
  bar: z.enum(contestBars).nullable().meta({
    description: 'Why the caller cannot decide it; null if they can.',
  }),
}).meta({ id: 'LinkContestDetailView' })
export type LinkContestDetailView = z.infer<typeof LinkContestDetailView>

const One = z.strictObject({ id: z.string() })

const decision = { reason: z.string().trim().min(1).max(2000) }

export const LinkContestActionInput = plainActionInput(
  'LinkContestActionInput',
  z.discriminatedUnion('type', [action('uphold', decision), action('reject', decision)]),
)
export type LinkContestActionInput = z.infer<typeof LinkContestActionInput>

export const linkContestEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/link-contests',
    summary: 'List links that sellers contest, newest first',
    access: 'listings:read',
    wholeOrganisation: true,
    query: PageQuery.extend({
      state: z.enum(linkContestStates).optional(),
      account: z.uuid().optional().meta({ description: 'Those that concern this account.' }),
    }),
    response: pageOf(LinkContestView),
  }),
  record: endpoint({
    method: 'POST',
    path: '/api/v1/link-contests',
    summary: 'Record that a seller contests a link',
    description:
      'Until another person decides, links and networks are as if the two accounts had been judged different.',
    access: 'person',
    wholeOrganisation: true,
    body: LinkContestInput,
    response: LinkContestView,
    statuses: [201],
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/link-contests/:id',
    summary: 'Retrieve a contest with the link as it was',
    access: 'listings:read',
    wholeOrganisation: true,
    records: true,
    params: One,
    response: LinkContestDetailView,
  }),
  act: endpoint({
    method: 'POST',
    path: '/api/v1/link-contests/:id/actions',
    summary: 'Uphold or reject a contest of a link',
    description:
      'By a person who neither recorded the contest nor judged the two accounts. An upheld contest becomes a judgement `different` and withdraws judgements `same`; after a rejected one the link is as it was.',
    access: 'person',
    wholeOrganisation: true,
    params: One,
    body: LinkContestActionInput,
    response: LinkContestView,
  }),
}
