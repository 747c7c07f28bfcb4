import { z } from 'zod'
import { documentTypes } from '../brands/claim.ts'
import { isoDate } from '../money.ts'
import { Territory } from '../access/user.ts'
import { text } from '../text.ts'
import { EmptyView, endpoint, bodyLimits } from '../api/endpoint.ts'

const moment = z.iso.datetime()

export const NoticeSettings = z
  .strictObject({
    secondPerson: z.boolean().meta({
      description: 'Whether a notice must be approved and sent by a second person.',
    }),
    remindDays: z.int().min(1).max(90),
    reminders: z.int().min(0).max(10).meta({ description: 'Reminders sent before escalation.' }),
    contact: z.email().max(254).nullable().default(null).meta({
      description:
        'Contact for replies in new drafts; null for the address of the person who drafts.',
    }),
  })
  .meta({ id: 'NoticeSettings' })
export type NoticeSettings = z.infer<typeof NoticeSettings>

export const SignatoryView = z
  .object({
    person: z.uuid(),
    name: z.string(),
    authorised: z.boolean(),
    until: isoDate.nullable(),
  })
  .meta({ id: 'SignatoryView' })
export type SignatoryView = z.infer<typeof SignatoryView>

const template = {
  name: text(200),
  ofCounsel: z.boolean().default(false).meta({
    description:
      'Whether the text was written by counsel. Without such a template, no notice can be sent for grey market goods.',
  }),
  subject: text(300),
  body: text(20_000).meta({
    description:
      'Text with placeholders such as `{{organisation}}`, and `{{#items}}…{{/items}}` repeated for each listing. Nothing in it is executed.',
  }),
}
export const NoticeTemplateInput = z.strictObject(template).meta({ id: 'NoticeTemplateInput' })
export const NoticeTemplateView = z
  .object({ id: z.uuid(), ...template, ofCounsel: z.boolean(), addedAt: moment })
  .meta({ id: 'NoticeTemplateView' })
export type NoticeTemplateView = z.infer<typeof NoticeTemplateView>

export const rightKinds = ['trade-mark', 'copyright', 'design', 'other'] as const
const extract = {
  claim: z.uuid(),
  name: text(300).meta({ description: 'Common name of the right.' }),
  kind: z.enum(rightKinds),
  territory: z.array(Territory).min(1).max(300).meta({
    description:
      'Where the right applies. EM covers every member state of the European Union, BX the Benelux.',
  }),
  classes: z.array(z.int().min(1).max(45)).max(45).nullable().meta({
    description: 'Nice classes; null if they do not apply to the right.',
  }),
  validFrom: isoDate,
  validUntil: isoDate.nullable().default(null),
  on: isoDate.meta({ description: 'Effective date of the extract.' }),
}
export const RegisterExtractInput = z
  .strictObject({
    ...extract,
    mediaType: z.enum(documentTypes),
    content: z.base64().min(4).meta({ description: 'The extract itself; at most 10 MiB.' }),
  })
  .meta({ id: 'RegisterExtractInput' })
export type RegisterExtractInput = z.output<typeof RegisterExtractInput>
export const RegisterExtractView = z
  .object({
    id: z.uuid(),
    ...extract,
    validUntil: isoDate.nullable(),
    sha256: z.string(),
    addedAt: moment,
  })
  .meta({ id: 'RegisterExtractView' })
export type RegisterExtractView = z.infer<typeof RegisterExtractView>

const params = z.strictObject({ id: z.uuid() })

/** An organisation's settings for all notices: rights, signatories, templates, reminders. */
export const noticeSettingsEndpoints = {
  extracts: endpoint({
    method: 'GET',
    path: '/api/v1/register-extracts',
    summary: 'List register extracts that prove the organisation’s rights, newest first',
    access: 'person',
    response: z.object({ items: z.array(RegisterExtractView) }),
  }),
  addExtract: endpoint({
    method: 'POST',
    path: '/api/v1/register-extracts',
    summary: 'Add a register extract to an approved claim, with its date and digest',
    access: 'person',
    bodyLimit: bodyLimits.document,
    body: RegisterExtractInput,
    response: RegisterExtractView,
    statuses: [201],
  }),
  signatories: endpoint({
    method: 'GET',
    path: '/api/v1/notice-signatories',
    summary: 'List signatories of notices',
    access: 'person',
    response: z.object({ items: z.array(SignatoryView) }),
  }),
  putSignatory: endpoint({
    method: 'PUT',
    path: '/api/v1/notice-signatories/:id',
    summary: 'Set whether a member may sign notices, and until when',
    access: 'person',
    wholeOrganisation: true,
    params,
    body: z.strictObject({ authorised: z.boolean(), until: isoDate.nullable().default(null) }),
    response: SignatoryView,
  }),
  settings: endpoint({
    method: 'GET',
    path: '/api/v1/notice-settings',
    summary: 'Retrieve the settings for sending and following up notices',
    access: 'person',
    response: NoticeSettings,
  }),
  set: endpoint({
    method: 'PUT',
    path: '/api/v1/notice-settings',
    summary: 'Update the settings for sending and following up notices',
    access: 'person',
    wholeOrganisation: true,
    body: NoticeSettings,
    response: NoticeSettings,
  }),
  marketplaces: endpoint({
    method: 'GET',
    path: '/api/v1/notice-marketplaces',
    summary: 'List marketplaces in the alliance that accept notices',
    description:
      'Those with a public notice form, and those that received the organisation’s notices. A marketplace without a form still accepts notices from the alliance: with `notice`, those that answer for the listings of that notice are listed too.',
    access: 'person',
    query: z.strictObject({ notice: z.uuid().optional() }),
    response: z.object({ items: z.array(z.object({ slug: z.string(), name: z.string() })) }),
  }),
  templates: endpoint({
    method: 'GET',
    path: '/api/v1/notice-templates',
    summary: 'List the organisation’s notice templates',
    access: 'person',
    response: z.object({ items: z.array(NoticeTemplateView) }),
  }),
  addTemplate: endpoint({
    method: 'POST',
    path: '/api/v1/notice-templates',
    summary: 'Create a notice template; unknown placeholders are refused',
    access: 'person',
    wholeOrganisation: true,
    body: NoticeTemplateInput,
    response: NoticeTemplateView,
    statuses: [201],
  }),
  retireTemplate: endpoint({
    method: 'DELETE',
    path: '/api/v1/notice-templates/:id',
    summary: 'Retire a notice template; new notices cannot use it',
    access: 'person',
    wholeOrganisation: true,
    params,
    response: EmptyView,
  }),
}
