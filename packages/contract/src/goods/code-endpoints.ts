import { z } from 'zod'
import { bodyLimits, endpoint, PageQuery, pageOf, valueLimits } from '../api/endpoint.ts'
import { storable, text } from '../text.ts'

const time = z.iso.datetime()
const Time = z.iso.datetime({ offset: true })

/** GTIN-8 to GTIN-14, returned as 14 digits. */
export const Gtin = z
  .string()
  .regex(/^(\d{8}|\d{12,14})$/)
  .meta({ description: 'GTIN of 8, 12, 13 or 14 digits with its check digit.' })
const Serial = text(20).meta({ description: 'Serial number (AI 21).' })
const BatchName = text(20).meta({ description: 'Batch number (AI 10).' })
/** More units than any batch has. */
export const maxBatchUnits = 1_000_000_000
const Units = z.coerce.number().int().min(1).max(maxBatchUnits)
export const maxListedSerials = 10_000

/** A code as printed, scanned or typed: Digital Link, bracketed or as an element string. */
export const CodeText = storable(z.string().trim().min(1).max(2000)).meta({
  description:
    'A GS1 Digital Link, a bracketed code such as (01)04006381333931(21)A7, or what a scanner sends.',
})

export const batchKinds = ['list', 'range', 'derived'] as const
export type BatchKind = (typeof batchKinds)[number]

/** What may become of a unit. `issued` also withdraws what was recorded by mistake. */
export const unitStates = [
  'issued',
  'shipped',
  'sold',
  'returned',
  'recalled',
  'stolen',
  'destroyed',
] as const
export type UnitState = (typeof unitStates)[number]

export const itemStates = ['plain', 'watched', 'suspected-clone', 'public'] as const
export type ItemStateName = (typeof itemStates)[number]

const named = { gtin: Gtin, batch: BatchName }

/** A batch as listed serials, a range of numbers, or new serials that follow from a key. */
export const BatchInput = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('list'),
      ...named,
      serials: z.array(Serial).min(1).max(maxListedSerials),
    }),
    z.strictObject({
      kind: z.literal('range'),
      ...named,
      prefix: storable(z.string().max(19)).default('').meta({
        description: 'What every serial begins with, before the number.',
      }),
      first: z
        .string()
        .regex(/^\d{1,15}$/)
        .meta({ description: 'The first number with its leading zeros.' }),
      last: z
        .string()
        .regex(/^\d{1,15}$/)
        .meta({ description: 'The last number, with as many digits as the first.' }),
    }),
    z.strictObject({ kind: z.literal('derived'), ...named, units: Units }),
  ])
  .meta({ id: 'CodeBatchInput' })
export type BatchInput = z.infer<typeof BatchInput>

export const CodeBatchView = z
  .object({
    id: z.uuid(),
    gtin: z.string(),
    batch: z.string(),
    kind: z.enum(batchKinds),
    units: z.int(),
    issuedAt: time,
    state: z.enum(unitStates).meta({ description: 'The last that was recorded of all units.' }),
    stateAt: time,
  })
  .meta({ id: 'CodeBatchView' })
export type CodeBatchView = z.infer<typeof CodeBatchView>

/** Counted up to this number. */
export const maxCountedCodes = 100_000

export const ListedCodeBatchView = CodeBatchView.extend({
  scanned: z.int().meta({
    description: `Units of which a scan was counted, up to ${maxCountedCodes.toLocaleString('en')}.`,
  }),
  alarms: z.int().meta({ description: 'Units of which copies are suspected.' }),
}).meta({ id: 'ListedCodeBatchView' })
export type ListedCodeBatchView = z.infer<typeof ListedCodeBatchView>

export const SerialsView = z
  .object({
    serials: z.array(z.object({ serial: z.string(), uri: z.string() })),
    next: z.int().nullable().meta({ description: 'The `from` of the next page; null at the end.' }),
  })
  .meta({ id: 'SerialsView' })

export const ItemReasonView = z
  .object({ code: z.string(), params: z.record(z.string(), z.number()), sentence: z.string() })
  .meta({ id: 'ItemReasonView' })

/** What the issuer knows of a code. */
export const CodeView = z
  .object({
    gtin: z.string(),
    serial: z.string(),
    uri: z.string().meta({ description: 'The canonical Digital Link.' }),
    state: z.enum([...itemStates, 'unknown', 'near-miss']).meta({
      description:
        '`unknown`: never issued. `near-miss`: one sign from an issued code. `public`: read in a picture of a listing, which explains scans from everywhere.',
    }),
    probability: z.number().meta({ description: 'That copies of the code are in use.' }),
    reasons: z.array(ItemReasonView),
    alarmAt: time.nullable().meta({ description: 'When copies were first suspected.' }),
    publishedAt: time.nullable(),
    batch: CodeBatchView.nullable().meta({ description: 'Null unless issued.' }),
    unitState: z.enum(unitStates).nullable(),
    unitStateAt: time.nullable(),
    scans: z.int(),
    lastScanAt: time.nullable(),
  })
  .meta({ id: 'CodeView' })
export type CodeView = z.infer<typeof CodeView>

export const ListedCodeView = CodeView.pick({
  gtin: true,
  serial: true,
  uri: true,
  state: true,
  probability: true,
  alarmAt: true,
  scans: true,
  lastScanAt: true,
}).meta({ id: 'ListedCodeView' })
export type ListedCodeView = z.infer<typeof ListedCodeView>

const position = {
  lat: z.number().min(-90).max(90),
  lon: z.number().min(-180).max(180),
}

/** What happened to a unit, and who scanned its code, the newest first. */
export const CodeTimelineView = z
  .object({
    events: z.array(
      z.object({
        kind: z.enum([...unitStates, 'other']),
        at: time,
        ofBatch: z.boolean().meta({ description: 'Recorded of the whole batch.' }),
        position: z.object({ lat: z.number(), lon: z.number() }).nullable(),
      }),
    ),
    scans: z.array(
      z.object({
        at: time,
        source: z.enum(['consumer', 'retail', 'officer']),
        device: z.int().nullable().meta({
          description: 'Devices of this code by number, in the order of their first scan.',
        }),
        position: z.object({ lat: z.number(), lon: z.number(), accuracyKm: z.number() }).nullable(),
        country: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'CodeTimelineView' })
export type CodeTimelineView = z.infer<typeof CodeTimelineView>

/** Of one unit by its code, or of a whole batch. */
export const UnitEventInput = z
  .strictObject({
    code: CodeText.optional(),
    batch: z.uuid().optional().meta({ description: 'ID of a batch, in place of a code.' }),
    kind: z.enum(unitStates),
    at: Time.meta({ description: 'When it happened; not in the future.' }),
    position: z.strictObject(position).optional(),
  })
  .refine(({ code, batch }) => (code === undefined) !== (batch === undefined), {
    message: 'must name either a code or a batch',
  })
  .meta({ id: 'UnitEventInput' })
export type UnitEventInput = z.infer<typeof UnitEventInput>

export const codeFileTypes = [
  'application/octet-stream',
  'text/csv',
  'application/x-ndjson',
] as const

/** Batches of codes, and what is known of each code. */
export const codeEndpoints = {
  issue: endpoint({
    method: 'POST',
    path: '/api/v1/codes',
    summary: 'Issue the codes of a batch: listed serials, a range, or new serials',
    description: `Lists have at most ${maxListedSerials.toLocaleString('en')} serials; send longer ones as a file. A batch is taken whole or not at all.`,
    access: 'codes:write',
    wholeOrganisation: true,
    valueLimit: valueLimits.long,
    body: BatchInput,
    response: CodeBatchView,
    statuses: [201],
  }),
  issueFile: endpoint({
    method: 'POST',
    path: '/api/v1/codes/file',
    summary: 'Issue the codes of a batch from a file: CSV or NDJSON with a serial on each line',
    description:
      'CSV has the column `serial`, or one column; NDJSON has {"serial": …} or a string on each line. The file must hold as many codes as `units` says: one that is cut short, or names a serial twice, is refused with its lines, and nothing of it is taken.',
    access: 'codes:write',
    wholeOrganisation: true,
    fileLimit: bodyLimits.file,
    query: z.strictObject({ gtin: Gtin, batch: BatchName, units: Units }),
    body: z.string().meta({ format: 'binary' }),
    bodyTypes: codeFileTypes,
    bodyReadBy: 'leaf',
    isBulk: true,
    response: CodeBatchView,
    statuses: [201],
  }),
  batches: endpoint({
    method: 'GET',
    path: '/api/v1/code-batches',
    summary: 'List batches of codes, newest first',
    access: 'codes:read',
    wholeOrganisation: true,
    query: PageQuery,
    response: pageOf(ListedCodeBatchView),
  }),
  serials: endpoint({
    method: 'GET',
    path: '/api/v1/code-batches/:id/serials',
    summary: 'Retrieve the serials of a derived batch or of a range',
    description: 'Listed serials are stored as digests alone and cannot be returned.',
    access: 'codes:write',
    wholeOrganisation: true,
    params: z.object({ id: z.string() }),
    query: z.strictObject({
      from: z.coerce.number().int().min(0).max(maxBatchUnits).default(0),
      limit: z.coerce.number().int().min(1).max(1000).default(100),
    }),
    response: SerialsView,
  }),
  list: endpoint({
    method: 'GET',
    path: '/api/v1/codes',
    summary: 'List codes that were scanned or of which something was recorded, last changed first',
    access: 'codes:read',
    wholeOrganisation: true,
    query: PageQuery.extend({ state: z.enum(itemStates).optional() }),
    response: pageOf(ListedCodeView),
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/codes/:code',
    summary: 'Retrieve what is known of a code',
    description: 'The code is percent-encoded: a Digital Link, or a bracketed code.',
    access: 'codes:read',
    wholeOrganisation: true,
    params: z.object({ code: CodeText }),
    response: CodeView,
  }),
  timeline: endpoint({
    method: 'GET',
    path: '/api/v1/codes/:code/timeline',
    summary: 'Retrieve what happened to a unit, and the stored scans of its code',
    description: 'The newest 200 of each. Scans without consent are counted, and not stored.',
    access: 'codes:read',
    wholeOrganisation: true,
    params: z.object({ code: CodeText }),
    response: CodeTimelineView,
  }),
  recordEvents: endpoint({
    method: 'POST',
    path: '/api/v1/unit-events',
    summary: 'Record what became of units or of whole batches: shipped, sold, recalled and so on',
    description: 'All events are recorded, or none.',
    access: 'codes:write',
    wholeOrganisation: true,
    body: z.strictObject({ events: z.array(UnitEventInput).min(1).max(1000) }),
    response: z.object({ recorded: z.int() }),
    statuses: [201],
  }),
}
