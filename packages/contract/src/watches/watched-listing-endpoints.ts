import { z } from 'zod'
import { endpoint, PageQuery, pageOf } from '../api/endpoint.ts'
import { verdicts } from '../listings/assessment.ts'
import { Money } from '../money.ts'

const time = z.iso.datetime()

/** State of a watched listing. */
export const watchedListingStates = [
  'new',
  'changed',
  'same',
  'gone',
  'back',
  'blocked',
  'unknown',
] as const
export type WatchedListingState = (typeof watchedListingStates)[number]

const listingState = z.enum(watchedListingStates).meta({
  description:
    '`gone`: the site responded 410, or 404 twice at least a day apart. `back`: seen again after it was gone. `blocked`: the site turned the last visit away. `unknown`: the last visit showed neither the listing nor its end.',
})

export const WatchedListingView = z
  .object({
    id: z.uuid().meta({ description: 'Id of the watched listing within its watch.' }),
    listing: z
      .uuid()
      .nullable()
      .meta({ description: 'Id of the stored listing; null if it is no longer stored.' }),
    url: z.string(),
    title: z.string().nullable(),
    price: Money.nullable().meta({ description: 'As last seen.' }),
    verdict: z.enum(verdicts).nullable().meta({
      description: 'Of the stored listing; null until it is assessed.',
    }),
    state: listingState,
    changed: z.array(z.string()).meta({
      description: 'Fields that differed at the last change.',
    }),
    firstSeenAt: time,
    lastSeenAt: time,
    visitedAt: time,
    nextVisitAt: time.nullable(),
  })
  .meta({ id: 'WatchedListingView' })

/** Why a watch captured a find. */
export const watchCaptureRules = ['changed', 'back', 'site-drops-listings'] as const
export type WatchCaptureRule = (typeof watchCaptureRules)[number]

export const WatchedListingDetailView = WatchedListingView.extend({
  captures: z
    .array(
      z.object({
        id: z.uuid(),
        rule: z.enum(watchCaptureRules).meta({
          description:
            '`changed`: the listing changed. `back`: it was gone before. `site-drops-listings`: within 30 days at least three listings of the site have gone, and one for every twenty that came.',
        }),
        requestedAt: time,
        state: z.enum(['waiting', 'running', 'sealed', 'failed']),
      }),
    )
    .meta({ description: 'Requested by the watch, newest first; at most 50.' }),
}).meta({ id: 'WatchedListingDetailView' })

/** One entry of the history of a listing: what was different from the entry before. */
export const WatchedListingVersionView = z
  .object({
    at: time,
    run: z.uuid(),
    state: listingState,
    differences: z.array(
      z.object({
        field: z.string(),
        before: z.unknown().optional().meta({
          description: 'Absent if the field was added; of a list, the elements that left.',
        }),
        after: z.unknown().optional().meta({
          description: 'Absent if the field was removed; of a list, the elements that came.',
        }),
        offset: z.int().optional().meta({
          description: 'Of a long text: where the part begins that differs, in characters.',
        }),
      }),
    ),
  })
  .meta({ id: 'WatchedListingVersionView' })

/** Why two listings may show the same goods. */
const SameGoodsReason = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('pictures'),
      count: z.int().meta({ description: 'Pictures that both show, the same or edited.' }),
      likeness: z.number().meta({
        description:
          'Probability that the closest of them show the same; 1 where they are the same, byte for byte.',
      }),
    }),
    z.object({
      kind: z.literal('title'),
      share: z.number().meta({
        description: 'Of the words of both titles, those that both have, by how rare each is.',
      }),
      words: z.array(z.string()).meta({ description: 'Words that both have, the rarest first.' }),
    }),
  ])
  .meta({ id: 'SameGoodsReasonView' })

export const SameGoodsView = z
  .object({
    items: z
      .array(
        z.object({
          id: z.uuid().meta({ description: 'Id of the watched listing within its watch.' }),
          watch: z.uuid(),
          listing: z.uuid(),
          site: z.string(),
          title: z.string(),
          price: Money.nullable(),
          verdict: z.enum(verdicts).nullable(),
          state: listingState,
          reasons: z.array(SameGoodsReason),
        }),
      )
      .meta({ description: 'The likeliest first; at most 20.' }),
  })
  .meta({ id: 'SameGoodsView' })
export type SameGoodsView = z.infer<typeof SameGoodsView>

const OneWatch = z.strictObject({ id: z.string() })
const OneListing = OneWatch.extend({ listing: z.string() })

export const watchedListingEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/watches/:id/listings',
    summary: 'List the listings of a watch, the last visited first',
    access: 'listings:read',
    params: OneWatch,
    query: PageQuery.extend({
      state: z.enum(watchedListingStates).optional(),
      finds: z.enum(['true', 'false']).optional().meta({
        description:
          '`true`: only finds, whose verdict is `review` or `block`. `false`: only others.',
      }),
    }),
    response: pageOf(WatchedListingView),
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/watches/:id/listings/:listing',
    summary: 'Retrieve a watched listing and the captures that the watch requested of it',
    access: 'listings:read',
    params: OneListing,
    response: WatchedListingDetailView,
  }),
  history: endpoint({
    method: 'GET',
    path: '/api/v1/watches/:id/listings/:listing/history',
    summary: 'List the changes of a watched listing, newest first',
    access: 'listings:read',
    params: OneListing,
    query: PageQuery,
    response: pageOf(WatchedListingVersionView),
  }),
  sameGoods: endpoint({
    method: 'GET',
    path: '/api/v1/watches/:id/listings/:listing/same-goods',
    summary: 'Suggest listings of other sites that may show the same goods, with reasons',
    description: 'Nothing is joined by it: a person puts listings into a case.',
    access: 'listings:read',
    params: OneListing,
    response: SameGoodsView,
  }),
}
