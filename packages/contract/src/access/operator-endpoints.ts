import { z } from 'zod'
import { OrganisationInput, organisationKinds, Slug } from './organisation.ts'
import { Email } from './user.ts'
import { text } from '../text.ts'
import { EmptyView, endpoint, PageQuery, pageOf } from '../api/endpoint.ts'
import { InvitationView } from './user-endpoints.ts'

const time = z.iso.datetime()
const OrganisationParams = z.strictObject({ slug: z.string() })

export const OperatorOrganisationView = z
  .object({
    slug: Slug,
    name: z.string(),
    kind: z.enum(organisationKinds),
    parent: Slug.nullable().meta({ description: 'The parent group of the organisation.' }),
    createdAt: time,
    members: z.int().meta({ description: 'Number of members.' }),
    decidesOnClaims: z.boolean(),
    publishesErrorLedger: z.boolean().meta({
      description: 'Whether anyone can read its error ledger.',
    }),
    marketplaces: z.array(z.string()).meta({
      description:
        'Names of the marketplaces that the organisation is responsible for, as confirmed by the operator.',
    }),
    requireTwoFactor: z.boolean(),
  })
  .meta({ id: 'OperatorOrganisationView' })

export const FirstAdminInput = z.strictObject({
  email: Email.meta({
    description: 'Email address of the first admin, who invites the other members.',
  }),
})

/** The engines that assess listings, and how far the live one has reassessed stored listings. */
export const EnginesView = z
  .object({
    current: z.string().meta({ description: 'The engine whose assessments are served.' }),
    running: z
      .array(z.string())
      .meta({ description: 'Every engine that can be requested by name.' }),
    candidate: z
      .object({ name: z.string(), share: z.number().min(0).max(1) })
      .nullable()
      .meta({ description: 'Assesses a share of the listings in shadow, for comparison only.' }),
    due: z.int().meta({ description: 'Listings awaiting reassessment in the background.' }),
    pass: z
      .object({
        startedAt: time,
        doneAt: time.nullable(),
        examined: z.int().meta({ description: 'Listings that the pass has examined.' }),
        due: z.int().meta({ description: 'Of those, the listings that needed reassessment.' }),
        reachedAt: time.nullable().meta({
          description:
            'When the last examined listing was first seen. The pass runs from newest to oldest.',
        }),
        oldestAt: time.nullable().meta({ description: 'When the oldest listing was first seen.' }),
      })
      .nullable(),
  })
  .meta({ id: 'EnginesView' })

export const JobQueueView = z
  .object({
    name: z.string(),
    cron: z.string().nullable().meta({ description: 'Schedule of automatic runs, in UTC.' }),
    waiting: z.int(),
    running: z.int(),
    failed: z.int().meta({ description: 'Jobs that exhausted their retries; kept for two weeks.' }),
    lastDoneAt: time.nullable(),
    firstFailedAt: time
      .nullable()
      .meta({ description: 'When the oldest failed job was given up.' }),
    lastFailedAt: time.nullable(),
  })
  .meta({ id: 'JobQueueView' })

export const WebhookQueueView = z
  .object({
    undispatched: z.int().meta({ description: 'Events not yet handed to any webhook.' }),
    pending: z.int().meta({ description: 'Deliveries not yet completed.' }),
    failing: z
      .int()
      .meta({ description: 'Of those, deliveries with at least one failed attempt.' }),
    oldestSeconds: z.number(),
    webhooks: z.array(
      z.object({
        id: z.uuid(),
        organisation: Slug,
        host: z
          .string()
          .meta({ description: 'Only the host, because the rest of the address may be secret.' }),
        enabled: z.boolean(),
        disabledReason: z.enum(['failing', 'gone', 'maker-limited']).nullable(),
        failingSince: time.nullable(),
        pending: z.int(),
        failed: z.int().meta({
          description: 'Deliveries that exhausted their retries; events are kept for 30 days.',
        }),
      }),
    ),
  })
  .meta({ id: 'WebhookQueueView' })

export const StoreFactsView = z
  .object({
    engine: z.enum(['embedded', 'postgresql']),
    version: z.string(),
    bytes: z.int(),
    migrations: z.array(z.object({ version: z.int(), name: z.string(), appliedAt: time })),
    pending: z
      .int()
      .meta({ description: 'Migrations that the program includes and the store lacks.' }),
    backup: z.object({
      command: z.string(),
      last: z.object({ at: time, tables: z.int(), rows: z.int() }).nullable().meta({
        description:
          'The last backup written by Touchstone. Backups made by other means are not tracked.',
      }),
    }),
  })
  .meta({ id: 'StoreFactsView' })

export const RetentionOfOrganisationView = z
  .object({
    organisation: Slug,
    name: z.string(),
    clearDays: z.int(),
    personalDays: z.int(),
    holds: z.int().meta({ description: 'Legal holds in force.' }),
    oldestHoldAt: time.nullable(),
  })
  .meta({ id: 'RetentionOfOrganisationView' })

/** For the operator's users, while they act for no organisation. */
export const operatorEndpoints = {
  organisations: endpoint({
    method: 'GET',
    path: '/api/v1/installation/organisations',
    summary: 'List all organisations by slug',
    access: 'person',
    query: PageQuery,
    response: pageOf(OperatorOrganisationView),
  }),
  createOrganisation: endpoint({
    method: 'POST',
    path: '/api/v1/installation/organisations',
    summary: 'Create an organisation',
    access: 'person',
    body: OrganisationInput,
    response: OperatorOrganisationView,
    statuses: [201],
  }),
  inviteFirst: endpoint({
    method: 'POST',
    path: '/api/v1/installation/organisations/:slug/invitations',
    summary: 'Invite the first admin of an organisation; the token is returned only once',
    description:
      'Refused once the organisation has a member. From then on, its admins send the invitations.',
    access: 'person',
    params: OrganisationParams,
    body: FirstAdminInput,
    response: z.object({ invitation: InvitationView, token: z.string() }),
    statuses: [201],
  }),
  nameApprover: endpoint({
    method: 'PUT',
    path: '/api/v1/installation/organisations/:slug/claim-approver',
    summary: 'Allow or stop allowing the admins of a marketplace or an authority to decide claims',
    access: 'person',
    params: OrganisationParams,
    body: z.strictObject({ named: z.boolean() }),
    response: EmptyView,
  }),
  publishErrorLedger: endpoint({
    method: 'PUT',
    path: '/api/v1/installation/organisations/:slug/error-ledger',
    summary: 'Publish an organisation’s error ledger, or withdraw it',
    access: 'person',
    params: OrganisationParams,
    body: z.strictObject({ published: z.boolean() }),
    response: z.object({ published: z.boolean() }),
  }),
  bindMarketplaces: endpoint({
    method: 'PUT',
    path: '/api/v1/installation/organisations/:slug/marketplaces',
    summary:
      'Set the marketplaces that an organisation is responsible for, replacing the current ones',
    description:
      'Marketplaces are given by the names under which their listings are submitted. An authority’s confidentiality holds on a marketplace are disclosed to the organisation responsible for it, not to organisations that merely submit listings under its name.',
    access: 'person',
    params: OrganisationParams,
    body: z.strictObject({ marketplaces: z.array(text(200)).max(200) }),
    response: z.object({ marketplaces: z.array(z.string()) }),
  }),
  engines: endpoint({
    method: 'GET',
    path: '/api/v1/installation/engines',
    summary: 'Retrieve the engines in use and the progress of reassessment',
    access: 'person',
    response: EnginesView,
  }),
  jobs: endpoint({
    method: 'GET',
    path: '/api/v1/installation/jobs',
    summary: 'List background job queues',
    access: 'person',
    response: z.object({ items: z.array(JobQueueView) }),
  }),
  retryJobs: endpoint({
    method: 'POST',
    path: '/api/v1/installation/jobs/:queue/retries',
    summary: 'Retry the failed jobs of a queue',
    access: 'person',
    params: z.strictObject({ queue: z.string() }),
    response: z.object({ retried: z.int() }),
  }),
  outbox: endpoint({
    method: 'GET',
    path: '/api/v1/installation/outbox',
    summary: 'List pending and failed webhook deliveries',
    access: 'person',
    response: WebhookQueueView,
  }),
  resendFailed: endpoint({
    method: 'POST',
    path: '/api/v1/installation/webhooks/:id/retries',
    summary: 'Resend failed deliveries of a webhook, up to 10,000 events at once',
    access: 'person',
    params: z.strictObject({ id: z.string() }),
    response: z.object({ resent: z.int() }),
  }),
  store: endpoint({
    method: 'GET',
    path: '/api/v1/installation/store',
    summary: 'Retrieve the type, size and last backup of the store',
    access: 'person',
    response: StoreFactsView,
  }),
  retention: endpoint({
    method: 'GET',
    path: '/api/v1/installation/retention',
    summary: 'List retention periods and legal hold counts by organisation slug',
    access: 'person',
    query: PageQuery,
    response: pageOf(RetentionOfOrganisationView),
  }),
}
