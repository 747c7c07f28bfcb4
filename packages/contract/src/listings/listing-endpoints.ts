import { z } from 'zod'
import { FaultCause } from '../fault-cause.ts'
import { text } from '../text.ts'
import { Assessment, verdicts } from './assessment.ts'
import { decisionVerdicts } from '../review/decision.ts'
import { FileEncoding } from './file-encoding.ts'
import {
  ListingActionInput,
  ListingActionsInput,
  ListingActionsView,
  ListingAvailabilityView,
} from './listing-withdrawal.ts'
import { Listing, UnreadValue, unreadFields } from './listing.ts'
import { ListingChangesQuery } from './listing-changes.ts'
import { RowError } from './row-error.ts'
import { signalNames } from './signals.ts'
import { ColumnMapping } from './mapping.ts'
import { Money } from '../money.ts'
import { SellerPriorView } from '../sellers/seller-prior-endpoints.ts'
import {
  ActingParty,
  endpoint,
  PageQuery,
  pageOf,
  bodyLimits,
  valueLimits,
} from '../api/endpoint.ts'

/** Result for a listing of a request. */
export const listingStates = ['new', 'changed', 'unchanged'] as const
export type ListingState = (typeof listingStates)[number]

export const IngestedListingView = z
  .object({
    id: z.uuid().meta({ description: 'ID of the listing in Touchstone.' }),
    listing: z.string().meta({ description: 'The submitted ID of the listing.' }),
    version: z.int().min(1),
    state: z.enum(listingStates),
    assessment: Assessment,
  })
  .meta({ id: 'IngestedListingView' })
export type IngestedListingView = z.infer<typeof IngestedListingView>

export const RowResultView = z
  .object({
    row: z.int().min(0).meta({ description: 'Index in the batch, from 0.' }),
    id: z.uuid().optional(),
    listing: z.string().optional(),
    version: z.int().optional(),
    state: z.enum(listingStates).optional(),
    verdict: z.enum(verdicts).optional().meta({ description: 'Absent until there is a verdict.' }),
    hold: z.literal(false).optional().meta({
      description:
        'As in the assessment: `false` if a person reviews the listing while it stays up.',
    }),
    complete: z.literal(false).optional().meta({
      description:
        '`false` if a later assessment follows: the first one if there is no verdict yet, otherwise one that includes the pictures.',
    }),
    error: RowError.optional(),
  })
  .meta({ id: 'RowResultView' })

export const BatchResultView = z
  .object({ taken: z.int(), failed: z.int(), results: z.array(RowResultView) })
  .meta({ id: 'BatchResultView' })

/** Options for the assessment of listings. */
export const JudgingQuery = z.strictObject({
  deadlineMs: z.coerce.number().int().min(1).max(600_000).optional().meta({
    description:
      'Milliseconds within which to respond. Listings not assessed by then are stored, returned with complete: false, and assessed later.',
  }),
  engine: z.string().min(1).max(200).optional().meta({
    description:
      'Full name of the engine to use. It must be running: the current engine, the previous one for ten minutes, or the candidate.',
  }),
})

/** The sender's description of a file. */
export const FileQuery = z.strictObject({
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional()
    .meta({ description: 'ISO 4217 code, used if the file names no currency.' }),
  marketplace: z.string().min(1).max(200).optional(),
  language: z.string().min(2).max(35).optional(),
  encoding: FileEncoding.optional(),
  import: z.uuid().optional().meta({
    description: 'An ID chosen by the sender, used to retrieve the progress of the file.',
  }),
  rejects: z.coerce.number().int().min(1).max(10_000).default(100).meta({
    description: 'Maximum number of rejected rows to return.',
  }),
})

export const FileResultView = z
  .object({
    format: z.string(),
    mapping: ColumnMapping.optional().meta({
      description: 'The column used for each field.',
    }),
    remembered: z.boolean().meta({ description: 'True if the mapping was saved before.' }),
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
          cause: FaultCause.optional(),
          cells: z
            .record(z.string(), z.union([z.string(), z.number()]))
            .optional()
            .meta({
              description: 'Content of the row, if readable; limited to the first 8 MiB in total.',
            }),
        }),
      )
      .meta({ description: 'The first errors, up to the number requested.' }),
    unread: z
      .array(z.object({ field: z.enum(unreadFields), count: z.int() }))
      .meta({ description: 'Fields that could not be read in imported rows, and in how many.' }),
    unreadRows: z
      .array(
        z.object({
          row: z.int(),
          line: z.int(),
          id: z.uuid().meta({ description: 'ID of the listing in Touchstone.' }),
          listing: z.string().meta({ description: 'The submitted ID of the listing.' }),
          ...UnreadValue.shape,
        }),
      )
      .meta({ description: 'The first 20 of these values.' }),
  })
  .meta({ id: 'FileResultView' })

/** Options for reading a page, in addition to those for the assessment. */
export const PageReadingQuery = JudgingQuery.extend({
  url: z.string().min(1).max(2000).optional().meta({
    description: 'Address of a saved page, if the body is the page itself.',
  }),
  preview: z
    .enum(['true', 'false'])
    .optional()
    .meta({ description: 'Only parse the page; nothing is stored or assessed.' }),
  marketplace: z.string().min(1).max(200).optional(),
  language: z
    .string()
    .min(2)
    .max(35)
    .optional()
    .meta({ description: 'Used if the page states no language.' }),
  encoding: FileEncoding.optional(),
})

/** An address that the server fetches, on the public internet only. */
export const PageInput = z.strictObject({ url: z.string().min(1).max(2000) })

export const PageResultView = z
  .object({
    url: z.string().meta({ description: 'Address of the page, after redirects.' }),
    source: z
      .enum(['json-ld', 'microdata', 'open-graph'])
      .meta({ description: 'Source of the listings: the first of these that contains any.' }),
    listings: z.array(
      z.object({
        row: z.int().min(1).meta({ description: 'Position on the page, from 1.' }),
        listing: Listing.nullable(),
        taken: IngestedListingView.nullable().meta({ description: 'Null in a preview.' }),
        error: RowError.optional(),
      }),
    ),
    faults: z.array(RowError).meta({ description: 'Anything unreadable besides the listings.' }),
  })
  .meta({ id: 'PageResultView' })
export type PageResultView = z.infer<typeof PageResultView>

/** The decision of the caller's organisation in force on a listing. */
export const CurrentDecisionView = z
  .object({
    id: z.uuid(),
    verdict: z.enum(decisionVerdicts),
    version: z.int().min(1).meta({ description: 'The assessed version.' }),
    at: z.iso.datetime(),
  })
  .meta({ id: 'CurrentDecisionView' })
export type CurrentDecisionView = z.infer<typeof CurrentDecisionView>

export const StoredListingView = z
  .object({
    id: z.uuid(),
    own: z
      .boolean()
      .meta({ description: 'True if the caller’s organisation submitted the listing.' }),
    version: z.int(),
    firstSeenAt: z.iso.datetime(),
    lastSeenAt: z.iso.datetime(),
    redactedAt: z.iso.datetime().nullable().meta({
      description:
        'When the personal fields of the listing and its assessments were removed under the retention periods of its sender; null while they are stored.',
    }),
    withdrawnAt: z.iso.datetime().nullable().meta({
      description: 'When its sender said that it is no longer offered; null while it is.',
    }),
    changed: z.array(z.string()).meta({
      description: 'Names of the fields that differ from the previous version.',
    }),
    listing: Listing,
    assessment: Assessment.nullable(),
    decision: CurrentDecisionView.nullable().meta({
      description: 'The latest decision of the caller’s organisation that is not withdrawn.',
    }),
    sellerAccount: z.uuid().nullable().meta({
      description: 'ID of the seller’s account; null if the listing names no seller with an ID.',
    }),
  })
  .meta({ id: 'StoredListingView' })

/** What changed since a position. */
export const ListingChangesView = z
  .object({
    items: z.array(StoredListingView),
    next: z.string().meta({ description: 'Send it as `since` next time.' }),
    more: z.boolean().meta({ description: 'True if more may have changed already.' }),
  })
  .meta({ id: 'ListingChangesView' })

/** A listing in a list. */
export const ListedListingView = StoredListingView.extend({
  sellerPrior: SellerPriorView.optional().meta({
    description:
      'In the order `learned`: what decisions on the seller’s other listings add, if there are any.',
  }),
}).meta({ id: 'ListedListingView' })

/** Listings whose words are read for one request; a list continues beyond them with its next page. */
export const listingsReadForWords = 5000

/** Filters on the listings that the caller may see. */
export const ListingFilters = z.strictObject({
  brand: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'ID of a brand that the listing refers to.' }),
  verdict: z.enum(verdicts).optional(),
  marketplace: z.string().max(200).optional().meta({ description: 'As named in the listing.' }),
  listing: z.string().min(1).max(500).optional().meta({
    description:
      'The submitted ID of the listing. With `marketplace`, among all visible listings; without it, among those of the caller’s organisation.',
  }),
  probabilityFrom: z.coerce.number().min(0).max(1).optional().meta({
    description: 'Minimum probability, in the assessment visible to the caller.',
  }),
  probabilityTo: z.coerce.number().min(0).max(1).optional(),
  language: z
    .string()
    .regex(/^[a-zA-Z]{2,8}$/)
    .optional()
    .meta({
      description: 'The primary subtag of BCP 47: zh for zh-CN; und if no language is stated.',
    }),
  signal: z.enum(signalNames).optional().meta({
    description: 'Code or family of a signal, among those visible to the caller.',
  }),
  decided: z.enum(['true', 'false']).optional().meta({
    description:
      'Whether a decision of the caller’s organisation is in force. A withdrawn listing needs none: `false` leaves it out.',
  }),
  withdrawn: z.enum(['true', 'false']).optional().meta({
    description: 'Whether the listing is withdrawn: no longer offered.',
  }),
  sellerAccount: z.uuid().optional().meta({
    description: 'ID of the seller account that the listing names now.',
  }),
  priceFrom: z.coerce.number().min(0).max(1e12).optional().meta({
    description: 'Minimum price as stated; nothing is converted, so combine it with `currency`.',
  }),
  priceTo: z.coerce.number().min(0).max(1e12).optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional()
    .meta({ description: 'ISO 4217 code of the stated price.' }),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional()
    .meta({
      description:
        'ISO 3166-1 alpha-2 code of the seller’s country or, if none is stated, of the country that the listing ships from.',
    }),
  unread: z.enum(unreadFields).optional().meta({
    description:
      'Listings of the caller’s organisation whose value of this field could not be read from the file.',
  }),
  seenFrom: z.iso.date().optional().meta({ description: 'First seen on this day (UTC) or later.' }),
  seenTo: z.iso.date().optional().meta({ description: 'First seen on this day (UTC) or earlier.' }),
  search: text(200)
    .optional()
    .meta({
      description: `Words that the title, the seller’s name or ID or the submitted ID contains, all of them, in any order and case. One request reads at most ${listingsReadForWords} listings for them.`,
    }),
})

/** Orders of a list. */
export const listingOrders = ['newest', 'most-probable', 'learned'] as const
export type ListingOrder = (typeof listingOrders)[number]

export const ListingVersionView = z
  .object({
    version: z.int(),
    receivedAt: z.iso.datetime(),
    ingestedBy: ActingParty.nullable().meta({
      description:
        'The key or person of the caller’s organisation that submitted or corrected this version. Null for other organisations, and for versions stored before this was recorded.',
    }),
    changed: z.array(z.string()),
    listing: Listing,
    assessment: Assessment.nullable(),
  })
  .meta({ id: 'ListingVersionView' })

export const ListingWithVersionsView = StoredListingView.extend({
  versions: z.array(ListingVersionView).meta({ description: 'Newest first; at most 100.' }),
}).meta({ id: 'ListingWithVersionsView' })

export const SellerListingView = z
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
      .meta({ description: 'The latest decision of the caller’s organisation.' }),
  })
  .meta({ id: 'SellerListingView' })
export type SellerListingView = z.infer<typeof SellerListingView>

/** Other listings of the same seller that the caller may see. */
export const SellerListingsView = z
  .object({
    known: z.boolean().meta({ description: 'False if the listing names no seller.' }),
    items: z.array(SellerListingView).meta({ description: 'Newest first; at most 50.' }),
    count: z.int().meta({ description: 'Counts over all listings examined.' }),
    more: z
      .boolean()
      .meta({ description: 'True if the seller has more listings than were examined.' }),
  })
  .meta({ id: 'SellerListingsView' })
export type SellerListingsView = z.infer<typeof SellerListingsView>

export const ListingCountView = z
  .object({
    count: z
      .int()
      .meta({ description: 'Counted up to 10,000, within the first tens of thousands.' }),
    more: z.boolean().meta({ description: 'True if there may be more than counted.' }),
  })
  .meta({ id: 'ListingCountView' })

export const IdempotencyHeaders = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/)
    .optional()
    .meta({
      description:
        'If the same user or API key repeats a request with its idempotency key, the first response is returned.',
    }),
})

/** Accepted content types of rows. */
export const rowTypes = ['application/json', 'application/x-ndjson'] as const

/** Accepted content types of files in any format; the actual format is determined from the content. */
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

/** Accepted content types of a file of listings. */
export const listingFileTypes = [...rowTypes, ...fileTypes] as const

/** Accepted content types of a saved page. */
export const pageTypes = ['text/html', 'application/xhtml+xml'] as const

const ListedBrandView = z
  .object({ id: z.string(), name: z.string() })
  .meta({ id: 'ListedBrandView' })

export const listingEndpoints = {
  take: endpoint({
    method: 'POST',
    path: '/api/v1/listings',
    summary: 'Submit a listing and return its assessment',
    access: 'listings:write',
    bodyLimit: bodyLimits.long,
    valueLimit: valueLimits.listing,
    query: JudgingQuery,
    body: Listing,
    bodyReadBy: 'leaf',
    response: IngestedListingView,
    statuses: [200, 201],
  }),
  takeBatch: endpoint({
    method: 'POST',
    path: '/api/v1/listings/batch',
    summary: 'Submit up to 10,000 listings, with a result for each',
    access: 'listings:write',
    bodyLimit: bodyLimits.batch,
    valueLimit: valueLimits.rows,
    query: JudgingQuery,
    headers: IdempotencyHeaders,
    body: z.array(Listing),
    bodyTypes: rowTypes,
    bodyReadBy: 'leaf',
    isBulk: true,
    response: BatchResultView,
  }),
  takeFile: endpoint({
    method: 'POST',
    path: '/api/v1/listings/file',
    summary: 'Submit a file of listings: NDJSON, JSON, CSV, XLSX or Merchant feed; plain or gzip',
    access: 'listings:write',
    fileLimit: bodyLimits.file,
    query: FileQuery,
    body: z.string().meta({ format: 'binary' }),
    bodyTypes: listingFileTypes,
    bodyReadBy: 'leaf',
    isBulk: true,
    response: FileResultView,
  }),
  takePage: endpoint({
    method: 'POST',
    path: '/api/v1/listings/page',
    summary: 'Submit the listings of a web page, by address or as the saved page',
    description:
      'Parsed as JSON-LD, microdata or Open Graph. The body is {"url": …}, or the page as text/html with its address as `url`. For keys, and for people who decide on listings.',
    access: 'listings:write',
    fileLimit: bodyLimits.long,
    query: PageReadingQuery,
    body: PageInput,
    bodyTypes: ['application/json', ...pageTypes],
    bodyReadBy: 'leaf',
    response: PageResultView,
  }),
  list: endpoint({
    method: 'GET',
    path: '/api/v1/listings',
    summary: 'List visible listings, newest or most probable first',
    access: 'listings:read',
    records: true,
    description: `A page may hold fewer than \`limit\` items, even none: rare matches are searched for in batches of tens of thousands (of ${listingsReadForWords} with \`search\`), and \`next\` indicates that there is more to search. A marketplace sees its own listings. A rights holder sees the listings it submitted and, of other organisations’ listings, those that match a brand with a confidence of at least 0.9 to which it, or a house of its group, has a claim in force; of these it sees the content and its part of the assessment.`,
    query: PageQuery.extend({
      ...ListingFilters.shape,
      sort: z.enum(listingOrders).default('newest').meta({
        description:
          '`learned`: the most probable first, with what the organisation’s own decisions on a seller’s other listings add.',
      }),
    }),
    response: pageOf(ListedListingView),
  }),
  count: endpoint({
    method: 'GET',
    path: '/api/v1/listings/count',
    summary: 'Count visible listings',
    access: 'listings:read',
    query: ListingFilters,
    response: ListingCountView,
  }),
  brands: endpoint({
    method: 'GET',
    path: '/api/v1/listings/brands',
    summary: 'List the names of the brands that the organisation’s own listings refer to',
    access: 'listings:read',
    response: z.object({ items: z.array(ListedBrandView) }),
  }),
  changes: endpoint({
    method: 'GET',
    path: '/api/v1/listings/changes',
    summary:
      'List what changed since a position: new listings, versions, verdicts, decisions, withdrawals',
    description:
      'The listings that the caller’s organisation submitted, as they are now, those changed longest ago first; each once, at its last change. Without `since`, all of them. `next` is the position to continue from, at once while `more` is true, later otherwise. No change is skipped: one appears when the transactions before it have ended, as a rule within seconds. After the installation was restored from a backup, all listings come again. Deleted listings do not appear.',
    access: 'listings:read',
    records: true,
    query: ListingChangesQuery,
    response: ListingChangesView,
  }),
  actOnMany: endpoint({
    method: 'POST',
    path: '/api/v1/listings/actions',
    summary: 'Withdraw up to 10,000 listings, or undo their withdrawal, with a result for each',
    description:
      'For listings that the caller’s organisation submitted and that are no longer offered. They leave the list of undecided listings; assessments, decisions, cases and evidence stay. Submitting a listing again ends its withdrawal. Repeating an action has no effect.',
    access: 'listings:write',
    bodyLimit: bodyLimits.batch,
    valueLimit: valueLimits.rows,
    body: ListingActionsInput,
    response: ListingActionsView,
  }),
  act: endpoint({
    method: 'POST',
    path: '/api/v1/listings/:id/actions',
    summary: 'Withdraw a listing that is no longer offered, or undo its withdrawal',
    access: 'listings:write',
    params: z.strictObject({ id: z.string() }),
    body: ListingActionInput,
    response: ListingAvailabilityView,
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/listings/:id',
    summary: 'Retrieve a listing with its versions',
    access: 'listings:read',
    records: true,
    params: z.strictObject({ id: z.string() }),
    response: ListingWithVersionsView,
  }),
  ofSeller: endpoint({
    method: 'GET',
    path: '/api/v1/listings/:id/seller-listings',
    summary: 'List other listings of the same seller on the same marketplace, with their verdicts',
    description:
      'Matched by a salted hash of marketplace and seller, among listings submitted by the same organisation. Listings of other organisations are limited to those in the caller’s own list.',
    access: 'listings:read',
    records: true,
    params: z.strictObject({ id: z.string() }),
    response: SellerListingsView,
  }),
}
