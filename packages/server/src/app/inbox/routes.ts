import { inboxEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import {
  actsForInstallation,
  contextOf,
  route,
  type Actor,
} from '../../access/organisations/index.ts'
import type { Store } from '../../platform/db/index.ts'
import type { Jobs } from '../../platform/jobs/index.ts'
import { endDailySummary, readDailySummary, setDailySummary } from './daily-summary.ts'
import type { AssessmentSource } from './findings.ts'
import { readFirstSteps } from './first-steps.ts'
import { markHandled } from './mark-handled.ts'
import { readInbox, readOperatorInbox } from './read-inbox.ts'
import { countsOf, inOrder, type WaitingByKind } from './types.ts'

export type InboxRoutesOptions = {
  store: Store
  source: AssessmentSource
  clock: () => number
  sendsEmail: boolean
  /** Background jobs, if this process runs any. */
  jobs: Pick<Jobs, 'queues'> | undefined
}

/** The endpoints of the inbox. */
export function inboxRoutes(app: FastifyInstance, options: InboxRoutesOptions): void {
  const { store, source, clock, sendsEmail, jobs } = options

  async function read(actor: Actor, now: Date, limit: number): Promise<WaitingByKind> {
    if (!actsForInstallation(actor)) {
      return store.transact(contextOf(actor), (handle) =>
        readInbox({ handle, actor, source, now, limit }),
      )
    }
    // The log names the person; what waits is what the operator may see.
    const context = { as: 'operator', actor: { kind: 'person', id: actor.id } } as const
    const queues = (await jobs?.queues()) ?? []
    return store.transact(context, (handle) =>
      readOperatorInbox(handle, { actor, now, limit, queues }),
    )
  }

  route(app, inboxEndpoints.read, async ({ actor, query: { limit } }) => {
    const now = new Date(clock())
    const waiting = await read(actor, now, limit)
    return { items: inOrder(waiting, now), counts: countsOf(waiting) }
  })

  route(app, inboxEndpoints.counts, async ({ actor }) => ({
    counts: countsOf(await read(actor, new Date(clock()), 1)),
  }))

  route(app, inboxEndpoints.firstSteps, async ({ actor }) => {
    if (actsForInstallation(actor)) return { steps: [] }
    const steps = await store.transact(contextOf(actor), (handle) =>
      readFirstSteps({ handle, actor, source }),
    )
    return { steps }
  })

  route(app, inboxEndpoints.handle, async ({ actor, body: input }) => {
    await store.transact(contextOf(actor), (handle) => markHandled({ handle, actor, input }))
    return {}
  })

  route(app, inboxEndpoints.summary, async ({ actor }) =>
    store.transact(contextOf(actor), async (handle) => ({
      summary: await readDailySummary({ handle, actor }),
      sendsEmail,
    })),
  )

  route(app, inboxEndpoints.setSummary, async ({ actor, body: summary }) => {
    const input = { ...summary, now: new Date(clock()) }
    await store.transact(contextOf(actor), (handle) => setDailySummary({ handle, actor, input }))
    return { summary, sendsEmail }
  })

  route(app, inboxEndpoints.endSummary, async ({ actor }) => {
    await store.transact(contextOf(actor), (handle) => endDailySummary({ handle, actor }))
    return { summary: null, sendsEmail }
  })
}
