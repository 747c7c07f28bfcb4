import { codeKeyEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { contextOf, route } from '../../access/organisations/index.ts'
import { addRoute } from '../../platform/http/index.ts'
import { createCodeKey, listCodeKeys, revokeKey, type CodeKeyRing } from './manage-code-keys.ts'
import { publishCodeKeys } from './publish-code-keys.ts'
import { signCodes } from './sign-codes.ts'

/** Endpoints for keys with which makers sign their codes. */
export function codeKeyRoutes(
  app: FastifyInstance,
  { clock, ...ring }: CodeKeyRing & { clock: () => number },
): void {
  const { store, sealer, keeper } = ring

  route(app, codeKeyEndpoints.list, async ({ actor }) => ({
    items: await store.transact(contextOf(actor), (handle) => listCodeKeys({ handle, actor })),
  }))

  route(app, codeKeyEndpoints.create, async ({ actor, body: { heldBy }, reply }) => {
    // The private key may be in it.
    void reply.header('cache-control', 'no-store')
    return createCodeKey({ ...ring, actor, heldBy })
  })

  route(app, codeKeyEndpoints.act, async ({ actor, params: { id } }) =>
    revokeKey({ ...ring, actor, id }),
  )

  route(app, codeKeyEndpoints.sign, async ({ actor, params: { id }, body: input }) =>
    signCodes({ store, sealer, actor, id, input }),
  )

  addRoute(app, codeKeyEndpoints.published, async () =>
    publishCodeKeys(store, keeper, new Date(clock())),
  )
}
