import type { InboxKind, OrganisationKind } from '@touchstone/contract'
import {
  actsForInstallation,
  brandsOf,
  kindOfOrganisation,
  type Actor,
} from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import type { QueueState } from '../../platform/jobs/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import {
  readAllFailingWebhooks,
  readClaimDecisions,
  readFailingWebhooks,
  readSetupSteps,
  readUnusedOrganisations,
} from './administration.ts'
import { readDecisionApprovals, readNoticeApprovals } from './approvals.ts'
import {
  readDeadlines,
  readDueCases,
  readFailedCaptures,
  readMarketplaceResponses,
} from './casework.ts'
import { readFindings, type AssessmentSource } from './findings.ts'
import {
  readAppeals,
  readFollowUps,
  readProofSubmissions,
  readReceivedNotices,
} from './moderation-work.ts'
import { readDossierContests } from './dossier-contests.ts'
import { readLinkReviews } from './link-review.ts'
import { toFailedJobs } from './failed-jobs.ts'
import { concerns, mayReadInbox, type InboxReader } from './policy.ts'
import type { ReadOptions } from './repository.ts'
import { readBuyerReports, readCodeAlarms } from './goods.ts'
import { readSellers } from './sellers.ts'
import type { Waiting, WaitingByKind } from './types.ts'

export type InboxInput = {
  handle: Transaction
  actor: Actor
  source: AssessmentSource
  now: Date
  limit: number
}

type InboxRequest = ReadOptions & {
  reader: InboxReader
  kind: OrganisationKind
  source: AssessmentSource
}

type Reader = (handle: Transaction, asked: InboxRequest) => Promise<Waiting>

/** Of the kinds that a member can get. */
const readers: Readonly<Record<Exclude<InboxKind, 'failed-job'>, Reader>> = {
  'received-notice': readReceivedNotices,
  appeal: readAppeals,
  'follow-up': readFollowUps,
  'proof-submission': readProofSubmissions,
  deadline: readDeadlines,
  'decision-approval': (handle, asked) => {
    const only = brandsOf(asked.reader)
    return readDecisionApprovals(handle, { ...asked, ...(only && { only }) })
  },
  'notice-approval': readNoticeApprovals,
  'link-review': readLinkReviews,
  'dossier-contest': readDossierContests,
  'claim-decision': (handle, { reader: actor, limit }) =>
    readClaimDecisions(handle, { actor, limit, state: 'pending', path: '/catalog/claims' }),
  'marketplace-response': readMarketplaceResponses,
  'buyer-report': readBuyerReports,
  'code-alarm': readCodeAlarms,
  'case-due': readDueCases,
  'failed-capture': readFailedCaptures,
  'failing-webhook': readFailingWebhooks,
  setup: readSetupSteps,
  finding: (handle, { reader: actor, source, limit }) =>
    readFindings(handle, { actor, source, limit }),
  seller: readSellers,
}

/** The inbox of a member by kind, without the kinds that do not concern their role or organisation. */
export async function readInbox(options: InboxInput): Promise<WaitingByKind> {
  const { handle, actor, source, now, limit } = options
  if (!mayReadInbox(actor)) throw notAllowed()
  const { organisationId, id: personId } = actor
  const organisation = await kindOfOrganisation(handle, organisationId)
  if (organisation === undefined) throw notAllowed()
  const asked: InboxRequest = {
    reader: actor,
    kind: organisation,
    organisationId,
    personId,
    source,
    now,
    limit,
  }
  const waiting: WaitingByKind = {}
  for (const [kind, read] of Object.entries(readers) as [keyof typeof readers, Reader][]) {
    if (concerns(actor, kind, organisation)) waiting[kind] = await read(handle, asked)
  }
  return waiting
}

type OperatorInput = Pick<InboxInput, 'actor' | 'now' | 'limit'> & {
  /** The job queues, read outside of the transaction. */
  queues: readonly QueueState[]
}

/** What waits for the operator: claims, contested ones too, organisations that nobody uses yet, webhooks and jobs. */
export async function readOperatorInbox(
  handle: Transaction,
  { actor, now, limit, queues }: OperatorInput,
): Promise<WaitingByKind> {
  if (!actsForInstallation(actor)) throw notAllowed()
  const operator: Actor = { kind: 'operator', id: actor.id }
  const path = '/operator/claims'
  const claims = []
  for (const state of ['contested', 'pending'] as const) {
    claims.push(await readClaimDecisions(handle, { actor: operator, limit, state, path }))
  }
  return {
    'claim-decision': {
      count: claims.reduce((sum, { count }) => sum + count, 0),
      more: claims.some(({ more }) => more),
      rows: claims.flatMap(({ rows }) => rows).slice(0, limit),
    },
    'failing-webhook': await readAllFailingWebhooks(handle, { limit }),
    'failed-job': toFailedJobs(queues, limit),
    setup: await readUnusedOrganisations(handle, { limit, now }),
  }
}

export function notAllowed(): AppError {
  return new AppError({
    code: 'organisation-required',
    message: 'only members of an organisation and the operator have an inbox',
  })
}
