import { z } from 'zod'
import { organisationKinds, scopes, Slug } from './organisation.ts'
import { NewApiKey, OrganisationChange } from './user.ts'
import { ActingParty, Done, endpoint, PageQuery, pageOf } from '../api/endpoint.ts'

const IdParams = z.object({ id: z.uuid() })
const time = z.iso.datetime()

export const ApiKey = z
  .object({
    id: z.uuid(),
    prefix: z.string(),
    scopes: z.array(z.enum(scopes)),
    label: z.string().nullable(),
    madeBy: z.uuid().nullable().meta({
      description:
        'The person who made it; null where the operator did. It works while that person is an admin and ends with the membership.',
    }),
    brands: z.array(z.string()).meta({
      description:
        'Ids of the brands to which it is limited now: by its making and by its maker’s membership of today; empty: all.',
    }),
    territories: z.array(z.string()).meta({ description: 'Likewise; empty: all.' }),
    reaches: z.enum(['whole-organisation', 'limited', 'nothing']).meta({
      description:
        'Nothing: its maker’s membership ended, lacks the role admin, or allows none of what the key was made for.',
    }),
    createdAt: time,
    lastUsedAt: time.nullable(),
    revokedAt: time.nullable(),
  })
  .meta({ id: 'Key' })

export const OrganisationSettings = z
  .object({
    id: z.uuid(),
    slug: Slug,
    name: z.string(),
    kind: z.enum(organisationKinds),
    requireTwoFactor: z.boolean(),
  })
  .meta({ id: 'Organisation' })

export const AuditEntry = z
  .object({
    id: z.uuid(),
    at: time,
    actor: ActingParty,
    action: z.string(),
    subject: z.object({ kind: z.string(), id: z.string() }),
    detail: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditEntry' })

/** Which entries of the log are asked for. */
export const AuditQuery = z.strictObject({
  after: PageQuery.shape.after,
  actions: z
    .string()
    .max(4000)
    .regex(/^[a-z-]+(,[a-z-]+)*$/)
    .optional()
    .meta({ description: 'Any of these actions, with commas between them.' }),
  actor: z.string().min(1).max(200).optional().meta({
    description: 'The id of who did it: a person, a machine key or the operator.',
  }),
  from: z.iso.datetime().optional().meta({ description: 'Not before this moment.' }),
  to: z.iso.datetime().optional().meta({ description: 'Before this moment.' }),
})

export const organisationEndpoints = {
  read: endpoint({
    method: 'GET',
    path: '/api/v1/organisation',
    summary: 'The organisation for which the person acts, with its settings',
    access: 'person',
    answer: OrganisationSettings,
  }),
  change: endpoint({
    method: 'PATCH',
    path: '/api/v1/organisation',
    summary: 'Changes the organisation’s settings',
    access: 'person',
    wholeOrganisation: true,
    body: OrganisationChange,
    answer: OrganisationSettings,
  }),
  listKeys: endpoint({
    method: 'GET',
    path: '/api/v1/keys',
    summary: 'Pages through the organisation’s machine keys, newest first',
    access: 'person',
    query: z.strictObject({ after: PageQuery.shape.after }),
    answer: pageOf(ApiKey),
  }),
  createKey: endpoint({
    method: 'POST',
    path: '/api/v1/keys',
    summary: 'Makes a machine key; its text is in this answer and nowhere else',
    access: 'person',
    body: NewApiKey,
    answer: z.object({ key: ApiKey, text: z.string() }),
    statuses: [201],
  }),
  revokeKey: endpoint({
    method: 'DELETE',
    path: '/api/v1/keys/:id',
    summary: 'Ends a machine key at once',
    access: 'person',
    params: IdParams,
    answer: Done,
  }),
  listAudit: endpoint({
    method: 'GET',
    path: '/api/v1/audit',
    summary: 'Pages through the organisation’s log of changes and of reads of personal data',
    description:
      'A member who is limited to brands reads its own entries, and those about what it sees.',
    access: 'person',
    records: true,
    query: AuditQuery,
    answer: pageOf(AuditEntry),
  }),
}
