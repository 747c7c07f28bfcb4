import { z } from 'zod'
import { action, plainActionInput, Version } from '../api/action.ts'
import { bodyLimits, endpoint, pageOf, PageQuery } from '../api/endpoint.ts'
import { text } from '../text.ts'
import { noticeGrounds } from './notice.ts'
import { measures } from './statement-of-reasons.ts'

const Moment = z.iso.datetime()

/** Most items of one bulk restriction. */
export const maxBulkRestrictionItems = 500

const Item = z.strictObject({ notice: z.uuid(), position: z.int().min(0).max(9999) })

/**
 * A fact that items share: the notice’s ground and right, and what was found about the goods, either a signal of the
 * engine or the notifier’s statement.
 */
export const CheckedFact = z
  .strictObject({
    ground: z.enum(noticeGrounds),
    right: text(300).nullable().meta({ description: 'The right as the notices name it.' }),
    kind: z.enum(['signal', 'statement']),
    value: text(200).meta({
      description: 'The code of the signal, or a hash of the notifier’s words.',
    }),
  })
  .meta({ id: 'CheckedFact' })
export type CheckedFact = z.infer<typeof CheckedFact>

export const bulkExclusions = [
  'decided-already',
  'no-listing',
  'no-seller',
  'on-hold',
  'notifier-suspended',
  'possible-threat-to-life',
  'seller-cleared',
  'no-shared-fact',
] as const
export type BulkExclusion = (typeof bulkExclusions)[number]

const Candidate = z.object({
  notice: z.uuid(),
  position: z.int(),
  version: Version,
  listing: z.uuid().nullable(),
  title: z.string().nullable(),
  named: z.string().nullable(),
  seller: z.string().nullable(),
  facts: z.array(z.int()).meta({ description: 'Places in `facts` of those that it shares.' }),
  excluded: z.enum(bulkExclusions).nullable().meta({
    description: 'Why it cannot be part of a bulk restriction; decide on it alone.',
  }),
})

export const BulkRestrictionPreviewView = z
  .object({
    facts: z.array(
      CheckedFact.extend({
        words: z.string().meta({ description: 'The fact in words, in English.' }),
        count: z.int().meta({ description: 'Number of items that share it.' }),
      }),
    ),
    items: z.array(Candidate),
    why: z.string().meta({ description: 'Proposed words on why the ground applies.' }),
  })
  .meta({ id: 'BulkRestrictionPreviewView' })
export type BulkRestrictionPreviewView = z.infer<typeof BulkRestrictionPreviewView>

export const bulkRestrictionStates = [
  'running',
  'stopped',
  'completed',
  'reversing',
  'reversed',
] as const

export const BulkRestrictionView = z
  .object({
    id: z.uuid(),
    state: z.enum(bulkRestrictionStates),
    fact: CheckedFact,
    measures: z.array(z.enum(measures)),
    why: z.string(),
    createdAt: Moment,
    decidedBy: z.string().meta({ description: 'The person who decided.' }),
    items: z.int(),
    waiting: z.int(),
    restricted: z.int().meta({ description: 'Restricted now, and not reversed since.' }),
    failed: z.int(),
    reversed: z.int(),
  })
  .meta({ id: 'BulkRestrictionView' })
export type BulkRestrictionView = z.infer<typeof BulkRestrictionView>

const BulkItem = z.object({
  notice: z.uuid(),
  position: z.int(),
  state: z.enum(['waiting', 'restricted', 'failed', 'reversed', 'reversal-failed']),
  title: z.string().nullable(),
  problem: z.object({ code: z.string(), message: z.string() }).nullable(),
})

export const BulkRestrictionDetailView = BulkRestrictionView.extend({
  problems: z.array(BulkItem).meta({ description: 'Items that failed, each with its reason.' }),
}).meta({ id: 'BulkRestrictionDetailView' })
export type BulkRestrictionDetailView = z.infer<typeof BulkRestrictionDetailView>

export const BulkRestrictionInput = z
  .strictObject({
    fact: CheckedFact,
    measures: z.array(z.enum(measures)).min(1).max(20),
    why: text(2000).meta({ description: 'Why the ground applies, for every statement.' }),
    items: z
      .array(Item.extend({ version: Version }))
      .min(1)
      .max(maxBulkRestrictionItems)
      .meta({
        description:
          'As displayed: an item that someone changed since is not restricted. Each gets its own statement of reasons.',
      }),
  })
  .meta({ id: 'BulkRestrictionInput' })
export type BulkRestrictionInput = z.infer<typeof BulkRestrictionInput>

export const BulkRestrictionAction = z
  .discriminatedUnion('type', [
    action('stop', {}),
    action('resume', {}),
    action('reverse', { reason: text(2000) }),
  ])
  .meta({ id: 'BulkRestrictionAction' })
export type BulkRestrictionAction = z.infer<typeof BulkRestrictionAction>

const One = z.strictObject({ id: z.uuid() })

export const bulkRestrictionEndpoints = {
  previewBulk: endpoint({
    method: 'POST',
    path: '/api/v1/moderation/bulk-restriction-previews',
    summary: 'Preview a bulk restriction: the facts that items share, and which items to leave out',
    access: 'person',
    wholeOrganisation: true,
    body: z.strictObject({ items: z.array(Item).min(1).max(maxBulkRestrictionItems) }),
    response: BulkRestrictionPreviewView,
  }),
  restrictInBulk: endpoint({
    method: 'POST',
    path: '/api/v1/moderation/bulk-restrictions',
    summary: 'Restrict many items that share one checked fact, in the background',
    description:
      'Each item is decided on its own, with its own statement of reasons: a failing one is listed with its reason and does not stop the others. An item is never restricted twice.',
    access: 'person',
    wholeOrganisation: true,
    bodyLimit: bodyLimits.usual,
    body: BulkRestrictionInput,
    response: BulkRestrictionView,
    statuses: [201],
  }),
  listBulk: endpoint({
    method: 'GET',
    path: '/api/v1/moderation/bulk-restrictions',
    summary: 'List bulk restrictions, newest first',
    access: 'person',
    wholeOrganisation: true,
    query: PageQuery,
    response: pageOf(BulkRestrictionView),
  }),
  readBulk: endpoint({
    method: 'GET',
    path: '/api/v1/moderation/bulk-restrictions/:id',
    summary: 'Retrieve a bulk restriction with its progress and the items that failed',
    access: 'person',
    wholeOrganisation: true,
    params: One,
    response: BulkRestrictionDetailView,
  }),
  actOnBulk: endpoint({
    method: 'POST',
    path: '/api/v1/moderation/bulk-restrictions/:id/actions',
    summary: 'Stop, resume or reverse a bulk restriction',
    access: 'person',
    wholeOrganisation: true,
    params: One,
    body: plainActionInput('BulkRestrictionActionInput', BulkRestrictionAction),
    response: BulkRestrictionDetailView,
  }),
}
