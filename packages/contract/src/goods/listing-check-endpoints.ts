import { z } from 'zod'
import { bodyLimits, endpoint } from '../api/endpoint.ts'
import { storable } from '../text.ts'

const ListingAddress = storable(z.string().trim().min(1).max(2000)).meta({
  description: 'Web address of the listing.',
})

export const ListingCheckInput = z
  .strictObject({ listing: ListingAddress })
  .meta({ id: 'ListingCheckInput' })

export const ListingCheckView = z
  .object({
    alerts: z
      .array(
        z.object({
          maker: z.string(),
          gtin: z.string(),
          title: z.string(),
          text: z.string(),
          publishedAt: z.iso.datetime(),
        }),
      )
      .meta({ description: 'Alerts by makers about the goods, not withdrawn.' }),
    decision: z
      .object({
        marketplace: z.string(),
        publishedAt: z.url().meta({ description: 'Where the marketplace published it.' }),
        decidedOn: z.iso.date(),
      })
      .nullable()
      .meta({
        description:
          'That the marketplace decided the product to be illegal and published this; null while the decision is contested, and after it was reversed.',
      }),
    channels: z
      .array(
        z.object({
          maker: z.string(),
          brand: z.string(),
          marketplace: z.string().meta({ description: '`*`: every other marketplace.' }),
          policy: z.enum(['none', 'authorised-sellers', 'open']),
          authorisedSellers: z.array(z.string()),
        }),
      )
      .meta({ description: 'Where the maker sells, as far as its catalog publishes it.' }),
  })
  .meta({ id: 'ListingCheckView' })
export type ListingCheckView = z.infer<typeof ListingCheckView>

/** What is public about the goods in a listing. */
export const listingCheckEndpoints = {
  check: endpoint({
    method: 'POST',
    path: '/api/v1/listing-checks',
    summary: 'Ask what is published about the goods in a listing',
    description:
      'Public facts alone: alerts, published decisions and published channels. Nothing published about a listing, a listing that only its sender sees, and an unknown one are answered alike. Nothing is stored.',
    access: 'open',
    bodyLimit: bodyLimits.credentials,
    body: ListingCheckInput,
    response: ListingCheckView,
  }),
} as const
