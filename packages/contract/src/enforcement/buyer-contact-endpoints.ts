import { z } from 'zod'
import { Email } from '../access/user.ts'
import { bodyLimits, EmptyView, endpoint, PageQuery, pageOf } from '../api/endpoint.ts'
import { text } from '../text.ts'
import { sellerLanguages } from './appeal-endpoints.ts'
import { Receipt } from './notice-receipt-endpoints.ts'

export const BuyerContactInput = z
  .strictObject({
    listing: text(2000).meta({ description: 'Address of the listing.' }),
    order: text(100).optional().meta({ description: 'Order number of the marketplace.' }),
    boughtOn: z.iso.date(),
    email: Email,
    language: z.enum(sellerLanguages).default('en').meta({
      description:
        'Of the emails; the message of the marketplace follows in English where it is in none of its languages.',
    }),
  })
  .meta({ id: 'BuyerContactInput' })
export type BuyerContactInput = z.infer<typeof BuyerContactInput>

const inEachLanguage = z.object({ en: z.string(), id: z.string(), zh: z.string() })

/** A decision of which buyers are informed, as the marketplace's own systems read it. */
export const BuyerNotificationView = z
  .object({
    proceeding: z.uuid(),
    instance: z.string(),
    state: z.string(),
    awareOn: z.iso.date(),
    boughtFrom: z.iso
      .date()
      .meta({ description: 'Buyers from this day to `awareOn` are informed.' }),
    listings: z.array(
      z.object({
        id: z.uuid(),
        listing: z.string(),
        marketplace: z.string(),
        url: z.string().nullable(),
      }),
    ),
    tell: inEachLanguage.meta({ description: 'Text for each buyer.' }),
    publication: inEachLanguage.meta({ description: 'Text to publish for all others.' }),
    told: z
      .array(z.object({ order: z.string().nullable(), at: z.iso.datetime(), digest: z.string() }))
      .meta({
        description:
          'Buyers who left an address here and were informed by it: leave these orders out. `digest` is the SHA-256 of the text, without what the email adds to it.',
      }),
  })
  .meta({ id: 'BuyerNotificationView' })
export type BuyerNotificationView = z.infer<typeof BuyerNotificationView>

/** Buyers of goods decided to be illegal: the marketplace informs them, from a text made here. */
export const buyerContactEndpoints = {
  leave: endpoint({
    method: 'POST',
    path: '/api/v1/buyer-contacts',
    summary:
      'Leave an address with an order, to be informed if the product is decided to be illegal',
    description:
      'For listings of marketplaces that decide here. The answer is the same whether anything was decided. The address gets one email, by which it is confirmed within 24 hours or deleted. It is encrypted, used once for a decision and once for its reversal, and deleted afterwards. An address that was left for the listing before stays as it was.',
    access: 'open',
    bodyLimit: bodyLimits.credentials,
    body: BuyerContactInput,
    response: z.object({ receipt: Receipt, marketplace: z.string() }),
    statuses: [201],
  }),
  confirm: endpoint({
    method: 'POST',
    path: '/api/v1/buyer-contacts/confirmations',
    summary: 'Confirm the address that a buyer left, with the token of the email to it',
    access: 'open',
    bodyLimit: bodyLimits.credentials,
    body: z.strictObject({ token: Receipt }),
    response: EmptyView,
  }),
  erase: endpoint({
    method: 'POST',
    path: '/api/v1/buyer-contacts/erasures',
    summary: 'Erase the address that a buyer left',
    access: 'open',
    bodyLimit: bodyLimits.credentials,
    body: z.strictObject({ receipt: Receipt }),
    response: EmptyView,
  }),
  list: endpoint({
    method: 'GET',
    path: '/api/v1/buyer-notifications',
    summary:
      'List decisions of which buyers are to be informed, with texts and listings, newest first',
    description:
      'Return the counts with `select-buyers` and `record-buyers-informed` of the notice or restriction.',
    access: 'moderation:read',
    wholeOrganisation: true,
    query: PageQuery,
    response: pageOf(BuyerNotificationView),
  }),
}
