import { z } from 'zod'
import { documentTypes } from '../brands/claim.ts'
import { verdicts } from '../listings/assessment.ts'
import { text } from '../text.ts'
import { documentFlags } from '../enforcement/appeal-endpoints.ts'
import { casePriorities, caseSubjects } from './case-endpoints.ts'
import {
  ActingParty,
  endpoint,
  PageQuery,
  pageOf,
  bodyLimits,
  valueLimits,
} from '../api/endpoint.ts'

const Moment = z.iso.datetime()
const Hours = z.int().min(1).max(8760)
const BrandId = text(200)

/** Hours until a case must be closed, by its priority; null where nothing is promised. */
const Hourly = z.strictObject(
  Object.fromEntries(casePriorities.map((name) => [name, Hours.nullable()])) as Record<
    (typeof casePriorities)[number],
    z.ZodNullable<typeof Hours>
  >,
)

/** What a template puts into a case that is opened by it. */
export const CaseTemplateBody = z
  .strictObject({
    name: text(200),
    about: z.enum(caseSubjects),
    priority: z.enum(casePriorities),
    tasks: z.array(text(500)).max(50),
    slaHours: Hours.nullable().meta({
      description: 'Hours until the case must be closed, whatever its queue promises.',
    }),
    note: text(10_000).nullable().meta({ description: 'The first note of the case.' }),
  })
  .meta({ id: 'CaseTemplateBody' })
export type CaseTemplateBody = z.infer<typeof CaseTemplateBody>

export const CaseTemplate = z
  .object({
    id: z.uuid(),
    version: z.int().meta({ description: 'From 1; a case names the one by which it was opened.' }),
    retired: z.boolean().meta({ description: 'No case is opened by it any more.' }),
    template: CaseTemplateBody,
    at: Moment,
    by: ActingParty,
  })
  .meta({ id: 'CaseTemplate' })
export type CaseTemplate = z.infer<typeof CaseTemplate>

/** What a case must have to come into a queue: all that is named; what is empty asks for nothing. */
export const CaseRule = z
  .strictObject({
    brands: z.array(BrandId).max(50).default([]),
    countries: z
      .array(z.string().regex(/^[A-Z]{2}$/))
      .max(250)
      .default([])
      .meta({
        description:
          'ISO 3166-1 alpha-2: of the seller, or from where it is shipped, of any of the offers.',
      }),
    verdicts: z
      .array(z.enum(verdicts))
      .max(4)
      .default([])
      .meta({ description: 'Of any of its offers.' }),
    turnover: z
      .strictObject({
        from: z.string().regex(/^\d{1,12}(\.\d{1,4})?$/),
        currency: z.string().regex(/^[A-Z]{3}$/),
      })
      .nullable()
      .default(null)
      .meta({ description: 'From this sum on, in this currency; nothing is converted.' }),
  })
  .meta({ id: 'CaseRule' })
export type CaseRule = z.infer<typeof CaseRule>

export const CaseQueueBody = z
  .strictObject({
    name: text(100),
    place: z
      .int()
      .min(0)
      .max(1000)
      .meta({ description: 'Queues are tried in this order; the first that fits takes the case.' }),
    rules: z
      .array(CaseRule)
      .max(50)
      .meta({ description: 'One of them is enough; with none, cases come in by hand alone.' }),
    sla: Hourly,
    assignee: z
      .uuid()
      .nullable()
      .meta({ description: 'Who gets what comes in; nobody where nothing is said.' }),
    assignHours: z.int().min(1).max(720).nullable().meta({
      description: 'After so many hours the case is nobody’s again.',
    }),
    retired: z.boolean().default(false).meta({ description: 'Nothing comes in any more.' }),
  })
  .meta({ id: 'CaseQueueBody' })
export type CaseQueueBody = z.infer<typeof CaseQueueBody>

export const CaseQueue = CaseQueueBody.extend({
  id: z.uuid(),
  open: z.int().meta({ description: 'Cases in it that are not closed, of those in sight.' }),
  breached: z.int().meta({ description: 'Of these, those that are over their time.' }),
}).meta({ id: 'CaseQueue' })
export type CaseQueue = z.infer<typeof CaseQueue>

/** Files that one case holds at the most. */
export const maxCaseFiles = 200

export const CaseFile = z
  .object({
    id: z.uuid(),
    name: z.string(),
    mediaType: z.enum(documentTypes),
    bytes: z.int(),
    sha256: z.string(),
    flags: z.array(z.enum(documentFlags)),
    at: Moment,
    by: ActingParty,
    removal: z
      .object({ reason: z.string(), at: Moment, by: ActingParty })
      .nullable()
      .meta({ description: 'Somebody asked to take it away; a second person does.' }),
    removedAt: Moment.nullable().meta({ description: 'Then its bytes are no longer kept.' }),
  })
  .meta({ id: 'CaseFile' })
export type CaseFile = z.infer<typeof CaseFile>

/** A word between those who see one offer: whoever sent it in, and whoever holds a brand that it shows. */
export const SharedNote = z
  .object({
    id: z.uuid(),
    listing: z.uuid(),
    marketplace: z.string(),
    externalId: z.string(),
    brand: z.string(),
    text: z.string(),
    own: z.boolean().meta({ description: 'Written by the caller’s organisation.' }),
    from: z.string().meta({ description: 'The name of the organisation that wrote it.' }),
    answerTo: z.uuid().nullable(),
    at: Moment,
  })
  .meta({ id: 'SharedNote' })
export type SharedNote = z.infer<typeof SharedNote>

const OneCase = z.strictObject({ id: z.string() })
const One = z.strictObject({ id: z.uuid() })
const OneFile = z.strictObject({ id: z.string(), file: z.uuid() })

export const caseworkEndpoints = {
  templates: endpoint({
    method: 'GET',
    path: '/api/v1/case-templates',
    summary: 'Lists the templates by which cases are opened, each in its newest version',
    access: 'person',
    answer: z.object({ items: z.array(CaseTemplate) }),
  }),
  addTemplate: endpoint({
    method: 'POST',
    path: '/api/v1/case-templates',
    summary: 'Writes a template, in its first version',
    access: 'person',
    wholeOrganisation: true,
    body: CaseTemplateBody,
    answer: CaseTemplate,
    statuses: [201],
  }),
  versions: endpoint({
    method: 'GET',
    path: '/api/v1/case-templates/:id/versions',
    summary: 'All versions of a template, the newest first',
    access: 'person',
    params: One,
    answer: z.object({ items: z.array(CaseTemplate) }),
  }),
  changeTemplate: endpoint({
    method: 'POST',
    path: '/api/v1/case-templates/:id/versions',
    summary: 'Writes a further version of a template, or retires it',
    access: 'person',
    wholeOrganisation: true,
    params: One,
    body: z.strictObject({
      template: CaseTemplateBody,
      retired: z.boolean().default(false),
      version: z.int().min(1).meta({
        description: 'The newest that the caller saw; another one is a conflict.',
      }),
    }),
    answer: CaseTemplate,
    statuses: [201],
  }),
  queues: endpoint({
    method: 'GET',
    path: '/api/v1/case-queues',
    summary: 'Lists the queues into which cases come, in the order in which they are tried',
    access: 'person',
    answer: z.object({ items: z.array(CaseQueue) }),
  }),
  addQueue: endpoint({
    method: 'POST',
    path: '/api/v1/case-queues',
    summary: 'Makes a queue with its rules and what it promises',
    access: 'person',
    bodyLimit: bodyLimits.long,
    valueLimit: valueLimits.long,
    wholeOrganisation: true,
    body: CaseQueueBody,
    answer: CaseQueue,
    statuses: [201],
  }),
  changeQueue: endpoint({
    method: 'PUT',
    path: '/api/v1/case-queues/:id',
    summary: 'Changes a queue; cases that are in it keep the time that they were promised',
    access: 'person',
    bodyLimit: bodyLimits.long,
    valueLimit: valueLimits.long,
    wholeOrganisation: true,
    params: One,
    body: CaseQueueBody,
    answer: CaseQueue,
  }),
  files: endpoint({
    method: 'GET',
    path: '/api/v1/cases/:id/files',
    summary: 'The files of a case, those added last first',
    access: 'person',
    params: OneCase,
    answer: z.object({ items: z.array(CaseFile) }),
  }),
  addFile: endpoint({
    method: 'POST',
    path: '/api/v1/cases/:id/files',
    summary: 'Adds a file to a case: PDF, PNG or JPEG, told by what it holds',
    description:
      'What acts by itself, holds other files or unpacks to far more than it is, is refused.',
    access: 'person',
    bodyLimit: bodyLimits.document,
    params: OneCase,
    body: z.strictObject({
      name: z.string().min(1).max(500),
      content: z.base64().meta({ description: 'Of at most 10 MiB.' }),
    }),
    answer: CaseFile,
    statuses: [201],
  }),
  file: endpoint({
    method: 'GET',
    path: '/api/v1/cases/:id/files/:file',
    summary: 'Hands out a file of a case',
    description: 'As a download, whatever it holds; every opening stands in the log.',
    access: 'person',
    records: true,
    params: OneFile,
    answer: z.string().meta({ format: 'binary' }),
    answerType: 'application/octet-stream',
  }),
  removeFile: endpoint({
    method: 'POST',
    path: '/api/v1/cases/:id/files/:file/removal',
    summary: 'Takes a file away for good: one person asks, another does',
    access: 'person',
    params: OneFile,
    body: z.discriminatedUnion('do', [
      z.strictObject({ do: z.literal('ask'), reason: text(2000) }),
      z.strictObject({ do: z.literal('confirm') }),
      z.strictObject({ do: z.literal('keep') }),
    ]),
    answer: CaseFile,
  }),
  notes: endpoint({
    method: 'GET',
    path: '/api/v1/cases/:id/shared-notes',
    summary: 'What was shared about the offers of a case, and what came back, newest first',
    access: 'person',
    params: OneCase,
    query: PageQuery,
    answer: pageOf(SharedNote),
  }),
  share: endpoint({
    method: 'POST',
    path: '/api/v1/cases/:id/shared-notes',
    summary: 'Shares a note about an offer of a case with the other side',
    description:
      'A brand’s note goes to whoever sent the offer in; the sender’s goes to those who hold the brand and have the offer in sight. Nothing else of the case is shared with it, and it can’t be taken back.',
    access: 'person',
    params: OneCase,
    body: z.strictObject({ listing: z.uuid(), brand: BrandId, text: text(5000) }),
    answer: SharedNote,
    statuses: [201],
  }),
  received: endpoint({
    method: 'GET',
    path: '/api/v1/shared-notes',
    summary: 'Notes that others shared about offers in sight, newest first',
    access: 'person',
    query: PageQuery.extend({
      listing: z.uuid().optional().meta({ description: 'Those about this offer, own ones too.' }),
    }),
    answer: pageOf(SharedNote),
  }),
  reply: endpoint({
    method: 'POST',
    path: '/api/v1/shared-notes/:id/replies',
    summary: 'Answers a note that was shared, to whoever wrote it',
    access: 'person',
    params: One,
    body: z.strictObject({ text: text(5000) }),
    answer: SharedNote,
    statuses: [201],
  }),
}
