import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { evidenceEndpoints, type Capture, type EvidenceItem } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { contextOf, route } from '../../access/organisations/index.ts'
import { MomentPlace, pageAsked, pageOf, type Outgoing } from '../../platform/http/index.ts'
import type { CapturingOptions } from './run-captures.ts'
import type { KeptCapture, KeptItem } from './types.ts'
import { redactItem } from './redact-item.ts'
import {
  capturesOf,
  compareCapture,
  exportPackage,
  holdCapture,
  ownKeys,
  readCapture,
  readItem,
  requestCapture,
  stateOfCapture,
} from './service.ts'
import { circumstancesIn, handedOutAs, tellSeal } from './custody-views.ts'

export type EvidenceRoutesOptions = Omit<CapturingOptions, 'capture'> & {
  /** Called when a capture was asked for. */
  onRequest?: (capture: { id: string; organisationId: string }) => void
}

/** The addresses under which people capture offers and handle what came of it. */
export function evidenceRoutes(app: FastifyInstance, options: EvidenceRoutesOptions): void {
  const { store, blobs, onRequest } = options

  route(app, evidenceEndpoints.list, async ({ actor, query }) => {
    const { listing: listingId, case: caseId } = query
    const input = {
      ...pageAsked(query, MomentPlace),
      ...(listingId && { listingId }),
      ...(caseId && { caseId }),
    }
    const captures = await store.transact(contextOf(actor), (handle) =>
      capturesOf({ handle, actor, input }),
    )
    const { items, next } = pageOf(captures, query.limit, (last) => [last.requestedAt, last.id])
    return { items: items.map(shown), next }
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
    if (actor.kind !== 'operator') {
      onRequest?.({ id: asked.id, organisationId: actor.organisationId })
    }
    return asked
  })

  route(app, evidenceEndpoints.read, async ({ actor, params: input }) => {
    const { items, custody, seal, ...capture } = await store.transact(contextOf(actor), (handle) =>
      readCapture({ handle, actor, input }),
    )
    return {
      capture: shown(capture),
      items: items.map(shownItem),
      custody: custody.map(({ sequence, at, action, actor: who, reason, details }) => ({
        sequence,
        at,
        action,
        actor: who.name,
        reason,
        ...(details !== undefined && { details }),
      })),
      circumstances: await circumstancesIn(blobs, items),
      seal: seal === undefined ? null : tellSeal(seal),
    }
  })

  route(app, evidenceEndpoints.state, async ({ actor, params: input }) =>
    shown(
      await store.transact(contextOf(actor), (handle) => stateOfCapture({ handle, actor, input })),
    ),
  )

  route(app, evidenceEndpoints.changes, async ({ actor, params: { id }, query: { against } }) => {
    const { before, after, changes } = await compareCapture(options, {
      actor,
      input: { id, against },
    })
    return { before: before && shown(before), after: shown(after), ...changes }
  })

  route(app, evidenceEndpoints.item, async ({ actor, params: input, reply }) => {
    const item = await readItem(options, { actor, input })
    const { type, disposition } = handedOutAs(item)
    return reply
      .headers({
        'content-type': type,
        'content-length': item.bytes,
        // Opened by itself it can do nothing either, whatever else its bytes can be read as.
        'content-security-policy': "default-src 'none'; sandbox",
        'cross-origin-resource-policy': 'same-origin',
        'content-disposition': `${disposition}; filename="${item.name}"`,
        'cache-control': 'no-store',
      })
      .send(createReadStream(item.file))
  })

  route(app, evidenceEndpoints.export, async ({ actor, params: { id }, body, reply }) => {
    const folder = await mkdtemp(join(tmpdir(), 'touchstone-package-'))
    const target = join(folder, 'package.zip')
    const remove = (): void => void rm(folder, { recursive: true, force: true })
    try {
      const input = { id, target, agent: 'Touchstone', ...body }
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

  route(app, evidenceEndpoints.redact, async ({ actor, params: { id }, body: redaction }) =>
    shownItem(await redactItem(options, { actor, input: { id, redaction } })),
  )

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

export function shownItem(item: KeptItem): Outgoing<EvidenceItem> {
  const { name, title, mediatype, bytes, sha256, derivedFrom, how } = item
  return { name, title, mediatype, bytes, sha256, derivedFrom, how }
}

export function shown(kept: KeptCapture): Outgoing<Capture> {
  const { id, url, listingId: listing, operator, reason, state, outcome, sentence } = kept
  const { heldFor, disposedAt, disposedFor, requestedAt, endedAt } = kept
  return {
    id,
    url,
    listing,
    operator,
    reason,
    state,
    outcome,
    sentence,
    heldFor,
    disposedAt,
    disposedFor,
    requestedAt,
    endedAt,
  }
}
