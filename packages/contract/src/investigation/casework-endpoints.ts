import { z } from 'zod'
import { documentTypes } from '../brands/claim.ts'
import { verdicts } from '../listings/assessment.ts'
import { action, ExpectedVersion, plainActionInput } from '../api/action.ts'
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

/** Hours until a case has to be closed, by priority; null without an SLA. */
const Hourly = z.strictObject(
  Object.fromEntries(casePriorities.map((name) => [name, Hours.nullable()])) as Record<
    (typeof casePriorities)[number],
    z.ZodNullable<typeof Hours>
  >,
)

/** Contents that a template gives to a new case. */
export const CaseTemplateContent = z
  .strictObject({
    name: text(200),
    about: z.enum(caseSubjects),
    priority: z.enum(casePriorities),
    tasks: z.array(text(500)).max(50),
    slaHours: Hours.nullable().meta({
      description:
        'Hours until the case must be closed, regardless of the time limit of its queue.',
    }),
    note: text(10_000).nullable().meta({ description: 'First note of the case.' }),
  })
  .meta({ id: 'CaseTemplateContent' })
export type CaseTemplateContent = z.infer<typeof CaseTemplateContent>

export const CaseTemplateView = z
  .object({
    id: z.uuid(),
    version: z
      .int()
      .meta({ description: 'From 1; a case records the version it was opened with.' }),
    retired: z.boolean().meta({ description: 'No longer available for new cases.' }),
    template: CaseTemplateContent,
    at: Moment,
    by: ActingParty,
  })
  .meta({ id: 'CaseTemplateView' })
export type CaseTemplateView = z.infer<typeof CaseTemplateView>

/** Conditions for a case to enter a queue: all non-empty ones must hold. */
export const CaseRule = z
  .strictObject({
    brands: z.array(BrandId).max(50).default([]),
    countries: z
      .array(z.string().regex(/^[A-Z]{2}$/))
      .max(250)
      .default([])
      .meta({
        description:
          'ISO 3166-1 alpha-2 codes; matches the seller’s country or the country of dispatch of any listing.',
      }),
    verdicts: z
      .array(z.enum(verdicts))
      .max(4)
      .default([])
      .meta({ description: 'Matches the verdict of any listing.' }),
    turnover: z
      .strictObject({
        from: z.string().regex(/^\d{1,12}(\.\d{1,4})?$/),
        currency: z.string().regex(/^[A-Z]{3}$/),
      })
      .nullable()
      .default(null)
      .meta({ description: 'Minimum amount in this currency; nothing is converted.' }),
  })
  .meta({ id: 'CaseRule' })
export type CaseRule = z.infer<typeof CaseRule>

export const CaseQueueInput = z
  .strictObject({
    name: text(100),
    place: z
      .int()
      .min(0)
      .max(1000)
      .meta({ description: 'Queues are tried in this order; the first match receives the case.' }),
    rules: z.array(CaseRule).max(50).meta({
      description:
        'A case matches if any rule matches; without rules, cases are added only by hand.',
    }),
    sla: Hourly,
    assignee: z
      .uuid()
      .nullable()
      .meta({ description: 'Assignee of incoming cases; unassigned by default.' }),
    assignHours: z.int().min(1).max(720).nullable().meta({
      description: 'Hours after which the case becomes unassigned again.',
    }),
    retired: z.boolean().default(false).meta({ description: 'No longer receives cases.' }),
  })
  .meta({ id: 'CaseQueueInput' })
export type CaseQueueInput = z.infer<typeof CaseQueueInput>

export const CaseQueueView = CaseQueueInput.extend({
  id: z.uuid(),
  open: z.int().meta({ description: 'Visible cases in the queue that are not closed.' }),
  breached: z.int().meta({ description: 'Of those, overdue cases.' }),
}).meta({ id: 'CaseQueueView' })
export type CaseQueueView = z.infer<typeof CaseQueueView>

/** Most files in one case. */
export const maxCaseFiles = 200

export const CaseFileView = z
  .object({
    id: z.uuid(),
    name: z.string(),
    mediaType: z.enum(documentTypes),
    bytes: z.int(),
    sha256: z.string(),
    flags: z.array(z.enum(documentFlags)),
    at: Moment,
    by: ActingParty,
    removal: z.object({ reason: z.string(), at: Moment, by: ActingParty }).nullable().meta({
      description: 'Reason of the pending removal request, which a second person carries out.',
    }),
    removedAt: Moment.nullable().meta({
      description: 'From then on, the content is no longer stored.',
    }),
  })
  .meta({ id: 'CaseFileView' })
export type CaseFileView = z.infer<typeof CaseFileView>

/** A note shared between the organisation that submitted a listing and the holder of a brand in it. */
export const SharedNoteView = z
  .object({
    id: z.uuid(),
    listing: z.uuid(),
    marketplace: z.string(),
    externalId: z.string(),
    brand: z.string(),
    text: z.string(),
    own: z.boolean().meta({ description: 'Written by the caller’s organisation.' }),
    from: z.string().meta({ description: 'Name of the organisation that wrote it.' }),
    answerTo: z.uuid().nullable(),
    at: Moment,
  })
  .meta({ id: 'SharedNoteView' })
export type SharedNoteView = z.infer<typeof SharedNoteView>

const OneCase = z.strictObject({ id: z.string() })
const One = z.strictObject({ id: z.uuid() })
const OneFile = z.strictObject({ id: z.string(), file: z.uuid() })

export const CaseFileAction = z
  .discriminatedUnion('type', [
    action('request-removal', { reason: text(2000) }),
    action('approve-removal', {}),
    action('reject-removal', {}),
  ])
  .meta({ id: 'CaseFileAction' })
export type CaseFileAction = z.infer<typeof CaseFileAction>

export const caseworkEndpoints = {
  templates: endpoint({
    method: 'GET',
    path: '/api/v1/case-templates',
    summary: 'List case templates, each in its newest version',
    access: 'person',
    response: z.object({ items: z.array(CaseTemplateView) }),
  }),
  addTemplate: endpoint({
    method: 'POST',
    path: '/api/v1/case-templates',
    summary: 'Create a case template',
    access: 'person',
    wholeOrganisation: true,
    body: CaseTemplateContent,
    response: CaseTemplateView,
    statuses: [201],
  }),
  versions: endpoint({
    method: 'GET',
    path: '/api/v1/case-templates/:id/versions',
    summary: 'List the versions of a case template, newest first',
    access: 'person',
    params: One,
    response: z.object({ items: z.array(CaseTemplateView) }),
  }),
  changeTemplate: endpoint({
    method: 'POST',
    path: '/api/v1/case-templates/:id/versions',
    summary: 'Add a version of a case template, or retire it',
    access: 'person',
    wholeOrganisation: true,
    params: One,
    body: z.strictObject({
      template: CaseTemplateContent,
      retired: z.boolean().default(false),
      expectedVersion: ExpectedVersion,
    }),
    response: CaseTemplateView,
    statuses: [201],
  }),
  queues: endpoint({
    method: 'GET',
    path: '/api/v1/case-queues',
    summary: 'List case queues in the order in which they are tried',
    access: 'person',
    response: z.object({ items: z.array(CaseQueueView) }),
  }),
  addQueue: endpoint({
    method: 'POST',
    path: '/api/v1/case-queues',
    summary: 'Create a case queue with its rules and time limits',
    access: 'person',
    bodyLimit: bodyLimits.long,
    valueLimit: valueLimits.long,
    wholeOrganisation: true,
    body: CaseQueueInput,
    response: CaseQueueView,
    statuses: [201],
  }),
  changeQueue: endpoint({
    method: 'PUT',
    path: '/api/v1/case-queues/:id',
    summary: 'Update a case queue; cases already in it keep their time limits',
    access: 'person',
    bodyLimit: bodyLimits.long,
    valueLimit: valueLimits.long,
    wholeOrganisation: true,
    params: One,
    body: CaseQueueInput,
    response: CaseQueueView,
  }),
  files: endpoint({
    method: 'GET',
    path: '/api/v1/cases/:id/files',
    summary: 'List the files of a case, most recently added first',
    access: 'person',
    params: OneCase,
    response: z.object({ items: z.array(CaseFileView) }),
  }),
  addFile: endpoint({
    method: 'POST',
    path: '/api/v1/cases/:id/files',
    summary: 'Add a PDF, PNG or JPEG file to a case; the type is detected from its content',
    description: 'Files with active content, embedded files or excessive compression are refused.',
    access: 'person',
    bodyLimit: bodyLimits.document,
    params: OneCase,
    body: z.strictObject({
      name: z.string().min(1).max(500),
      content: z.base64().meta({ description: 'At most 10 MiB.' }),
    }),
    response: CaseFileView,
    statuses: [201],
  }),
  file: endpoint({
    method: 'GET',
    path: '/api/v1/cases/:id/files/:file',
    summary: 'Download a file of a case',
    description: 'Always sent as a download. Every download is recorded in the audit log.',
    access: 'person',
    records: true,
    params: OneFile,
    response: z.string().meta({ format: 'binary' }),
    responseType: 'application/octet-stream',
  }),
  actOnFile: endpoint({
    method: 'POST',
    path: '/api/v1/cases/:id/files/:file/actions',
    summary: 'Remove a file permanently, requested by one person and carried out by another',
    access: 'person',
    params: OneFile,
    body: plainActionInput('CaseFileActionInput', CaseFileAction),
    response: CaseFileView,
  }),
  notes: endpoint({
    method: 'GET',
    path: '/api/v1/cases/:id/shared-notes',
    summary: 'List notes shared about the listings of a case and their replies, newest first',
    access: 'person',
    params: OneCase,
    query: PageQuery,
    response: pageOf(SharedNoteView),
  }),
  share: endpoint({
    method: 'POST',
    path: '/api/v1/cases/:id/shared-notes',
    summary: 'Share a note about a listing of a case with the other side',
    description:
      'A brand’s note goes to the organisation that submitted the listing; a submitter’s note goes to holders of the brand to whom the listing is visible. Nothing else of the case is shared, and the note cannot be withdrawn.',
    access: 'person',
    params: OneCase,
    body: z.strictObject({ listing: z.uuid(), brand: BrandId, text: text(5000) }),
    response: SharedNoteView,
    statuses: [201],
  }),
  received: endpoint({
    method: 'GET',
    path: '/api/v1/shared-notes',
    summary: 'List notes from other organisations about visible listings, newest first',
    access: 'person',
    query: PageQuery.extend({
      listing: z
        .uuid()
        .optional()
        .meta({ description: 'Only notes about this listing, including the organisation’s own.' }),
    }),
    response: pageOf(SharedNoteView),
  }),
  reply: endpoint({
    method: 'POST',
    path: '/api/v1/shared-notes/:id/replies',
    summary: 'Reply to the author of a shared note',
    access: 'person',
    params: One,
    body: z.strictObject({ text: text(5000) }),
    response: SharedNoteView,
    statuses: [201],
  }),
}
