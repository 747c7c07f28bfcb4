import { z } from 'zod'
import { Territory } from '../access/user.ts'
import { EmptyView, endpoint } from '../api/endpoint.ts'
import { text } from '../text.ts'
import { noticeGrounds, withdrawalCauses } from './notice.ts'

const moment = z.iso.datetime()

/** Why a listing is not in the draft. */
export const leftOutCauses = ['other-brand', 'no-claim', 'noticed', 'decided-genuine'] as const

export const NoticeDraftInput = z
  .strictObject({
    case: z.uuid().optional().meta({
      description:
        'The case of the listings. Without it, an open case that has them all is used, or a new one opened.',
    }),
    listings: z
      .array(z.uuid())
      .min(1)
      .max(200)
      .optional()
      .meta({ description: 'Without it, the first 200 visible listings of the case.' }),
  })
  .refine(({ case: caseId, listings }) => caseId !== undefined || listings !== undefined, {
    path: ['listings'],
    message: 'name listings, or a case',
  })
  .meta({ id: 'NoticeDraftInput' })

export const NoticeDraftView = z
  .object({
    notice: z.uuid(),
    case: z.uuid(),
    captures: z.int().meta({ description: 'Captures requested because a listing had none.' }),
    leftOut: z
      .array(z.object({ listing: z.uuid(), reason: z.enum(leftOutCauses) }))
      .meta({ description: 'Listings that the draft does not name, and why.' }),
  })
  .meta({ id: 'NoticeDraftView' })
export type NoticeDraftView = z.infer<typeof NoticeDraftView>

export const noticeHistoryKinds = [
  'draft',
  'awaiting-approval',
  'sent',
  'withdrawn',
  'overturned',
  'appeal-lost',
  'cleared',
] as const
export type NoticeHistoryKind = (typeof noticeHistoryKinds)[number]

export const NoticeHistoryView = z
  .object({
    kind: z.enum(noticeHistoryKinds).meta({
      description:
        '`overturned`: the restriction that followed was reversed. `appeal-lost`: the seller’s appeal against it was upheld.',
    }),
    at: moment,
    about: z.enum(['listing', 'seller']).meta({
      description: '`seller`: another listing of the same seller account.',
    }),
    notice: z.uuid().nullable(),
    clearance: z.uuid().nullable(),
    ground: z.enum(noticeGrounds).nullable(),
    cause: z.enum(withdrawalCauses).nullable(),
    reason: z.string().nullable().meta({
      description: 'Why it was withdrawn, how the appeal was decided, or the right of a clearance.',
    }),
    stops: z.boolean().meta({
      description: 'Whether a new notice on the listing must state what changed.',
    }),
  })
  .meta({ id: 'NoticeHistoryView' })
export type NoticeHistoryView = z.infer<typeof NoticeHistoryView>

export const NoticeAddressInput = z
  .strictObject({
    marketplace: text(200)
      .min(1)
      .meta({ description: 'Name of the marketplace as its listings state it.' }),
    name: text(200).min(1).meta({ description: 'Who receives the notices.' }),
    email: z.email().max(254),
    regime: z.string().min(1).max(100).nullable().default(null).meta({
      description:
        'The regime that binds the marketplace; null if it is under a law that Touchstone does not carry. Such notices are drafted for counsel and never sent.',
    }),
    territory: z
      .array(Territory)
      .max(300)
      .default([])
      .meta({ description: 'Countries in which the marketplace sells.' }),
  })
  .meta({ id: 'NoticeAddressInput' })
export type NoticeAddressInput = z.output<typeof NoticeAddressInput>

export const NoticeAddressView = z
  .object({ id: z.uuid(), ...NoticeAddressInput.shape, addedAt: moment })
  .extend({ regime: z.string().nullable(), territory: z.array(z.string()) })
  .meta({ id: 'NoticeAddressView' })
export type NoticeAddressView = z.infer<typeof NoticeAddressView>

/** Drafts from listings, what happened before, and addresses of marketplaces outside the alliance. */
export const noticeDraftEndpoints = {
  enforce: endpoint({
    method: 'POST',
    path: '/api/v1/notice-drafts',
    summary: 'Draft a complete notice from listings or a case',
    description:
      'Ground, right, facts, evidence, recipient, territory, classes, signatory and contact come from assessments, decisions, claims, captures and settings. Facts are about the goods alone: never the seller’s channel, price or portfolio. A missing capture is requested.',
    access: 'person',
    body: NoticeDraftInput,
    response: NoticeDraftView,
    statuses: [201],
  }),
  history: endpoint({
    method: 'GET',
    path: '/api/v1/notice-history',
    summary:
      'List earlier notices, withdrawals, lost appeals and clearances of a listing, case or notice',
    description:
      'Newest first, at most 50; also those about other listings of the same seller account. Name at least one of the three.',
    access: 'person',
    query: z.strictObject({
      listing: z.uuid().optional(),
      case: z.uuid().optional(),
      notice: z.uuid().optional(),
    }),
    response: z.object({ items: z.array(NoticeHistoryView) }),
  }),
  addresses: endpoint({
    method: 'GET',
    path: '/api/v1/notice-addresses',
    summary: 'List the organisation’s addresses of marketplaces outside the alliance',
    access: 'person',
    response: z.object({ items: z.array(NoticeAddressView) }),
  }),
  addAddress: endpoint({
    method: 'POST',
    path: '/api/v1/notice-addresses',
    summary: 'Add the address to which notices about a marketplace’s listings go',
    access: 'person',
    wholeOrganisation: true,
    body: NoticeAddressInput,
    response: NoticeAddressView,
    statuses: [201],
  }),
  removeAddress: endpoint({
    method: 'DELETE',
    path: '/api/v1/notice-addresses/:id',
    summary: 'Remove an address of a marketplace',
    access: 'person',
    wholeOrganisation: true,
    params: z.strictObject({ id: z.uuid() }),
    response: EmptyView,
  }),
}
