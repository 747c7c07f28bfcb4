import { z } from 'zod'
import { organisationKinds, scopes, Slug } from './organisation.ts'
import { ApiKeyInput, OrganisationChangeInput } from './user.ts'
import { ActingParty, EmptyView, endpoint, PageQuery, pageOf } from '../api/endpoint.ts'

const IdParams = z.object({ id: z.uuid() })
const time = z.iso.datetime()

export const ApiKeyView = z
  .object({
    id: z.uuid(),
    prefix: z.string(),
    scopes: z.array(z.enum(scopes)),
    label: z.string().nullable(),
    madeBy: z.uuid().nullable().meta({
      description:
        'The person who created the key; null if the operator did. The key works only while that person is an admin, and ends with their membership.',
    }),
    brands: z.array(z.string()).meta({
      description:
        'IDs of the brands that the key is currently limited to, both by its own limits and by its creator’s current membership. Empty for all brands.',
    }),
    territories: z.array(z.string()).meta({
      description:
        'Territories that the key is limited to, in the same way. Empty for all territories.',
    }),
    reaches: z.enum(['whole-organisation', 'limited', 'nothing']).meta({
      description:
        '`nothing`: the creator’s membership ended, lacks the admin role, or no longer covers anything that the key was created for.',
    }),
    createdAt: time,
    lastUsedAt: time.nullable(),
    revokedAt: time.nullable(),
  })
  .meta({ id: 'ApiKeyView' })

export const OrganisationSettingsView = z
  .object({
    id: z.uuid(),
    slug: Slug,
    name: z.string(),
    kind: z.enum(organisationKinds),
    requireTwoFactor: z.boolean(),
  })
  .meta({ id: 'OrganisationSettingsView' })

const loggedName = z
  .string()
  .nullable()
  .meta({ description: 'Name of a member or an API key; null for any other ID.' })

export const AuditEntryView = z
  .object({
    id: z.uuid(),
    at: time,
    actor: ActingParty.extend({ name: loggedName }),
    action: z.string(),
    subject: z.object({ kind: z.string(), id: z.string(), name: loggedName }),
    detail: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditEntryView' })

/** Filters of the audit log. */
export const AuditQuery = z.strictObject({
  after: PageQuery.shape.after,
  actions: z
    .string()
    .max(4000)
    .regex(/^[a-z-]+(,[a-z-]+)*$/)
    .optional()
    .meta({ description: 'Comma-separated actions; matches any of them.' }),
  actor: z.string().min(1).max(200).optional().meta({
    description: 'ID of the actor: a person, an API key or the operator.',
  }),
  from: z.iso.datetime().optional().meta({ description: 'Earliest time, inclusive.' }),
  to: z.iso.datetime().optional().meta({ description: 'Latest time, exclusive.' }),
})

export const organisationEndpoints = {
  read: endpoint({
    method: 'GET',
    path: '/api/v1/organisation',
    summary: 'Retrieve the current organisation and its settings',
    access: 'person',
    response: OrganisationSettingsView,
  }),
  change: endpoint({
    method: 'PATCH',
    path: '/api/v1/organisation',
    summary: 'Update the organisation’s settings',
    access: 'person',
    wholeOrganisation: true,
    body: OrganisationChangeInput,
    response: OrganisationSettingsView,
  }),
  listKeys: endpoint({
    method: 'GET',
    path: '/api/v1/keys',
    summary: 'List API keys, newest first',
    access: 'person',
    query: z.strictObject({ after: PageQuery.shape.after }),
    response: pageOf(ApiKeyView),
  }),
  createKey: endpoint({
    method: 'POST',
    path: '/api/v1/keys',
    summary: 'Create an API key; the key is returned only once',
    access: 'person',
    body: ApiKeyInput,
    response: z.object({ key: ApiKeyView, text: z.string() }),
    statuses: [201],
  }),
  revokeKey: endpoint({
    method: 'DELETE',
    path: '/api/v1/keys/:id',
    summary: 'Revoke an API key immediately',
    access: 'person',
    params: IdParams,
    response: EmptyView,
  }),
  listAudit: endpoint({
    method: 'GET',
    path: '/api/v1/audit',
    summary: 'List audit log entries on changes and on reads of personal data',
    description:
      'Members limited to brands see their own entries and entries about records visible to them.',
    access: 'person',
    records: true,
    query: AuditQuery,
    response: pageOf(AuditEntryView),
  }),
}
