import { z } from 'zod'
import { documentTypes } from '../brands/claim.ts'
import { isoDate } from '../money.ts'
import { Territory } from '../access/user.ts'
import { text } from '../text.ts'
import { Done, endpoint, bodyLimits } from '../api/endpoint.ts'

const moment = z.iso.datetime()

export const NoticeSettings = z
  .strictObject({
    secondPerson: z.boolean().meta({
      description: 'Whether a second person sends what the first has prepared.',
    }),
    remindDays: z.int().min(1).max(90),
    reminders: z.int().min(0).max(10).meta({ description: 'After these it is escalated.' }),
  })
  .meta({ id: 'NoticeSettings' })
export type NoticeSettings = z.infer<typeof NoticeSettings>

export const Signatory = z
  .object({
    person: z.uuid(),
    name: z.string(),
    authorised: z.boolean(),
    until: isoDate.nullable(),
  })
  .meta({ id: 'Signatory' })
export type Signatory = z.infer<typeof Signatory>

const template = {
  name: text(200),
  ofCounsel: z.boolean().default(false).meta({
    description: 'Counsel’s own: without one, goods of the grey market have no notice.',
  }),
  subject: text(300),
  body: text(20_000).meta({
    description:
      'Text with places as `{{organisation}}`, and `{{#items}}…{{/items}}` once for each offer. Nothing in it is run.',
  }),
}
export const NewTemplate = z.strictObject(template).meta({ id: 'NewNoticeTemplate' })
export const NoticeTemplate = z
  .object({ id: z.uuid(), ...template, ofCounsel: z.boolean(), addedAt: moment })
  .meta({ id: 'NoticeTemplate' })
export type NoticeTemplate = z.infer<typeof NoticeTemplate>

export const rightKinds = ['trade-mark', 'copyright', 'design', 'other'] as const
const extract = {
  claim: z.uuid(),
  name: text(300).meta({ description: 'Of the right, as people call it.' }),
  kind: z.enum(rightKinds),
  territory: z.array(Territory).min(1).max(300).meta({
    description: 'Where it holds; EM stands for every state of the Union, BX for the Benelux.',
  }),
  classes: z.array(z.int().min(1).max(45)).max(45).nullable().meta({
    description: 'Nice classes; null for a right that knows none.',
  }),
  validFrom: isoDate,
  validUntil: isoDate.nullable().default(null),
  on: isoDate.meta({ description: 'The day of which the extract tells.' }),
}
export const NewRegisterExtract = z
  .strictObject({
    ...extract,
    mediaType: z.enum(documentTypes),
    content: z.base64().min(4).meta({ description: 'The extract itself; 10 MiB at the most.' }),
  })
  .meta({ id: 'NewRegisterExtract' })
export type NewRegisterExtract = z.output<typeof NewRegisterExtract>
export const RegisterExtract = z
  .object({
    id: z.uuid(),
    ...extract,
    validUntil: isoDate.nullable(),
    sha256: z.string(),
    addedAt: moment,
  })
  .meta({ id: 'RegisterExtract' })
export type RegisterExtract = z.infer<typeof RegisterExtract>

const params = z.strictObject({ id: z.uuid() })

/** What holds for every notice of an organisation: its rights, who signs, templates, how it follows. */
export const noticeSettingsEndpoints = {
  extracts: endpoint({
    method: 'GET',
    path: '/api/v1/register-extracts',
    summary: 'Extracts of registers that prove the organisation’s rights, newest first',
    access: 'person',
    answer: z.object({ items: z.array(RegisterExtract) }),
  }),
  addExtract: endpoint({
    method: 'POST',
    path: '/api/v1/register-extracts',
    summary: 'Keeps an extract of a register for an approved claim, with its day and digest',
    access: 'person',
    bodyLimit: bodyLimits.document,
    body: NewRegisterExtract,
    answer: RegisterExtract,
    statuses: [201],
  }),
  signatories: endpoint({
    method: 'GET',
    path: '/api/v1/notice-signatories',
    summary: 'Who may sign notices',
    access: 'person',
    answer: z.object({ items: z.array(Signatory) }),
  }),
  putSignatory: endpoint({
    method: 'PUT',
    path: '/api/v1/notice-signatories/:id',
    summary: 'Says whether a member may sign notices, and until when',
    access: 'person',
    wholeOrganisation: true,
    params,
    body: z.strictObject({ authorised: z.boolean(), until: isoDate.nullable().default(null) }),
    answer: Signatory,
  }),
  settings: endpoint({
    method: 'GET',
    path: '/api/v1/notice-settings',
    summary: 'How notices are sent and followed',
    access: 'person',
    answer: NoticeSettings,
  }),
  set: endpoint({
    method: 'PUT',
    path: '/api/v1/notice-settings',
    summary: 'Sets how notices are sent and followed',
    access: 'person',
    wholeOrganisation: true,
    body: NoticeSettings,
    answer: NoticeSettings,
  }),
  marketplaces: endpoint({
    method: 'GET',
    path: '/api/v1/notice-marketplaces',
    summary: 'Marketplaces inside the alliance whose door for notices is open, by their names',
    description: 'One whose door is closed to strangers takes notices from inside all the same.',
    access: 'person',
    answer: z.object({ items: z.array(z.object({ slug: z.string(), name: z.string() })) }),
  }),
  templates: endpoint({
    method: 'GET',
    path: '/api/v1/notice-templates',
    summary: 'The organisation’s own templates',
    access: 'person',
    answer: z.object({ items: z.array(NoticeTemplate) }),
  }),
  addTemplate: endpoint({
    method: 'POST',
    path: '/api/v1/notice-templates',
    summary: 'Keeps a template; places that are not known are refused',
    access: 'person',
    wholeOrganisation: true,
    body: NewTemplate,
    answer: NoticeTemplate,
    statuses: [201],
  }),
  retireTemplate: endpoint({
    method: 'DELETE',
    path: '/api/v1/notice-templates/:id',
    summary: 'Retires a template: new notices do not take it',
    access: 'person',
    wholeOrganisation: true,
    params,
    answer: Done,
  }),
}
