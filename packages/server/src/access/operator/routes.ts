import { operatorEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { recordEvent } from '../audit/index.ts'
import { route, type Actor } from '../organisations/index.ts'
import { readAssessmentProgress } from '../../listings/ingest/index.ts'
import type { Invitation } from '../users/index.ts'
import {
  sizeOf,
  statusOf,
  type Context,
  type Transaction,
  type Store,
} from '../../platform/db/index.ts'
import { valueCursor, toPageQuery, pageOf } from '../../platform/http/index.ts'
import type { Jobs } from '../../platform/jobs/index.ts'
import type { Screening } from '../../listings/screening/index.ts'
import { backupCommand } from './types.ts'
import {
  addOrganisation,
  confirmMarketplaces,
  inviteFirstMember,
  listOrganisations,
  listRetention,
  setClaimApprover,
  notFound,
  readEventOutbox,
  requireInstallationAdmin,
  retryFailedDeliveries,
} from './manage-organisations.ts'
import { findLastBackup } from './repository.ts'

export type OperatorRoutesOptions = {
  store: Store
  screening: Screening
  /** The queues of this process, if it runs any. */
  jobs: Pick<Jobs, 'queues' | 'retryFailed'> | undefined
  clock: () => number
}

const SlugPlace = valueCursor(z.string())

/** Endpoints for the operator's users. */
export function operatorRoutes(app: FastifyInstance, options: OperatorRoutesOptions): void {
  const { store, screening, jobs, clock } = options

  /** Runs in an operator's transaction after checking the permission. */
  async function run<T>(
    by: Actor,
    work: (options: { handle: Transaction; by: Actor }) => Promise<T>,
  ): Promise<T> {
    requireInstallationAdmin(by)
    const context: Context = { as: 'operator', actor: { kind: by.kind, id: by.id } }
    return store.transact(context, (handle) => work({ handle, by }))
  }

  route(app, operatorEndpoints.organisations, async ({ actor, query }) => {
    const input = toPageQuery(query, SlugPlace)
    const organisations = await run(actor, (options) => listOrganisations({ ...options, input }))
    return pageOf(organisations, query.limit, ({ slug }) => [slug])
  })

  route(app, operatorEndpoints.createOrganisation, async ({ actor, body: input }) =>
    run(actor, (options) => addOrganisation({ ...options, input })),
  )

  route(app, operatorEndpoints.inviteFirst, async ({ actor, params, body }) => {
    const input = { ...params, ...body, now: clock() }
    const { invitation, token } = await run(actor, (options) =>
      inviteFirstMember({ ...options, input }),
    )
    return { invitation: shown(invitation), token }
  })

  route(app, operatorEndpoints.nameApprover, async ({ actor, params, body }) => {
    await run(actor, (options) => setClaimApprover({ ...options, input: { ...params, ...body } }))
    return {}
  })

  route(app, operatorEndpoints.bindMarketplaces, async ({ actor, params, body }) => ({
    marketplaces: await run(actor, (options) =>
      confirmMarketplaces({ ...options, input: { ...params, ...body } }),
    ),
  }))

  route(app, operatorEndpoints.engines, async ({ actor }) => {
    const current = screening.name
    const { due, pass } = await run(actor, ({ handle }) => readAssessmentProgress(handle, current))
    return {
      current,
      running: [...screening.names],
      candidate: screening.candidate ?? null,
      due,
      pass: pass === undefined ? null : withoutId(pass),
    }
  })

  route(app, operatorEndpoints.jobs, async ({ actor }) => {
    requireInstallationAdmin(actor)
    return { items: (await jobs?.queues()) ?? [] }
  })

  route(app, operatorEndpoints.retryJobs, async ({ actor, params: { queue } }) => {
    requireInstallationAdmin(actor)
    const retried = await jobs?.retryFailed(queue)
    if (retried === undefined) throw notFound(`there is no queue ${queue}`, '/queue')
    await run(actor, ({ handle }) =>
      recordEvent({
        handle,
        organisationId: null,
        action: 'jobs-retried',
        subject: { kind: 'queue', id: queue },
        detail: { jobs: retried },
      }),
    )
    return { retried }
  })

  route(app, operatorEndpoints.outbox, async ({ actor }) => run(actor, readEventOutbox))

  route(app, operatorEndpoints.resendFailed, async ({ actor, params: input }) =>
    run(actor, (options) => retryFailedDeliveries({ ...options, input })),
  )

  route(app, operatorEndpoints.store, async ({ actor }) => {
    const last = await run(actor, ({ handle }) => findLastBackup(handle))
    const { applied, pending } = await statusOf(store)
    return {
      engine: store.engine,
      ...(await sizeOf(store)),
      migrations: applied.map(({ version, name, appliedAt }) => ({ version, name, appliedAt })),
      pending: pending.length,
      backup: { command: backupCommand, last: last ?? null },
    }
  })

  route(app, operatorEndpoints.retention, async ({ actor, query }) => {
    const input = toPageQuery(query, SlugPlace)
    const periods = await run(actor, (options) => listRetention({ ...options, input }))
    return pageOf(periods, query.limit, ({ organisation }) => [organisation])
  })
}

/** Only the time of the last reassessed listing, nothing that identifies it. */
function withoutId<T extends { reachedId: string | null }>({
  reachedId: _listing,
  ...pass
}: T): Omit<T, 'reachedId'> {
  return pass
}

function shown({ organisationId: _whose, ...invitation }: Invitation) {
  return invitation
}
