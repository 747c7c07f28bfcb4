import { z } from 'zod'
import { Assessment, verdicts } from './assessment.ts'
import { decisionVerdicts } from '../review/decision.ts'
import { FileEncoding } from './file-encoding.ts'
import { Listing } from './listing.ts'
import { signalNames } from './signals.ts'
import { ColumnMapping } from './mapping.ts'
import { Money } from '../money.ts'
import {
  ActingParty,
  endpoint,
  PageQuery,
  pageOf,
  bodyLimits,
  valueLimits,
} from '../api/endpoint.ts'

/** What became of an offer that was sent in. */
export const listingStates = ['new', 'changed', 'unchanged'] as const
export type ListingState = (typeof listingStates)[number]

export const IngestedListing = z
  .object({
    id: z.uuid().meta({ description: 'Touchstone’s own id of the offer.' }),
    listing: z.string().meta({ description: 'The id under which the offer was sent.' }),
    version: z.int().min(1),
    state: z.enum(listingStates),
    assessment: Assessment,
  })
  .meta({ id: 'TakenListing' })
export type IngestedListing = z.infer<typeof IngestedListing>

export const RowError = z
  .object({ pointer: z.string(), message: z.string() })
  .meta({ id: 'RowError', description: 'What is wrong with one row; the others are taken.' })
export type RowError = z.infer<typeof RowError>

export const RowResult = z
  .object({
    row: z.int().min(0).meta({ description: 'Place in the batch, from 0.' }),
    id: z.uuid().optional(),
    listing: z.string().optional(),
    version: z.int().optional(),
    state: z.enum(listingStates).optional(),
    verdict: z.enum(verdicts).optional().meta({ description: 'Left out where none fell yet.' }),
    complete: z.literal(false).optional().meta({
      description:
        'A later assessment follows: the first where no verdict stands here, else one with what pictures show.',
    }),
    error: RowError.optional(),
  })
  .meta({ id: 'RowResult' })

export const BatchResult = z
  .object({ taken: z.int(), failed: z.int(), results: z.array(RowResult) })
  .meta({ id: 'BatchResult' })

/** How a listing shall be judged. */
export const JudgingQuery = z.strictObject({
  deadlineMs: z.coerce.number().int().min(1).max(600_000).optional().meta({
    description:
      'Milliseconds in which to answer. What is not judged by then is kept, answered with complete: false, and judged later.',
  }),
  engine: z.string().min(1).max(200).optional().meta({
    description:
      'The engine that shall judge, by its whole name; one that runs: the current one, the one before it for ten minutes, or the candidate.',
  }),
})

/** What the sender of a file says of it. */
export const FileQuery = z.strictObject({
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional()
    .meta({ description: 'ISO 4217; used where the file names none.' }),
  marketplace: z.string().min(1).max(200).optional(),
  language: z.string().min(2).max(35).optional(),
  encoding: FileEncoding.optional(),
  import: z.uuid().optional().meta({
    description:
      'An id of the sender’s own, under which it can be asked how far the file has come.',
  }),
  rejects: z.coerce.number().int().min(1).max(10_000).default(100).meta({
    description: 'How many of the rows that are no offers are told.',
  }),
})

export const FileResult = z
  .object({
    format: z.string(),
    mapping: ColumnMapping.optional().meta({
      description: 'Which column was taken for which field.',
    }),
    remembered: z.boolean().meta({ description: 'True where that was settled before.' }),
    taken: z.int(),
    failed: z.int(),
    states: z.record(z.enum(listingStates), z.int()),
    verdicts: z.record(z.enum(verdicts), z.int()),
    faults: z
      .array(
        z.object({
          row: z.int(),
          line: z.int(),
          pointer: z.string(),
          message: z.string(),
          cells: z
            .record(z.string(), z.union([z.string(), z.number()]))
            .optional()
            .meta({
              description:
                'What the row holds, where it could be read; of the first 8 MiB of them.',
            }),
        }),
      )
      .meta({ description: 'The first ones, as many as were asked for.' }),
  })
  .meta({ id: 'FileResult' })

/** How a page shall be read, beside how its offers shall be judged. */
export const PageReadingQuery = JudgingQuery.extend({
  url: z.string().min(1).max(2000).optional().meta({
    description: 'The address of a saved page, where the page itself is the body.',
  }),
  preview: z
    .enum(['true', 'false'])
    .optional()
    .meta({ description: 'Only reads: nothing is kept and nothing judged.' }),
  marketplace: z.string().min(1).max(200).optional(),
  language: z.string().min(2).max(35).optional().meta({ description: 'Where the page says none.' }),
  encoding: FileEncoding.optional(),
})

/** An address that the server fetches, from the public internet alone. */
export const PageAddress = z.strictObject({ url: z.string().min(1).max(2000) })

export const PageResult = z
  .object({
    url: z.string().meta({ description: 'The address of the page, after redirects.' }),
    source: z
      .enum(['json-ld', 'microdata', 'open-graph'])
      .meta({ description: 'Where the offers were found: the first of these that tells one.' }),
    offers: z.array(
      z.object({
        row: z.int().min(1).meta({ description: 'Place on the page, from 1.' }),
        listing: Listing.nullable(),
        taken: IngestedListing.nullable().meta({ description: 'Null in a preview.' }),
        error: RowError.optional(),
      }),
    ),
    faults: z.array(RowError).meta({ description: 'What could not be read beside the offers.' }),
  })
  .meta({ id: 'PageResult' })
export type PageResult = z.infer<typeof PageResult>

/** The decision of the caller's organisation that stands on an offer. */
export const CurrentDecision = z
  .object({
    id: z.uuid(),
    verdict: z.enum(decisionVerdicts),
    version: z.int().min(1).meta({ description: 'The version that was looked at.' }),
    at: z.iso.datetime(),
  })
  .meta({ id: 'StandingDecision' })
export type CurrentDecision = z.infer<typeof CurrentDecision>

export const StoredListing = z
  .object({
    id: z.uuid(),
    own: z.boolean().meta({ description: 'True where the caller’s organisation sent it.' }),
    version: z.int(),
    firstSeenAt: z.iso.datetime(),
    lastSeenAt: z.iso.datetime(),
    redactedAt: z.iso.datetime().nullable().meta({
      description:
        'When the personal fields of the listing and of what was said of it were taken out, as the retention of its sender says; null while they are there.',
    }),
    changed: z.array(z.string()).meta({
      description: 'Names of the fields in which this version differs from the one before.',
    }),
    listing: Listing,
    assessment: Assessment.nullable(),
    decision: CurrentDecision.nullable().meta({
      description: 'What the caller’s organisation decided last and has not taken back.',
    }),
  })
  .meta({ id: 'StoredListing' })

/** Which of the listings that the caller may see. */
export const ListingFilters = z.strictObject({
  brand: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'A brand’s id that the listing is about.' }),
  verdict: z.enum(verdicts).optional(),
  marketplace: z.string().max(200).optional().meta({ description: 'As the listing names it.' }),
  probabilityFrom: z.coerce.number().min(0).max(1).optional().meta({
    description: 'At least so probable, by the assessment as the caller is shown it.',
  }),
  probabilityTo: z.coerce.number().min(0).max(1).optional(),
  language: z
    .string()
    .regex(/^[a-zA-Z]{2,8}$/)
    .optional()
    .meta({ description: 'The primary subtag of BCP 47: zh for zh-CN; und where none is stated.' }),
  signal: z.enum(signalNames).optional().meta({
    description: 'A signal’s code, or a family; only of the part that the caller is shown.',
  }),
  decided: z.enum(['true', 'false']).optional().meta({
    description: 'Whether a decision of the caller’s organisation stands.',
  }),
})

/** In which order a list goes. */
export const listingOrders = ['newest', 'most-probable'] as const
export type ListingOrder = (typeof listingOrders)[number]

export const ListingVersion = z
  .object({
    version: z.int(),
    receivedAt: z.iso.datetime(),
    takenBy: ActingParty.nullable().meta({
      description:
        'Who sent this version, or corrected it: a key or a person of the organisation that reads. Null for everybody else, and where it was not kept yet.',
    }),
    changed: z.array(z.string()),
    listing: Listing,
    assessment: Assessment.nullable(),
  })
  .meta({ id: 'ListingVersion' })

export const ListingWithVersions = StoredListing.extend({
  versions: z.array(ListingVersion).meta({ description: 'Newest first, a hundred at the most.' }),
}).meta({ id: 'ListingWithVersions' })

export const SellerOffer = z
  .object({
    id: z.uuid(),
    title: z.string(),
    price: Money.nullable(),
    firstSeenAt: z.iso.datetime(),
    verdict: z.enum(verdicts).nullable(),
    probability: z.number().nullable(),
    decided: z
      .enum(decisionVerdicts)
      .nullable()
      .meta({ description: 'What the caller’s organisation decided last.' }),
  })
  .meta({ id: 'SellerOffer' })
export type SellerOffer = z.infer<typeof SellerOffer>

/** Other offers of the seller of one, as far as the caller may see them. */
export const SellerOffers = z
  .object({
    known: z.boolean().meta({ description: 'False where the offer names no seller.' }),
    items: z.array(SellerOffer).meta({ description: 'Newest first, fifty at the most.' }),
    count: z.int().meta({ description: 'Of all that were looked at.' }),
    more: z.boolean().meta({ description: 'True where the seller has more than were looked at.' }),
  })
  .meta({ id: 'SellerOffers' })
export type SellerOffers = z.infer<typeof SellerOffers>

export const ListingCount = z
  .object({
    count: z.int().meta({ description: 'Counted up to 10,000, among the first ten thousands.' }),
    more: z.boolean().meta({ description: 'True where there may be more than were counted.' }),
  })
  .meta({ id: 'ListingCount' })

export const IdempotencyHeaders = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/)
    .optional()
    .meta({
      description:
        'A request that the same user or API key sends again under its idempotency key gets the first answer.',
    }),
})

/** Content types in which rows may come. */
export const rowTypes = ['application/json', 'application/x-ndjson'] as const

/** Content types under which a file of any format may come; what it is, its content tells. */
export const fileTypes = [
  'application/octet-stream',
  'application/gzip',
  'application/xml',
  'application/rss+xml',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'text/csv',
  'text/tab-separated-values',
  'text/xml',
] as const

/** Content types in which a saved page may come. */
export const pageTypes = ['text/html', 'application/xhtml+xml'] as const

export const listingEndpoints = {
  take: endpoint({
    method: 'POST',
    path: '/api/v1/listings',
    summary: 'Takes one listing and answers with its assessment',
    access: 'listings:write',
    bodyLimit: bodyLimits.long,
    valueLimit: valueLimits.listing,
    query: JudgingQuery,
    body: Listing,
    bodyReadBy: 'room',
    answer: IngestedListing,
    statuses: [200, 201],
  }),
  takeBatch: endpoint({
    method: 'POST',
    path: '/api/v1/listings/batch',
    summary: 'Takes up to 10,000 listings, with a result for each',
    access: 'listings:write',
    bodyLimit: bodyLimits.batch,
    valueLimit: valueLimits.rows,
    query: JudgingQuery,
    headers: IdempotencyHeaders,
    body: z.array(Listing),
    bodyTypes: rowTypes,
    bodyReadBy: 'room',
    isBulk: true,
    answer: BatchResult,
  }),
  takeFile: endpoint({
    method: 'POST',
    path: '/api/v1/listings/file',
    summary: 'Takes a file: NDJSON, JSON, CSV, XLSX, a Merchant feed; plain or gzip',
    access: 'listings:write',
    fileLimit: bodyLimits.file,
    query: FileQuery,
    body: z.string().meta({ format: 'binary' }),
    bodyTypes: fileTypes,
    bodyReadBy: 'room',
    isBulk: true,
    answer: FileResult,
  }),
  takePage: endpoint({
    method: 'POST',
    path: '/api/v1/listings/page',
    summary: 'Takes the offers of a web page: by its address, or the saved page itself',
    description:
      'Read as JSON-LD, microdata or Open Graph. The body is {"url": …}, or the page as text/html with its address as `url`. For keys and for persons who decide.',
    access: 'listings:write',
    fileLimit: bodyLimits.long,
    query: PageReadingQuery,
    body: PageAddress,
    bodyTypes: ['application/json', ...pageTypes],
    bodyReadBy: 'room',
    answer: PageResult,
  }),
  list: endpoint({
    method: 'GET',
    path: '/api/v1/listings',
    summary: 'Pages through the listings that the caller may see, newest or most probable first',
    access: 'listings:read',
    description:
      'A page may hold fewer than `limit`, even none: what matches rarely is looked for in some ten thousand at a time, and `next` says that there is more to look through. A marketplace sees its own. A rights holder sees what it sent itself, and of the listings of others those in which a brand is hit with confidence 0.9 or more on which it, or a house of its group, has a standing claim; of them the content and its own part of the assessment.',
    query: PageQuery.extend({
      ...ListingFilters.shape,
      sort: z.enum(listingOrders).default('newest'),
    }),
    answer: pageOf(StoredListing),
  }),
  count: endpoint({
    method: 'GET',
    path: '/api/v1/listings/count',
    summary: 'Counts the listings that the caller may see',
    access: 'listings:read',
    query: ListingFilters,
    answer: ListingCount,
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/listings/:id',
    summary: 'Reads one listing with its versions',
    access: 'listings:read',
    params: z.strictObject({ id: z.string() }),
    answer: ListingWithVersions,
  }),
  ofSeller: endpoint({
    method: 'GET',
    path: '/api/v1/listings/:id/of-seller',
    summary: 'Other offers of the same seller on the same marketplace, with their verdicts',
    description:
      'Told by a salted hash of marketplace and seller, of what the same organisation sent. Of the offers of others the caller sees those that its list shows.',
    access: 'listings:read',
    params: z.strictObject({ id: z.string() }),
    answer: SellerOffers,
  }),
}
