import { z } from 'zod'
import { action, plainActionInput } from '../api/action.ts'
import { endpoint, PageQuery, pageOf } from '../api/endpoint.ts'
import { StoredListingView } from '../listings/listing-endpoints.ts'
import { PortfolioFact, portfolioFactCodes } from '../listings/portfolio.ts'
import { SellerAccountView } from './seller-account-endpoints.ts'
import { SellerPriorView } from './seller-prior-endpoints.ts'

/** Who says that the listings are the seller's. */
export const portfolioStandings = ['marketplace', 'several-sources', 'one-source'] as const
export type PortfolioStanding = (typeof portfolioStandings)[number]

/** Why a portfolio needs no further look. */
export const explanationReasons = [
  'collector',
  'outlet',
  'wholesaler',
  'authorised',
  'wrong-comparison',
  'other',
] as const
export type ExplanationReason = (typeof explanationReasons)[number]

export const portfolioStates = ['open', 'explained'] as const
export type PortfolioState = (typeof portfolioStates)[number]

export const PortfolioExplanationView = z
  .object({
    reason: z.enum(explanationReasons),
    note: z.string().nullable(),
    by: z.string().nullable().meta({
      description: 'Name of the user who explained it; null once it is no longer visible.',
    }),
    at: z.iso.datetime(),
    until: z.iso.datetime(),
  })
  .meta({ id: 'PortfolioExplanationView' })
export type PortfolioExplanationView = z.infer<typeof PortfolioExplanationView>

export const SellerPortfolioView = z
  .object({
    seller: SellerAccountView.pick({
      id: true,
      own: true,
      marketplace: true,
      seller: true,
      name: true,
      country: true,
      kind: true,
    }),
    listings: z.int().min(1).meta({
      description: 'Listings of the seller that the caller’s organisation sees.',
    }),
    probability: z.number().min(0).max(1).meta({
      description:
        'Probability, at a base rate of 2 %, that the seller’s goods are counterfeit. It orders the queue and is not a finding.',
    }),
    flagged: z.boolean().meta({ description: 'True from a probability of one half on.' }),
    standing: z.enum(portfolioStandings).meta({
      description:
        'Who says that the listings are the seller’s: the marketplace, several sources that agree without any one of them, or one source alone, which never affects an assessment.',
    }),
    counts: z.boolean().meta({
      description:
        'True if assessments of the seller’s listings take the portfolio into account: those of the caller’s organisation.',
    }),
    facts: z.array(PortfolioFact),
    brands: z.array(z.string()).meta({ description: 'The most frequent first; at most 50.' }),
    examples: z.array(z.object({ id: z.uuid(), title: z.string() })).meta({
      description: 'Up to four listings for their pictures, in the queue alone.',
    }),
    sellerPrior: SellerPriorView.optional().meta({
      description:
        'In the queue alone: what the organisation’s own decisions on the seller’s listings add, if there are any. Its probability orders the queue and stays at one half or above.',
    }),
    state: z.enum(portfolioStates),
    changedSinceExplained: z.boolean().meta({
      description:
        'True if an explanation no longer applies, because the facts changed materially.',
    }),
    explanation: PortfolioExplanationView.nullable().meta({
      description: 'The newest explanation that was not withdrawn and has not expired.',
    }),
    computedAt: z.iso.datetime(),
  })
  .meta({ id: 'SellerPortfolioView' })
export type SellerPortfolioView = z.infer<typeof SellerPortfolioView>

export const AccountPortfolioView = z
  .object({
    portfolio: SellerPortfolioView.nullable().meta({
      description: 'Null if the listings have no fact in common.',
    }),
  })
  .meta({ id: 'AccountPortfolioView' })
export type AccountPortfolioView = z.infer<typeof AccountPortfolioView>

export const PortfolioActionInput = plainActionInput(
  'PortfolioActionInput',
  z.discriminatedUnion('type', [
    action('explain', {
      reason: z.enum(explanationReasons),
      note: z.string().trim().min(1).max(2000).optional(),
      days: z.int().min(1).max(366).meta({
        description: 'The days after which the explanation expires.',
      }),
    }),
    action('withdraw-explanation', {}),
  ]),
)
export type PortfolioActionInput = z.infer<typeof PortfolioActionInput>

const One = z.strictObject({ id: z.string() })

export const sellerPortfolioEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/seller-portfolios',
    summary: 'List sellers whose portfolio deserves a look, the most probable first',
    description:
      'The organisation’s own decisions on a seller’s listings move it up or down. Sellers on the word of one source come last. For users alone: the list is a queue of work, not an export.',
    access: 'person',
    wholeOrganisation: true,
    records: true,
    query: PageQuery.extend({
      state: z.enum(portfolioStates).default('open'),
      brand: z.string().max(100).optional(),
      marketplace: z.string().max(200).optional(),
    }),
    response: pageOf(SellerPortfolioView),
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/seller-accounts/:id/portfolio',
    summary: 'Retrieve what the listings of a seller say together',
    access: 'person',
    wholeOrganisation: true,
    records: true,
    params: One,
    response: AccountPortfolioView,
  }),
  listings: endpoint({
    method: 'GET',
    path: '/api/v1/seller-accounts/:id/portfolio/listings',
    summary: 'List the listings behind a fact of a portfolio, newest first',
    access: 'person',
    wholeOrganisation: true,
    records: true,
    params: One,
    query: PageQuery.extend({ fact: z.enum(portfolioFactCodes) }),
    response: pageOf(StoredListingView),
  }),
  act: endpoint({
    method: 'POST',
    path: '/api/v1/seller-accounts/:id/portfolio/actions',
    summary: 'Explain a portfolio, or withdraw its explanation',
    description:
      'An explained portfolio leaves the queue and no longer affects assessments until its facts change materially: a new fact, half as many listings again with one (and at least five more), or prices below a lower part of the usual one.',
    access: 'person',
    wholeOrganisation: true,
    params: One,
    body: PortfolioActionInput,
    response: AccountPortfolioView,
  }),
}
