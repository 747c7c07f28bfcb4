import { z } from 'zod'
import { endpoint } from '../api/endpoint.ts'

/** After so many days a decision counts half. */
export const priorHalfLifeDays = 60
/** After so many days it counts nothing. */
export const priorDays = 180

const Count = z.int().min(0)

export const SellerPriorView = z
  .object({
    confirmed: Count.meta({
      description: 'Other listings of the seller that the organisation decided to be counterfeit.',
    }),
    cleared: Count.meta({
      description: 'Other listings of the seller that it decided to be genuine, or found so since.',
    }),
    reported: Count.meta({
      description:
        'Of the confirmed ones, listings that the organisation referred and of which an authority, laboratory or court reported it. An acquittal takes this back.',
    }),
    latestAt: z.iso.datetime().nullable().meta({ description: 'The latest of these decisions.' }),
    logOdds: z.number().meta({
      description: `What they add to the log-odds. A decision counts half after ${priorHalfLifeDays} days and nothing after ${priorDays}.`,
    }),
    probability: z.number().min(0).max(1).nullable().meta({
      description:
        'The probability with them, for ordering. It stays between the thresholds of the listing’s verdict, which no decision on other listings changes. Null without an assessment.',
    }),
  })
  .meta({ id: 'SellerPriorView' })
export type SellerPriorView = z.infer<typeof SellerPriorView>

export const sellerPriorEndpoints = {
  read: endpoint({
    method: 'GET',
    path: '/api/v1/listings/:id/seller-prior',
    summary:
      'Retrieve what the organisation’s decisions on a seller’s other listings add to this one',
    description:
      'Decisions in force of the caller’s organisation alone. One that was withdrawn, or reversed because the seller was right, no longer counts; a notice that was only sent never did.',
    access: 'listings:read',
    params: z.strictObject({ id: z.string() }),
    response: SellerPriorView,
  }),
} as const
