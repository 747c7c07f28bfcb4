import { z } from 'zod'
import { action, plainActionInput } from '../api/action.ts'
import { endpoint, PageQuery, pageOf } from '../api/endpoint.ts'
import { SellerAccountView } from './seller-account-endpoints.ts'

/** What people say of two accounts. */
export const linkJudgements = ['same', 'different', 'unsure'] as const
export type LinkJudgement = (typeof linkJudgements)[number]

/** Pairs from the threshold on, and less likely ones for review. */
export const sellerLinkStates = ['linked', 'possible'] as const
export type SellerLinkState = (typeof sellerLinkStates)[number]

export const linkJudgementStates = ['in-force', 'awaiting-approval', 'withdrawn'] as const
export type LinkJudgementState = (typeof linkJudgementStates)[number]

/** Purposes for which the value of an identifier is shown. */
export const identifierPurposes = [
  'infringement-review',
  'case-preparation',
  'authority-request',
  'data-request',
  'link-review',
] as const
export type IdentifierPurpose = (typeof identifierPurposes)[number]

/** Accounts that a judgement may join without another person’s approval. */
export const mostJoinedAlone = 20

/** An account as links name it. */
export const LinkedAccountView = SellerAccountView.pick({
  id: true,
  own: true,
  marketplace: true,
  seller: true,
  name: true,
  country: true,
  kind: true,
})
const Bits = z.number().meta({ description: 'Bits: each more doubles the odds.' })
const Probability = z.number().min(0).max(1)

export const SellerIdentifierView = z
  .object({
    id: z.uuid(),
    type: z.string(),
    masked: z.string().meta({
      description: 'The value with most of its letters hidden; see `identifiers.act`.',
    }),
  })
  .meta({ id: 'SellerIdentifierView' })
export type SellerIdentifierView = z.infer<typeof SellerIdentifierView>

const Place = z.object({
  listing: z.uuid(),
  field: z.string(),
  start: z.int().min(0),
  end: z.int().min(0).meta({ description: 'In UTF-16 units of the field.' }),
})

export const LinkReasonView = z
  .object({
    code: z
      .string()
      .meta({ description: 'Such as `identifier.phone`, `text.alike`, `pictures.same`.' }),
    family: z.string(),
    weight: Bits.meta({ description: 'Bits for the link, or against it if negative.' }),
    identifier: SellerIdentifierView.nullable(),
    places: z.array(Place).meta({ description: 'Where it shows: up to three places each.' }),
  })
  .meta({ id: 'LinkReasonView' })
export type LinkReasonView = z.infer<typeof LinkReasonView>

export const AccountLinkView = z
  .object({
    a: LinkedAccountView,
    b: LinkedAccountView,
    weight: Bits,
    probability: Probability.meta({
      description:
        'That both accounts are one seller’s. A link is neither an identity nor a finding.',
    }),
    linked: z.boolean().meta({ description: 'False below a probability of one half.' }),
    reasons: z.array(LinkReasonView).meta({ description: 'For and against, the heaviest first.' }),
    judgement: z.enum(linkJudgements).nullable().meta({
      description: 'The newest judgement in force; null without one.',
    }),
    since: z.iso.datetime(),
  })
  .meta({ id: 'AccountLinkView' })
export type AccountLinkView = z.infer<typeof AccountLinkView>

/** Accounts that a preview of a judgement covers. */
export const mostPreviewed = 300

export const LinkPreviewView = z
  .object({
    judgement: z.enum(['same', 'different']),
    networks: z.array(z.array(z.uuid())).meta({
      description: 'The networks that the accounts would be in; one in none is alone.',
    }),
    joined: z
      .int()
      .min(0)
      .meta({
        description: `Accounts that it joins; above ${mostJoinedAlone} another person must approve it.`,
      }),
  })
  .meta({ id: 'LinkPreviewView' })
export type LinkPreviewView = z.infer<typeof LinkPreviewView>

const LinkJudgementInput = z.strictObject({
  a: z.uuid(),
  b: z.uuid(),
  judgement: z.enum(linkJudgements),
  reason: z.string().trim().min(1).max(2000).optional(),
})

export const LinkJudgementsInput = z
  .strictObject({ judgements: z.array(LinkJudgementInput).min(1).max(200) })
  .meta({ id: 'LinkJudgementsInput' })
export type LinkJudgementsInput = z.infer<typeof LinkJudgementsInput>

export const LinkJudgementView = z
  .object({
    id: z.uuid(),
    a: z.uuid(),
    b: z.uuid(),
    judgement: z.enum(linkJudgements),
    reason: z.string().nullable(),
    state: z.enum(linkJudgementStates).meta({
      description: `A judgement that joins more than ${mostJoinedAlone} accounts is in force once another person has approved it.`,
    }),
    by: z.string().meta({ description: 'ID of the user.' }),
    at: z.iso.datetime(),
    approvedBy: z.string().nullable(),
    withdrawnBy: z.string().nullable(),
    withdrawnAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'LinkJudgementView' })
export type LinkJudgementView = z.infer<typeof LinkJudgementView>

export const LinkJudgementActionInput = plainActionInput(
  'LinkJudgementActionInput',
  z.discriminatedUnion('type', [action('withdraw', {}), action('approve', {})]),
)
export type LinkJudgementActionInput = z.infer<typeof LinkJudgementActionInput>

export const SellerNetworkView = z
  .object({
    id: z
      .uuid()
      .meta({ description: 'Lasts: after a merge or split it stays with the larger part.' }),
    accounts: z.int().min(0),
    probability: Probability.nullable().meta({
      description: 'Of the strongest link across the weakest cut; null for an earlier state.',
    }),
    weakest: z
      .object({ accounts: z.array(z.uuid()), weight: Bits })
      .nullable()
      .meta({
        description: 'The division that the least evidence holds together: its smaller side.',
      }),
    formedAt: z.iso.datetime(),
    changedAt: z.iso.datetime(),
    retiredAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'SellerNetworkView' })
export type SellerNetworkView = z.infer<typeof SellerNetworkView>

export const networkEventKinds = ['joined', 'left', 'merged', 'split'] as const

export const SellerNetworkDetailView = SellerNetworkView.extend({
  members: z
    .array(LinkedAccountView.extend({ from: z.iso.datetime(), until: z.iso.datetime().nullable() }))
    .meta({ description: 'At most 1,000, those that joined first.' }),
  events: z
    .array(
      z.object({
        at: z.iso.datetime(),
        event: z.enum(networkEventKinds),
        account: z.uuid().nullable(),
        other: z.uuid().nullable().meta({
          description: 'The network that this one merged into, or that it was a part of.',
        }),
      }),
    )
    .meta({ description: 'The newest 200, newest first.' }),
}).meta({ id: 'SellerNetworkDetailView' })
export type SellerNetworkDetailView = z.infer<typeof SellerNetworkDetailView>

export const hubDecisions = ['confirmed', 'restored'] as const
export const hubDecisionStates = ['in-force', 'awaiting-approval'] as const

export const LinkHubView = z
  .object({
    id: z.string(),
    type: z.string(),
    identifier: SellerIdentifierView.nullable(),
    picture: z.string().nullable().meta({ description: 'Address or digest of a picture.' }),
    accounts: z.int(),
    usual: z.int().meta({
      description: 'Most accounts that one seller’s value of this type is usually on.',
    }),
    since: z.iso.datetime(),
    decision: z
      .object({
        id: z.uuid(),
        decision: z.enum(hubDecisions).meta({
          description:
            'A confirmed value links nobody, on however few accounts; a restored one counts in full, on however many.',
        }),
        reason: z.string().nullable(),
        state: z.enum(hubDecisionStates).meta({
          description: `A value on more than ${mostJoinedAlone} accounts is restored once another person has approved it.`,
        }),
        by: z.string().meta({ description: 'ID of the user.' }),
        at: z.iso.datetime(),
        approvedBy: z.string().nullable(),
      })
      .nullable()
      .meta({ description: 'Of people, and not withdrawn; null without one.' }),
  })
  .meta({ id: 'LinkHubView' })
export type LinkHubView = z.infer<typeof LinkHubView>

const reason = z.string().trim().min(1).max(2000)
const decision = z.uuid().meta({ description: 'ID of the decision.' })

export const LinkHubActionInput = plainActionInput(
  'LinkHubActionInput',
  z.discriminatedUnion('type', [
    action('confirm', { reason }),
    action('restore', { reason }),
    action('withdraw', { decision }),
    action('approve', { decision }),
  ]),
)
export type LinkHubActionInput = z.infer<typeof LinkHubActionInput>

export const IdentifierValueView = SellerIdentifierView.extend({ value: z.string() }).meta({
  id: 'IdentifierValueView',
})
export type IdentifierValueView = z.infer<typeof IdentifierValueView>

export const IdentifierActionInput = plainActionInput(
  'IdentifierActionInput',
  action('reveal', { purpose: z.enum(identifierPurposes) }),
)
export type IdentifierActionInput = z.infer<typeof IdentifierActionInput>

export const LinkPairView = z
  .object({
    a: LinkedAccountView,
    b: LinkedAccountView,
    link: AccountLinkView.nullable().meta({
      description: 'Null if too little speaks for the pair to be stored.',
    }),
    hubs: z
      .array(LinkHubView)
      .meta({ description: 'Identifiers on both accounts that are on too many others to count.' }),
    judgements: z.array(LinkJudgementView).meta({
      description: 'On this pair, withdrawn ones included; the newest first, at most 50.',
    }),
    path: z.array(AccountLinkView).nullable().meta({
      description:
        'The chain of links from one account to the other whose weakest link is strongest; null without one.',
    }),
    networks: z
      .array(z.object({ id: z.uuid().nullable(), accounts: z.array(LinkedAccountView) }))
      .meta({ description: 'Of both accounts now: one if it is the same.' }),
    previews: z
      .array(LinkPreviewView)
      .nullable()
      .meta({
        description: `By the stored links; null if the networks have more than ${mostPreviewed} accounts.`,
      }),
  })
  .meta({ id: 'LinkPairView' })
export type LinkPairView = z.infer<typeof LinkPairView>

/** Accounts and links that one graph may show. */
export const mostInGraph = { accounts: 5000, links: 20_000 }

export const NetworkGraphView = z
  .object({
    network: z.uuid(),
    accounts: z
      .array(LinkedAccountView.extend({ network: z.uuid().nullable() }))
      .meta({ description: 'Those of the network first, then those that links lead to.' }),
    links: z
      .array(
        z.object({
          a: z.int().min(0).meta({ description: 'Its place among the accounts.' }),
          b: z.int().min(0),
          weight: Bits,
          probability: Probability,
          linked: z.boolean(),
          families: z.array(z.string()).meta({ description: 'That speak for it, the most first.' }),
          strongest: z
            .object({ code: z.string(), masked: z.string().nullable() })
            .nullable()
            .meta({ description: 'The reason that most speaks for it.' }),
          judgement: z.enum(linkJudgements).nullable(),
        }),
      )
      .meta({ description: 'The most probable first.' }),
    hubs: z.array(LinkHubView).meta({
      description:
        'Identifiers on two or more accounts of the network that are on too many others to count; at most 50.',
    }),
    more: z.boolean().meta({ description: 'True if links lead to further accounts.' }),
  })
  .meta({ id: 'NetworkGraphView' })
export type NetworkGraphView = z.infer<typeof NetworkGraphView>

const One = z.strictObject({ id: z.string() })

const sight =
  'Links are made of the accounts whose listings the caller’s organisation submitted. Members limited to brands see a link if what shows in listings about their brands carries it, with these reasons alone: weight, order and networks follow from them.'

export const sellerLinkEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/links',
    summary: 'List pairs of accounts that are likely one seller’s, the most probable first',
    description: `${sight} A page may hold fewer than \`limit\` items; \`next\` indicates that there is more.`,
    access: 'listings:read',
    records: true,
    query: PageQuery.extend({ state: z.enum(sellerLinkStates).default('linked') }),
    response: pageOf(AccountLinkView),
  }),
  ofAccount: endpoint({
    method: 'GET',
    path: '/api/v1/seller-accounts/:id/links',
    summary: 'List the accounts that are likely of the same seller, with reasons for and against',
    description: `${sight} At most 200, the most probable first; less likely pairs follow.`,
    access: 'listings:read',
    records: true,
    params: One,
    response: z.object({
      network: z.uuid().nullable().meta({
        description: 'The network that the account is in.',
      }),
      items: z.array(AccountLinkView),
    }),
  }),
  pair: endpoint({
    method: 'GET',
    path: '/api/v1/seller-accounts/:id/links/:other',
    summary:
      'Compare two accounts: what links them, what speaks against, and what a judgement changes',
    access: 'listings:read',
    records: true,
    params: One.extend({ other: z.string() }),
    response: LinkPairView,
  }),
}

export const linkJudgementEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/judgements',
    summary: 'List judgements on pairs of accounts, newest first',
    access: 'listings:read',
    wholeOrganisation: true,
    query: PageQuery,
    response: pageOf(LinkJudgementView),
  }),
  record: endpoint({
    method: 'POST',
    path: '/api/v1/judgements',
    summary: 'Record whether accounts are one seller’s',
    description:
      'Judgements bind whatever the evidence says, until they are withdrawn. All are recorded, or none. Where people contradict each other on a pair, neither binds.',
    access: 'person',
    wholeOrganisation: true,
    body: LinkJudgementsInput,
    response: z.object({ items: z.array(LinkJudgementView) }),
    statuses: [201],
  }),
  act: endpoint({
    method: 'POST',
    path: '/api/v1/judgements/:id/actions',
    summary: 'Withdraw a judgement, or approve another person’s',
    description:
      'A judgement that is withdrawn leaves no trace in links and networks; it stays in the list.',
    access: 'person',
    wholeOrganisation: true,
    params: One,
    body: LinkJudgementActionInput,
    response: LinkJudgementView,
  }),
}

export const sellerNetworkEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/networks',
    summary: 'List networks of accounts, the largest first',
    description:
      'A network is a set of accounts for whose pairs, all in all, more speaks than against. It is neither a chain of links nor a finding. For members limited to brands a network is what the links in their sight join (the 5,000 most probable), under the ID of its first account.',
    access: 'listings:read',
    query: PageQuery,
    response: pageOf(SellerNetworkView),
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/networks/:id',
    summary: 'Retrieve a network with its accounts and what happened to it',
    description:
      'A retired ID leads to the network that most of its accounts went to. With `at`, the network as it was at that time. Members limited to brands see no history.',
    access: 'listings:read',
    records: true,
    params: One,
    query: z.strictObject({ at: z.iso.datetime().optional() }),
    response: SellerNetworkDetailView,
  }),
  graph: endpoint({
    method: 'GET',
    path: '/api/v1/networks/:id/graph',
    summary: 'Retrieve a network and what surrounds it as a graph of accounts and links',
    description: `At most ${mostInGraph.links} links. With \`at\`, the accounts of the network at that time, and of the links between them those that exist now and did then.`,
    access: 'listings:read',
    records: true,
    isBulk: true,
    params: One,
    query: z.strictObject({
      accounts: z.coerce.number().int().min(2).max(mostInGraph.accounts).default(500),
      steps: z.coerce.number().int().min(0).max(100).default(1).meta({
        description: 'How many links away from the network accounts may be.',
      }),
      at: z.iso.datetime().optional(),
    }),
    response: NetworkGraphView,
  }),
}

export const linkHubEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/hubs',
    summary: 'List identifiers and pictures that are on too many accounts to link any',
    description: 'Values that people decided on are listed, too, while an account has them.',
    access: 'listings:read',
    wholeOrganisation: true,
    query: PageQuery,
    response: pageOf(LinkHubView),
  }),
  act: endpoint({
    method: 'POST',
    path: '/api/v1/hubs/:id/actions',
    summary: 'Confirm that a value links nobody, restore it, or withdraw or approve a decision',
    description:
      'Decisions bind whatever the number of accounts, until they are withdrawn; one that is leaves no trace in links and networks. A value has one decision at a time.',
    access: 'person',
    wholeOrganisation: true,
    params: One,
    body: LinkHubActionInput,
    response: LinkHubView,
  }),
}

export const sellerIdentifierEndpoints = {
  ofAccount: endpoint({
    method: 'GET',
    path: '/api/v1/seller-accounts/:id/identifiers',
    summary: 'List phone numbers, accounts and other identifiers in a seller’s listings, masked',
    access: 'listings:read',
    params: One,
    response: z.object({
      items: z
        .array(
          SellerIdentifierView.extend({
            accounts: z.int().meta({ description: 'Visible accounts that it is on.' }),
            places: z.array(Place).meta({ description: 'At most 20.' }),
          }),
        )
        .meta({ description: 'At most 200, those on most accounts first.' }),
    }),
  }),
  act: endpoint({
    method: 'POST',
    path: '/api/v1/identifiers/:id/actions',
    summary: 'Show the value of an identifier for a stated purpose',
    description: 'The audit log records who saw it and what for. Numbers of cards are not stored.',
    access: 'person',
    params: One,
    body: IdentifierActionInput,
    response: IdentifierValueView,
  }),
}
