import {
  operatorWatchEndpoints,
  watchEndpoints,
  watchSettingsEndpoints,
} from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { contextOf, route, type Actor } from '../../access/organisations/index.ts'
import type { OperatorConfig } from '../../platform/config/index.ts'
import type { Context, Store, Transaction } from '../../platform/db/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import {
  addRoute,
  pageOf,
  TimeCursor,
  toPageQuery,
  valueCursor,
} from '../../platform/http/index.ts'
import { listConnectors, type ConnectorPackage } from '../connector-packages/index.ts'
import { pageOfAuthorities, visitingRules, type Agent } from '../gate/index.ts'
import {
  changeInstallation,
  changeSettings,
  readInstallation,
  readSettings,
  requireOperator,
} from './manage-settings.ts'
import { actOnWatch, changeWatch, createWatch, removeWatch } from './manage-watches.ts'
import { listRuns, listWatches, readWatch } from './read-watches.ts'
import { findInstallation } from './settings-repository.ts'

export type WatchRoutesOptions = {
  store: Store
  /** What visits name themselves. */
  agent: Agent
  operator: OperatorConfig
  sealer: Sealer
  packages: readonly ConnectorPackage[]
}

type ServiceInput = { handle: Transaction; actor: Actor }

const Authority = valueCursor(z.string().max(300))

/** Endpoints for saved watches and their settings. */
export function watchRoutes(
  app: FastifyInstance,
  { store, agent, operator, sealer, packages }: WatchRoutesOptions,
): void {
  const run = <T>(actor: Actor, work: (options: ServiceInput) => Promise<T>): Promise<T> =>
    store.transact(contextOf(actor), (handle) => work({ handle, actor }))

  const operate = async <T>(by: Actor, work: (handle: Transaction) => Promise<T>): Promise<T> => {
    requireOperator(by)
    const context: Context = { as: 'operator', actor: { kind: by.kind, id: by.id } }
    return store.transact(context, work)
  }

  route(app, watchEndpoints.connectors, async () => ({
    items: listConnectors(packages),
  }))

  route(app, watchEndpoints.list, async ({ actor, query: { brand, state, ...query } }) => {
    const input = { ...toPageQuery(query, TimeCursor), brand, state }
    const watches = await run(actor, (options) => listWatches({ ...options, input }))
    return pageOf(watches, query.limit, ({ createdAt, id }) => [createdAt, id])
  })

  route(app, watchEndpoints.create, async ({ actor, body: input }) =>
    run(actor, (options) => createWatch({ ...options, input, packages })),
  )

  route(app, watchEndpoints.read, async ({ actor, params: { id } }) =>
    run(actor, (options) => readWatch({ ...options, id })),
  )

  route(app, watchEndpoints.update, async ({ actor, params: { id }, body: input }) =>
    run(actor, (options) => changeWatch({ ...options, id, input })),
  )

  route(app, watchEndpoints.remove, async ({ actor, params: { id } }) => {
    await run(actor, (options) => removeWatch({ ...options, id }))
    return {}
  })

  route(app, watchEndpoints.act, async ({ actor, params: { id }, body }) => {
    const { action, expectedVersion } = body
    return run(actor, (options) =>
      actOnWatch({ ...options, id, action: action.type, expectedVersion }),
    )
  })

  route(app, watchEndpoints.runs, async ({ actor, params: { id }, query }) => {
    const input = toPageQuery(query, TimeCursor)
    const runs = await run(actor, (options) => listRuns({ ...options, id, input }))
    return pageOf(runs, query.limit, (last) => [last.startedAt, last.id])
  })

  route(app, watchSettingsEndpoints.read, async ({ actor }) => run(actor, readSettings))

  route(app, watchSettingsEndpoints.update, async ({ actor, body: input }) =>
    run(actor, (options) => changeSettings({ ...options, input, sealer })),
  )

  route(app, operatorWatchEndpoints.gate, async ({ actor, query }) => {
    const page = toPageQuery(query, Authority)
    const authorities = await operate(actor, (handle) => pageOfAuthorities(handle, page))
    return pageOf(authorities, query.limit, ({ authority }) => [authority])
  })

  route(app, operatorWatchEndpoints.read, async ({ actor }) =>
    operate(actor, (handle) => readInstallation(handle, actor)),
  )

  route(app, operatorWatchEndpoints.update, async ({ actor, body }) =>
    operate(actor, (handle) => changeInstallation(handle, actor, body)),
  )

  addRoute(app, watchSettingsEndpoints.policy, async () => {
    const visitor: Context = { as: 'visitor' }
    const { stopped } = await store.transact(visitor, findInstallation)
    const { name = null, contact = null } = operator
    return { agent, operator: { name, contact }, stopped, limits: visitingRules }
  })
}
