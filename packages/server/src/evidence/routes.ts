import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { evidenceEndpoints, type Capture } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { contextOf, route } from '../identity/index.ts'
import { MomentPlace, readCursor, writeCursor, type Outgoing } from '../platform/http/index.ts'
import type { CapturingOptions } from './capturing.ts'
import type { KeptCapture } from './model.ts'
import {
  capturesOf,
  exportPackage,
  holdCapture,
  ownKeys,
  readCapture,
  requestCapture,
} from './service.ts'

export type EvidenceRoutesOptions = Omit<CapturingOptions, 'capture'> & {
  /** Called when a capture was asked for. */
  onRequest?: (id: string) => void
}

/** The addresses under which people capture offers and handle what came of it. */
export function evidenceRoutes(app: FastifyInstance, options: EvidenceRoutesOptions): void {
  const { store, onRequest } = options

  route(app, evidenceEndpoints.list, async ({ actor, query: { limit, after } }) => {
    const [at, id] = after === undefined ? [] : readCursor(MomentPlace, after)
    const input = { limit, ...(at !== undefined && id !== undefined && { after: { at, id } }) }
    const captures = await store.transact(contextOf(actor), (handle) =>
      capturesOf({ handle, actor, input }),
    )
    const end = captures.length === limit ? captures.at(-1) : undefined
    return {
      items: captures.map(shown),
      next: end === undefined ? null : writeCursor([end.requestedAt, end.id]),
    }
  })

  route(app, evidenceEndpoints.keys, async ({ actor }) => ({
    items: await store.transact(contextOf(actor), (handle) => ownKeys({ handle, actor })),
  }))

  route(app, evidenceEndpoints.request, async ({ actor, body }) => {
    const { listing: listingId, ...wish } = body
    const input = { ...wish, ...(listingId !== undefined && { listingId }) }
    const asked = await store.transact(contextOf(actor), (handle) =>
      requestCapture({ handle, actor, input }),
    )
    onRequest?.(asked.id)
    return asked
  })

  route(app, evidenceEndpoints.read, async ({ actor, params: input }) => {
    const { items, custody, ...capture } = await store.transact(contextOf(actor), (handle) =>
      readCapture({ handle, actor, input }),
    )
    return {
      capture: shown(capture),
      items: items.map(({ path: _path, ...item }) => item),
      custody: custody.map(({ sequence, at, action, actor: who, reason, details }) => ({
        ...{ sequence, at, action, actor: who.name, reason },
        ...(details !== undefined && { details }),
      })),
    }
  })

  route(app, evidenceEndpoints.export, async ({ actor, params: { id }, query, reply }) => {
    const folder = await mkdtemp(join(tmpdir(), 'touchstone-package-'))
    const target = join(folder, 'package.zip')
    const remove = (): void => void rm(folder, { recursive: true, force: true })
    try {
      const input = { id, reason: query.reason, target, agent: 'Touchstone' }
      const { name } = await exportPackage(options, { actor, input })
      const stream = createReadStream(target)
      stream.on('close', remove)
      return reply
        .headers({
          'content-type': 'application/zip',
          'content-disposition': `attachment; filename="${name}.zip"`,
          'cache-control': 'no-store',
        })
        .send(stream)
    } catch (error) {
      remove()
      throw error
    }
  })

  for (const [name, release] of [
    ['hold', false],
    ['release', true],
  ] as const) {
    route(app, evidenceEndpoints[name], async ({ actor, params: { id }, body: { reason } }) => {
      const input = { id, reason, release }
      await store.transact(contextOf(actor), (handle) => holdCapture({ handle, actor, input }))
      return {}
    })
  }
}

function shown(kept: KeptCapture): Outgoing<Capture> {
  const { id, url, listingId: listing, operator, reason, state, outcome, sentence } = kept
  const { heldFor, requestedAt, endedAt } = kept
  return {
    ...{ id, url, listing, operator, reason, state, outcome, sentence },
    ...{ heldFor, requestedAt, endedAt },
  }
}
