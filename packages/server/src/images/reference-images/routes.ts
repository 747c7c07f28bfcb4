import { referenceImageEndpoints } from '@touchstone/contract'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { recordEvent } from '../../access/audit/index.ts'
import { contextOf, route } from '../../access/organisations/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { TimeCursor, toPageQuery, pageOf } from '../../platform/http/index.ts'
import { sendImage, renderImage } from '../pipeline/index.ts'
import { maxReferenceBytes, type ReferenceRow } from './types.ts'
import { addReferenceFromListing, addReference, requireReferenceEditor } from './add-reference.ts'
import {
  retryProductImage,
  changeReference,
  toComparedReferenceView,
  listMissedProductImages,
  requireReader,
  readReference,
  readComparedReference,
  listReferences,
  removeReference,
  restoreReference,
  toReferenceView,
  imageTooLarge,
  type ReferenceDependencies,
} from './manage-reference-images.ts'
import { dailyCountsOf } from './repository.ts'

const ProductPlace = z.tuple([z.string().max(200), z.string().max(2000)])

/** Endpoints for banks of reference images. */
export function referenceImageRoutes(app: FastifyInstance, looks: ReferenceDependencies): void {
  const { store, works } = looks

  route(app, referenceImageEndpoints.list, async ({ actor, query: { bank, state, ...query } }) => {
    const filters = { ...toPageQuery(query, TimeCursor), bank, state }
    const references = await store.transact(contextOf(actor), (handle) =>
      listReferences({ handle, actor }, filters),
    )
    const { items, next } = pageOf(references, query.limit, (last) => [last.addedAt, last.id])
    return { items: items.map(toReferenceView), next }
  })

  route(app, referenceImageEndpoints.add, async ({ actor, query: input, body, request, reply }) => {
    requireReferenceEditor(actor, input)
    const length = Number(request.headers['content-length'] ?? 0)
    if (length > maxReferenceBytes) throw imageTooLarge()
    const bytes = await bytesOf(body)
    return answered(reply, await addReference(looks, { actor, input, bytes }))
  })

  route(
    app,
    referenceImageEndpoints.addFromListing,
    async ({ actor, params, body: input, reply }) => {
      const { id: listing } = params
      const place = Number(params.place)
      return answered(reply, await addReferenceFromListing(looks, { actor, input, listing, place }))
    },
  )

  route(app, referenceImageEndpoints.read, async ({ actor, params: { id } }) =>
    store.transact(contextOf(actor), async (handle) => {
      const reference = await readReference({ handle, actor }, id)
      return { ...toReferenceView(reference), days: await dailyCountsOf(handle, reference.id) }
    }),
  )

  route(app, referenceImageEndpoints.picture, async ({ actor, params: { id }, query, reply }) => {
    const { listing, place = 0 } = query
    const at = listing === undefined ? undefined : { listing, place }
    const { reference } = await readComparedReference(looks, { actor, id, at })
    const bytes = await works.archive.read(reference.sha256)
    if (bytes === undefined) {
      works.archive.requireUntampered(reference.sha256)
      throw imageMissing(id)
    }
    return sendImage(reply, await renderImage(bytes))
  })

  route(app, referenceImageEndpoints.compare, async ({ actor, params: { id }, query }) => {
    const { reference, digest = '' } = await readComparedReference(looks, { actor, id, at: query })
    await store.transact(contextOf(actor), (handle) =>
      recordEvent({
        handle,
        organisationId: requireReader(actor).organisationId,
        action: 'picture-shown',
        subject: { kind: 'listing', id: query.listing },
        detail: { picture: query.place },
      }),
    )
    const [facts, match] = await Promise.all([
      works.archive.factsOf(digest),
      works.matcher.explain(
        await works.archive.localPath(digest, 'description'),
        await works.archive.localPath(reference.sha256, 'description'),
      ),
    ])
    if (facts === undefined) throw imageMissing(id)
    return {
      match: match
        ? {
            kind: match.kind,
            score: match.score,
            edits: match.edits,
            transformation: match.transformation,
            picturePolygon: match.queryPolygon.map(([x, y]) => [x, y]),
            referencePolygon: match.referencePolygon.map(([x, y]) => [x, y]),
            picturePoints: match.queryPoints.map(([x, y]) => [x, y]),
            referencePoints: match.referencePoints.map(([x, y]) => [x, y]),
          }
        : null,
      picture: { width: facts.width, height: facts.height },
      reference: toComparedReferenceView(reference),
    }
  })

  route(app, referenceImageEndpoints.change, async ({ actor, params: { id }, body }) =>
    store.transact(contextOf(actor), async (handle) =>
      toReferenceView(await changeReference({ handle, actor }, id, body)),
    ),
  )

  route(app, referenceImageEndpoints.remove, async ({ actor, params: { id } }) => {
    await store.transact(contextOf(actor), (handle) => removeReference({ handle, actor }, id))
    return {}
  })

  route(app, referenceImageEndpoints.missedOfProducts, async ({ actor, query }) => {
    const missed = await store.transact(contextOf(actor), (handle) =>
      listMissedProductImages({ handle, actor }, toPageQuery(query, ProductPlace)),
    )
    return pageOf(missed, query.limit, (last) => [last.product, last.url])
  })

  route(app, referenceImageEndpoints.askAgain, async ({ actor, body }) => {
    const requested = await store.transact(contextOf(actor), (handle) =>
      retryProductImage({ handle, actor }, body),
    )
    return { asked: requested }
  })

  route(app, referenceImageEndpoints.act, async ({ actor, params: { id } }) =>
    store.transact(contextOf(actor), async (handle) =>
      toReferenceView(await restoreReference({ handle, actor }, id)),
    ),
  )
}

function answered(
  reply: FastifyReply,
  { reference, isNew }: { reference: ReferenceRow; isNew: boolean },
) {
  reply.status(isNew ? 201 : 200)
  return toReferenceView(reference)
}

/** A streamed body, limited to the size of a picture. */
async function bytesOf(body: unknown): Promise<Buffer> {
  if (typeof body !== 'object' || body === null || !(Symbol.asyncIterator in body)) {
    throw new AppError({
      code: 'content-type-unsupported',
      message: 'send the picture itself, with its content type: image/jpeg, image/png …',
    })
  }
  const parts: Buffer[] = []
  let size = 0
  for await (const part of body as AsyncIterable<Buffer>) {
    size += part.length
    if (size > maxReferenceBytes) throw imageTooLarge()
    parts.push(part)
  }
  return Buffer.concat(parts)
}

function imageMissing(id: string): AppError {
  return new AppError({ code: 'not-found', message: `the picture of ${id} is no longer stored` })
}
