import { z } from 'zod'
import { ReasonValue } from './reasons.ts'
import type { SignalCode } from './signals.ts'

/** The facts of a portfolio. Each is also the code of the signal that shows it on a listing. */
export const portfolioFactCodes = [
  'seller.portfolio-prices',
  'seller.portfolio-same-price',
  'seller.portfolio-choices',
  'seller.portfolio-pictures',
  'seller.portfolio-quantities',
  'seller.portfolio-signs',
  'seller.portfolio-reviews',
] as const satisfies readonly SignalCode[]
export type PortfolioFactCode = (typeof portfolioFactCodes)[number]

export const PortfolioFact = z
  .looseObject({
    code: z.enum(portfolioFactCodes),
    count: z.int().min(0).meta({ description: 'Listings that share the fact.' }),
    of: z.int().min(0).meta({
      description: 'Listings that could share it; for prices, those with a usual price to compare.',
    }),
    params: z.record(z.string(), ReasonValue).meta({
      description: 'What the sentence of the fact says beyond its counts, by name.',
    }),
  })
  .meta({ id: 'PortfolioFact' })
export type PortfolioFact = z.infer<typeof PortfolioFact>

/** What a seller’s listings say together. */
export const PortfolioSummary = z
  .looseObject({
    listings: z.int().min(0),
    probability: z.number().min(0).max(1).meta({
      description: 'Probability, at a base rate of 2 %, that the seller offers counterfeits.',
    }),
    flagged: z.boolean().meta({
      description: 'True if the probability is at least one half. A reason to look, not a finding.',
    }),
    facts: z.array(PortfolioFact),
  })
  .meta({ id: 'PortfolioSummary' })
export type PortfolioSummary = z.infer<typeof PortfolioSummary>

/** A line of the file that `screen --sellers` writes. */
export const SellerPortfolio = PortfolioSummary.extend({
  marketplace: z.string().optional().meta({ description: 'Absent if the listings name none.' }),
  seller: z.string().meta({ description: 'ID of the seller, as the listings state it.' }),
}).meta({
  id: 'SellerPortfolio',
  title: 'Seller portfolio',
  description:
    'What the listings of one seller on one marketplace say together, with counts. One object per line in NDJSON, the most probable first.',
})
export type SellerPortfolio = z.infer<typeof SellerPortfolio>
