import { z } from 'zod'
import { NewOrganisation, organisationKinds, Slug } from './organisation.ts'
import { Email } from './user.ts'
import { text } from '../text.ts'
import { Done, endpoint, PageQuery, pageOf } from '../api/endpoint.ts'
import { Invitation } from './user-endpoints.ts'

const time = z.iso.datetime()
const Named = z.strictObject({ slug: z.string() })

export const OperatorOrganisation = z
  .object({
    slug: Slug,
    name: z.string(),
    kind: z.enum(organisationKinds),
    parent: Slug.nullable().meta({ description: 'The group that it is a house of.' }),
    createdAt: time,
    members: z.int().meta({ description: 'How many people belong to it.' }),
    decidesOnClaims: z.boolean(),
    marketplaces: z.array(z.string()).meta({
      description:
        'The names of the marketplaces for which it answers, as the operator has confirmed.',
    }),
    requireTwoFactor: z.boolean(),
  })
  .meta({ id: 'InstalledOrganisation' })

export const FirstAdmin = z.strictObject({
  email: Email.meta({ description: 'Of its first admin, who invites the others.' }),
})

/** The engines that judge offers, and how far the one that is served is through what was kept before. */
export const Engines = z
  .object({
    current: z.string().meta({ description: 'Whose word is served.' }),
    running: z.array(z.string()).meta({ description: 'Every one that can be asked by name.' }),
    candidate: z
      .object({ name: z.string(), share: z.number().min(0).max(1) })
      .nullable()
      .meta({ description: 'Judges a share of the offers beside, and is compared only.' }),
    due: z.int().meta({ description: 'Offers that wait to be judged in the background.' }),
    pass: z
      .object({
        startedAt: time,
        doneAt: time.nullable(),
        lookedAt: z.int().meta({ description: 'Offers that the pass has met.' }),
        due: z.int().meta({ description: 'Of those, the ones that it had to judge again.' }),
        reachedAt: time.nullable().meta({
          description: 'When the offer was first seen that it met last: it goes from new to old.',
        }),
        oldestAt: time.nullable().meta({ description: 'When the oldest offer was first seen.' }),
      })
      .nullable(),
  })
  .meta({ id: 'Engines' })

export const JobQueue = z
  .object({
    name: z.string(),
    cron: z.string().nullable().meta({ description: 'When it runs by itself, in UTC.' }),
    waiting: z.int(),
    running: z.int(),
    failed: z.int().meta({ description: 'Given up; kept for two weeks.' }),
    lastDoneAt: time.nullable(),
    lastFailedAt: time.nullable(),
  })
  .meta({ id: 'JobQueue' })

export const EmailQueue = z
  .object({
    undispatched: z.int().meta({ description: 'Events that no web hook was handed yet.' }),
    pending: z.int().meta({ description: 'Deliveries that have still to get through.' }),
    failing: z.int().meta({ description: 'Of those, the ones that were tried.' }),
    oldestSeconds: z.number(),
    webhooks: z.array(
      z.object({
        id: z.uuid(),
        organisation: Slug,
        host: z.string().meta({ description: 'The rest of the address may be a secret.' }),
        enabled: z.boolean(),
        disabledBecause: z.enum(['failing', 'gone', 'maker-limited']).nullable(),
        failingSince: time.nullable(),
        pending: z.int(),
        failed: z.int().meta({ description: 'Given up; events are kept for 30 days.' }),
      }),
    ),
  })
  .meta({ id: 'Outbox' })

export const StoreFacts = z
  .object({
    engine: z.enum(['embedded', 'postgresql']),
    version: z.string(),
    bytes: z.int(),
    migrations: z.array(z.object({ version: z.int(), name: z.string(), appliedAt: time })),
    pending: z.int().meta({ description: 'Migrations that this program has and the store lacks.' }),
    backup: z.object({
      command: z.string(),
      last: z.object({ at: time, tables: z.int(), rows: z.int() }).nullable().meta({
        description: 'The last one that Touchstone wrote; of other ways it knows nothing.',
      }),
    }),
  })
  .meta({ id: 'StoreFacts' })

export const RetentionOfOrganisation = z
  .object({
    organisation: Slug,
    clearDays: z.int(),
    personalDays: z.int(),
    holds: z.int().meta({ description: 'Legal holds that stand.' }),
    oldestHoldAt: time.nullable(),
  })
  .meta({ id: 'RetentionOfOrganisation' })

/** For persons who look after the installation, while they act for no organisation. */
export const operatorEndpoints = {
  organisations: endpoint({
    method: 'GET',
    path: '/api/v1/installation/organisations',
    summary: 'Pages through all organisations, by slug',
    access: 'person',
    query: PageQuery,
    answer: pageOf(OperatorOrganisation),
  }),
  createOrganisation: endpoint({
    method: 'POST',
    path: '/api/v1/installation/organisations',
    summary: 'Adds an organisation',
    access: 'person',
    body: NewOrganisation,
    answer: OperatorOrganisation,
    statuses: [201],
  }),
  inviteFirst: endpoint({
    method: 'POST',
    path: '/api/v1/installation/organisations/:slug/invitations',
    summary:
      'Invites the first admin of an organisation; its token is in this answer and nowhere else',
    description: 'Refused once somebody belongs to it: from then on its admins invite.',
    access: 'person',
    params: Named,
    body: FirstAdmin,
    answer: z.object({ invitation: Invitation, token: z.string() }),
    statuses: [201],
  }),
  nameApprover: endpoint({
    method: 'PUT',
    path: '/api/v1/installation/organisations/:slug/claim-approver',
    summary: 'Lets the admins of a marketplace or an authority decide on claims, or no longer',
    access: 'person',
    params: Named,
    body: z.strictObject({ named: z.boolean() }),
    answer: Done,
  }),
  bindMarketplaces: endpoint({
    method: 'PUT',
    path: '/api/v1/installation/organisations/:slug/marketplaces',
    summary: 'Confirms for which marketplaces an organisation answers, in place of those before',
    description:
      'By the names under which their listings are sent in. What an authority holds of a marketplace is told to whoever answers for it, and to nobody who merely sends in listings under its name.',
    access: 'person',
    params: Named,
    body: z.strictObject({ marketplaces: z.array(text(200)).max(200) }),
    answer: z.object({ marketplaces: z.array(z.string()) }),
  }),
  engines: endpoint({
    method: 'GET',
    path: '/api/v1/installation/engines',
    summary: 'Which engines judge, and how far the judging again has come',
    access: 'person',
    answer: Engines,
  }),
  jobs: endpoint({
    method: 'GET',
    path: '/api/v1/installation/jobs',
    summary: 'The queues of work apart from requests',
    access: 'person',
    answer: z.object({ items: z.array(JobQueue) }),
  }),
  retryJobs: endpoint({
    method: 'POST',
    path: '/api/v1/installation/jobs/:queue/retry',
    summary: 'Tries again what a queue has given up',
    access: 'person',
    params: z.strictObject({ queue: z.string() }),
    answer: z.object({ retried: z.int() }),
  }),
  outbox: endpoint({
    method: 'GET',
    path: '/api/v1/installation/outbox',
    summary: 'What waits to be sent to web hooks, and what did not get through',
    access: 'person',
    answer: EmailQueue,
  }),
  resendFailed: endpoint({
    method: 'POST',
    path: '/api/v1/installation/webhooks/:id/resend',
    summary: 'Sends again what a web hook did not get; up to 10,000 events at once',
    access: 'person',
    params: z.strictObject({ id: z.string() }),
    answer: z.object({ resent: z.int() }),
  }),
  store: endpoint({
    method: 'GET',
    path: '/api/v1/installation/store',
    summary: 'What the store is, how large, and when it was backed up',
    access: 'person',
    answer: StoreFacts,
  }),
  retention: endpoint({
    method: 'GET',
    path: '/api/v1/installation/retention',
    summary:
      'Pages through what organisations keep how long and how many legal holds stand, by slug',
    access: 'person',
    query: PageQuery,
    answer: pageOf(RetentionOfOrganisation),
  }),
}
