import { installationEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { recordEvent } from '../audit/index.ts'
import { route, type Actor } from '../organisations/index.ts'
import { judgingProgress } from '../../listings/ingest/index.ts'
import type { Invitation } from '../users/index.ts'
import { sizeOf, statusOf, type Context, type Handle, type Store } from '../../platform/db/index.ts'
import { onePlace, pageAsked, pageOf } from '../../platform/http/index.ts'
import type { Jobs } from '../../platform/jobs/index.ts'
import type { Screening } from '../../listings/screening/index.ts'
import { backupCommand } from './types.ts'
import {
  addOrganisation,
  confirmMarketplaces,
  inviteFirstMember,
  listOrganisations,
  listRetention,
  nameApprover,
  notFound,
  readOutbox,
  refuseOthers,
  resendLost,
} from './service.ts'
import { lastBackup } from './repository.ts'

export type InstallationRoutesOptions = {
  store: Store
  screening: Screening
  /** The queues of this process; none where it runs none. */
  jobs: Pick<Jobs, 'queues' | 'retryFailed'> | undefined
  clock: () => number
}

const SlugPlace = onePlace(z.string())

/** The addresses for who looks after what all organisations share. */
export function installationRoutes(app: FastifyInstance, options: InstallationRoutesOptions): void {
  const { store, screening, jobs, clock } = options

  /** In a transaction of the operator's, once it is known that the person may have one. */
  async function run<T>(
    by: Actor,
    work: (asked: { handle: Handle; by: Actor }) => Promise<T>,
  ): Promise<T> {
    refuseOthers(by)
    const context: Context = { as: 'operator', actor: { kind: by.kind, id: by.id } }
    return store.transact(context, (handle) => work({ handle, by }))
  }

  route(app, installationEndpoints.organisations, async ({ actor, query }) => {
    const input = pageAsked(query, SlugPlace)
    const organisations = await run(actor, (asked) => listOrganisations({ ...asked, input }))
    return pageOf(organisations, query.limit, ({ slug }) => [slug])
  })

  route(app, installationEndpoints.createOrganisation, async ({ actor, body: input }) =>
    run(actor, (asked) => addOrganisation({ ...asked, input })),
  )

  route(app, installationEndpoints.inviteFirst, async ({ actor, params, body }) => {
    const input = { ...params, ...body, now: clock() }
    const { invitation, token } = await run(actor, (asked) =>
      inviteFirstMember({ ...asked, input }),
    )
    return { invitation: shown(invitation), token }
  })

  route(app, installationEndpoints.nameApprover, async ({ actor, params, body }) => {
    await run(actor, (asked) => nameApprover({ ...asked, input: { ...params, ...body } }))
    return {}
  })

  route(app, installationEndpoints.bindMarketplaces, async ({ actor, params, body }) => ({
    marketplaces: await run(actor, (asked) =>
      confirmMarketplaces({ ...asked, input: { ...params, ...body } }),
    ),
  }))

  route(app, installationEndpoints.engines, async ({ actor }) => {
    const current = screening.name
    const { due, pass } = await run(actor, ({ handle }) => judgingProgress(handle, current))
    return {
      current,
      running: [...screening.names],
      candidate: screening.candidate ?? null,
      due,
      pass: pass === undefined ? null : withoutId(pass),
    }
  })

  route(app, installationEndpoints.jobs, async ({ actor }) => {
    refuseOthers(actor)
    return { items: (await jobs?.queues()) ?? [] }
  })

  route(app, installationEndpoints.retryJobs, async ({ actor, params: { queue } }) => {
    refuseOthers(actor)
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

  route(app, installationEndpoints.outbox, async ({ actor }) => run(actor, readOutbox))

  route(app, installationEndpoints.resendFailed, async ({ actor, params: input }) =>
    run(actor, (asked) => resendLost({ ...asked, input })),
  )

  route(app, installationEndpoints.store, async ({ actor }) => {
    const last = await run(actor, ({ handle }) => lastBackup(handle))
    const { applied, pending } = await statusOf(store)
    return {
      engine: store.engine,
      ...(await sizeOf(store)),
      migrations: applied.map(({ version, name, appliedAt }) => ({ version, name, appliedAt })),
      pending: pending.length,
      backup: { command: backupCommand, last: last ?? null },
    }
  })

  route(app, installationEndpoints.retention, async ({ actor, query }) => {
    const input = pageAsked(query, SlugPlace)
    const periods = await run(actor, (asked) => listRetention({ ...asked, input }))
    return pageOf(periods, query.limit, ({ organisation }) => [organisation])
  })
}

/** Of the offer that the pass met last its moment alone, and nothing that names it. */
function withoutId<T extends { reachedId: string | null }>({
  reachedId: _offer,
  ...pass
}: T): Omit<T, 'reachedId'> {
  return pass
}

function shown({ organisationId: _whose, ...invitation }: Invitation) {
  return invitation
}
