import { z } from 'zod'
import { action, actionInput, Version } from '../api/action.ts'
import { bodyLimits, EmptyView, endpoint, PageQuery, pageOf } from '../api/endpoint.ts'
import { Receipt } from '../enforcement/notice-receipt-endpoints.ts'
import { text } from '../text.ts'
import { CodeText, itemStates } from './code-endpoints.ts'

const time = z.iso.datetime()

/** Kinds of goods as buyers choose them. */
export const goodsCategories = [
  'medicine',
  'cosmetics',
  'chargers',
  'toys',
  'car-parts',
  'clothing',
  'other',
] as const
export type GoodsCategory = (typeof goodsCategories)[number]

/** `harm`: someone was hurt or feels ill. `risk`: copies of such goods can hurt. */
export const reportDangers = ['harm', 'risk', 'none'] as const
export type ReportDanger = (typeof reportDangers)[number]

/** `contest`: whoever holds the goods objects to what the check says of their code. */
export const reportKinds = ['problem', 'contest'] as const
export type ReportKind = (typeof reportKinds)[number]

/** `open`: the reporter waits for an answer. `unfounded`: closed, with a reason. `cleared`: the contest is upheld. */
export const reportStates = ['open', 'answered', 'unfounded', 'cleared'] as const
export type ReportState = (typeof reportStates)[number]

export const maxReportPhotos = 4
export const maxReportPhotoBytes = 700 * 1024
export const maxReportMessages = 40

const Country = z.string().regex(/^[A-Z]{2}$/)
const ListingUrl = text(2000).meta({ description: 'Address of the listing.' })

export const SafetyContactView = z
  .object({
    country: z.string().meta({ description: 'ISO 3166-1, or `EU` for all of the European Union.' }),
    name: z.string(),
    url: z.string(),
    source: z.string().meta({ description: 'The page that names the contact.' }),
    verified: z.boolean().meta({ description: 'Whether the source was read.' }),
  })
  .meta({ id: 'SafetyContactView' })
export type SafetyContactView = z.infer<typeof SafetyContactView>

/** Goods in hand, a listing, or both. */
export const ReportInput = z
  .strictObject({
    kind: z.enum(reportKinds).default('problem').meta({
      description: '`contest` needs the code of a unit, and photos of the goods in hand help.',
    }),
    code: CodeText.optional().meta({
      description: 'The code on the goods, or the number below the bar code.',
    }),
    maker: text(200).optional().meta({
      description: 'Name of the maker, if there is no code.',
    }),
    listing: ListingUrl.optional(),
    category: z.enum(goodsCategories),
    isHurt: z.boolean().default(false).meta({
      description: 'Whether someone was hurt or feels ill.',
    }),
    country: Country.optional(),
    text: text(4000).meta({ description: 'What is wrong with the goods or the listing.' }),
    contact: z.email().max(254).optional().meta({
      description: 'For questions; the answer can be read with the receipt code alone.',
    }),
    photos: z
      .array(
        z
          .base64()
          .min(4)
          .max(Math.ceil(maxReportPhotoBytes / 3) * 4),
      )
      .max(maxReportPhotos)
      .default([])
      .meta({
        description:
          'JPEG, PNG or WebP of at most 700 KiB each. They are stored anew from their pixels, without what cameras add.',
      }),
  })
  .refine(({ code, listing }) => code !== undefined || listing !== undefined, {
    message: 'must name a code or a listing',
  })
  .refine(({ code, maker }) => code !== undefined || maker !== undefined, {
    message: 'must name the maker, since there is no code',
    path: ['maker'],
  })
  .refine(({ kind, code }) => kind === 'problem' || code !== undefined, {
    message: 'must be the code on the goods that someone holds',
    path: ['code'],
  })
  .meta({ id: 'ReportInput' })
export type ReportInput = z.infer<typeof ReportInput>

const ReportMessageView = z.object({
  by: z.enum(['reporter', 'maker']),
  text: z.string(),
  at: time,
})
export type ReportMessage = z.infer<typeof ReportMessageView>

const subject = {
  kind: z.enum(reportKinds),
  gtin: z.string().nullable(),
  serial: z.string().nullable(),
  listing: z.string().nullable().meta({ description: 'Address of the listing.' }),
  category: z.enum(goodsCategories),
  isHurt: z.boolean(),
  country: z.string().nullable(),
}

const content = {
  text: z.string(),
  contact: z.string().nullable(),
  messages: z.array(ReportMessageView).meta({ description: 'Oldest first.' }),
  reason: z.string().nullable().meta({
    description: 'Why the report is unfounded; null in other states.',
  }),
  safetyContact: SafetyContactView.nullable().meta({
    description: 'The national authority, where danger to health is possible.',
  }),
}

/** All that is stored of a report, for the person who sent it. */
export const ReportReceiptView = z
  .object({
    maker: z.string(),
    receivedAt: time,
    state: z.enum(reportStates),
    ...subject,
    ...content,
    photos: z.array(z.base64()).meta({ description: 'As stored: JPEG.' }),
    until: time.meta({ description: 'When the report is deleted.' }),
  })
  .meta({ id: 'ReportReceiptView' })
export type ReportReceiptView = z.infer<typeof ReportReceiptView>

export const ListedReportView = z
  .object({
    id: z.uuid(),
    version: Version,
    receivedAt: time,
    changedAt: time,
    state: z.enum(reportStates),
    danger: z.enum(reportDangers),
    sources: z.int().meta({
      description:
        'Independent sources that report this code or listing: a network counts once a day.',
    }),
    codeState: z.enum(itemStates).nullable().meta({
      description: 'What scans say of the code; null if there is none, or none was scanned.',
    }),
    ...subject,
    photos: z.int().meta({ description: 'Number of photos.' }),
    case: z.uuid().nullable(),
  })
  .meta({ id: 'ListedReportView' })
export type ListedReportView = z.infer<typeof ListedReportView>

export const ReportView = ListedReportView.extend(content).meta({ id: 'ReportView' })
export type ReportView = z.infer<typeof ReportView>

export const ReportAction = z
  .discriminatedUnion('type', [
    action('answer', { text: text(4000) }),
    action('put-into-case', {
      case: z.uuid().optional().meta({ description: 'A case; without it, a new one is opened.' }),
    }),
    action('clear', {
      text: text(4000).meta({ description: 'What the holder of the goods may show to others.' }),
    }),
    action('close-unfounded', {
      reason: text(2000).meta({ description: 'Shown to the reporter.' }),
    }),
  ])
  .meta({ id: 'ReportAction' })
export type ReportAction = z.infer<typeof ReportAction>

const OneReport = z.strictObject({ id: z.string() })

/** Reports by buyers without an account, and the answers of makers. */
export const reportEndpoints = {
  safetyContacts: endpoint({
    method: 'GET',
    path: '/api/v1/safety-contacts',
    summary: 'List national contacts for unsafe goods',
    access: 'open',
    response: z.object({ items: z.array(SafetyContactView) }),
  }),
  send: endpoint({
    method: 'POST',
    path: '/api/v1/reports',
    summary: 'Report goods or a listing to the maker, without an account',
    description:
      'The receipt code is returned only once; with it the report is followed, added to, and erased. No address is stored.',
    access: 'open',
    bodyLimit: bodyLimits.report,
    body: ReportInput,
    response: z.object({
      receipt: z.string(),
      maker: z.string(),
      receivedAt: time,
      safetyContact: SafetyContactView.nullable(),
    }),
    statuses: [201],
  }),
  follow: endpoint({
    method: 'POST',
    path: '/api/v1/report-receipts',
    summary: 'Retrieve a report, its answers and all that is stored of it, by its receipt code',
    access: 'open',
    bodyLimit: bodyLimits.credentials,
    body: z.strictObject({ receipt: Receipt }),
    response: ReportReceiptView,
  }),
  add: endpoint({
    method: 'POST',
    path: '/api/v1/report-receipts/messages',
    summary: 'Add a message to a report, by its receipt code',
    access: 'open',
    bodyLimit: bodyLimits.letter,
    body: z.strictObject({ receipt: Receipt, text: text(4000) }),
    response: ReportReceiptView,
    statuses: [201],
  }),
  erase: endpoint({
    method: 'POST',
    path: '/api/v1/report-receipts/erasures',
    summary: 'Erase a report with its photos, by its receipt code',
    access: 'open',
    bodyLimit: bodyLimits.credentials,
    body: z.strictObject({ receipt: Receipt }),
    response: EmptyView,
  }),
  list: endpoint({
    method: 'GET',
    path: '/api/v1/reports',
    summary: 'List reports by buyers: danger first, then what most sources say, then the newest',
    access: 'codes:read',
    wholeOrganisation: true,
    query: PageQuery.extend({
      state: z.enum(reportStates).default('open'),
      case: z.uuid().optional().meta({ description: 'Reports of this case alone, in any state.' }),
    }),
    response: pageOf(ListedReportView),
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/reports/:id',
    summary: 'Retrieve a report',
    access: 'codes:read',
    wholeOrganisation: true,
    records: true,
    params: OneReport,
    response: ReportView,
  }),
  photo: endpoint({
    method: 'GET',
    path: '/api/v1/reports/:id/photos/:place',
    summary: 'Retrieve a photo of a report',
    access: 'codes:read',
    wholeOrganisation: true,
    records: true,
    params: OneReport.extend({ place: z.string().regex(/^\d$/) }),
    response: z.string().meta({ format: 'binary' }),
    responseType: 'image/*',
  }),
  act: endpoint({
    method: 'POST',
    path: '/api/v1/reports/:id/actions',
    summary: 'Answer a report, clear a holder, put it into a case, or close it as unfounded',
    access: 'person',
    wholeOrganisation: true,
    params: OneReport,
    body: actionInput('ReportActionInput', ReportAction),
    response: ReportView,
  }),
}
