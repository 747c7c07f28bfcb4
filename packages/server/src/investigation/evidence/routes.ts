import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { evidenceEndpoints, type CaptureView, type EvidenceItemView } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { contextOf, route } from '../../access/organisations/index.ts'
import { TimeCursor, toPageQuery, pageOf, type Outgoing } from '../../platform/http/index.ts'
import type { EvidenceDependencies } from './run-captures.ts'
import type { CaptureRow, EvidenceItemRow } from './types.ts'
import { redactItem } from './redact-item.ts'
import {
  listCaptures,
  compareCapture,
  exportPackage,
  setCaptureHold,
  ownKeys,
  readCapture,
  readItem,
  requestCapture,
  readCaptureState,
} from './manage-captures.ts'
import { readCircumstances, downloadHeadersOf, toCustodyStep, toSealView } from './custody-views.ts'

export type EvidenceRoutesOptions = Omit<EvidenceDependencies, 'capture'> & {
  /** Called when a capture was requested. */
  onRequest?: (capture: { id: string; organisationId: string }) => void
}

/** Endpoints for captures and evidence. */
export function evidenceRoutes(app: FastifyInstance, options: EvidenceRoutesOptions): void {
  const { store, blobs, onRequest } = options

  route(app, evidenceEndpoints.list, async ({ actor, query }) => {
    const { listing: listingId, case: caseId } = query
    const input = {
      ...toPageQuery(query, TimeCursor),
      ...(listingId && { listingId }),
      ...(caseId && { caseId }),
    }
    const captures = await store.transact(contextOf(actor), (handle) =>
      listCaptures({ handle, actor, input }),
    )
    const { items, next } = pageOf(captures, query.limit, (last) => [last.requestedAt, last.id])
    return { items: items.map(toCaptureView), next }
  })

  route(app, evidenceEndpoints.keys, async ({ actor }) => ({
    items: await store.transact(contextOf(actor), (handle) => ownKeys({ handle, actor })),
  }))

  route(app, evidenceEndpoints.request, async ({ actor, body }) => {
    const { listing: listingId, ...request } = body
    const input = { ...request, ...(listingId !== undefined && { listingId }) }
    const requested = await store.transact(contextOf(actor), (handle) =>
      requestCapture({ handle, actor, input }),
    )
    if (actor.kind !== 'operator') {
      onRequest?.({ id: requested.id, organisationId: actor.organisationId })
    }
    return requested
  })

  route(app, evidenceEndpoints.read, async ({ actor, params: input }) => {
    const { items, custody, seal, ...capture } = await store.transact(contextOf(actor), (handle) =>
      readCapture({ handle, actor, input }),
    )
    return {
      capture: toCaptureView(capture),
      items: items.map(toItemView),
      custody: custody.map(toCustodyStep),
      circumstances: await readCircumstances(blobs, items),
      seal: seal === undefined ? null : toSealView(seal),
    }
  })

  route(app, evidenceEndpoints.state, async ({ actor, params: input }) =>
    toCaptureView(
      await store.transact(contextOf(actor), (handle) =>
        readCaptureState({ handle, actor, input }),
      ),
    ),
  )

  route(app, evidenceEndpoints.changes, async ({ actor, params: { id }, query: { against } }) => {
    const { before, after, changes } = await compareCapture(options, {
      actor,
      input: { id, against },
    })
    return { before: before && toCaptureView(before), after: toCaptureView(after), ...changes }
  })

  route(app, evidenceEndpoints.item, async ({ actor, params: input, reply }) => {
    const item = await readItem(options, { actor, input })
    const { type, disposition } = downloadHeadersOf(item)
    return reply
      .headers({
        'content-type': type,
        'content-length': item.bytes,
        // Opened directly it cannot run anything either, whatever its bytes could be interpreted as.
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
    toItemView(await redactItem(options, { actor, input: { id, redaction } })),
  )

  route(app, evidenceEndpoints.act, async ({ actor, params: { id }, body: { action } }) => {
    const input = { id, reason: action.reason, release: action.type === 'release-hold' }
    await store.transact(contextOf(actor), (handle) => setCaptureHold({ handle, actor, input }))
    return {}
  })
}

export function toItemView(item: EvidenceItemRow): Outgoing<EvidenceItemView> {
  const { name, title, mediatype, bytes, sha256, derivedFrom, how } = item
  return { name, title, mediatype, bytes, sha256, derivedFrom, how }
}

export function toCaptureView(capture: CaptureRow): Outgoing<CaptureView> {
  const { id, url, listingId: listing, operator, reason, state, outcome, sentence } = capture
  const { heldFor, disposedAt, disposedFor, requestedAt, endedAt } = capture
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
