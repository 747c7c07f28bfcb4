import { gtinPrefixEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { contextOf, organisationOf, route } from '../../access/organisations/index.ts'
import type { Store } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { bindGtinPrefixes } from './bind-prefixes.ts'
import { mayBindPrefixes, mayReadCodes } from './policy.ts'
import { findPrefixes } from './repository.ts'

/** Endpoints about who issues which numbers. */
export function gtinPrefixRoutes(app: FastifyInstance, store: Store): void {
  route(app, gtinPrefixEndpoints.read, async ({ actor }) => {
    if (!mayReadCodes(actor)) {
      throw new AppError({
        code: 'permission-required',
        message: 'only members, and keys with the scope codes:read, see the prefixes',
      })
    }
    const prefixes = await store.transact(contextOf(actor), (handle) =>
      findPrefixes(handle, organisationOf(actor)),
    )
    return { prefixes }
  })

  route(app, gtinPrefixEndpoints.bind, async ({ actor, params: { slug }, body }) => {
    if (!mayBindPrefixes(actor)) {
      throw new AppError({
        code: 'operator-required',
        message: 'only the operator confirms the GS1 company prefixes of an organisation',
      })
    }
    const input = { organisation: slug, prefixes: body.prefixes }
    const prefixes = await store.transact(
      { as: 'operator', actor: { kind: actor.kind, id: actor.id } },
      (handle) => bindGtinPrefixes({ handle, actor, input }),
    )
    return { prefixes }
  })
}
