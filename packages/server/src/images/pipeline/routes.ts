import { listingImageEndpoints, blindAuditEndpoints } from '@touchstone/contract'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { recordEvent, type AuditSubject } from '../../access/audit/index.ts'
import { contextOf, route, type Actor } from '../../access/organisations/index.ts'
import { findImageUrl } from '../../listings/queue/index.ts'
import type { Store } from '../../platform/db/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import type { FetchOptions } from '../../platform/outbound/index.ts'
import { findAssignedImage } from '../../review/blind-audit/index.ts'
import type { BrandNames } from '../../brands/visibility/index.ts'
import type { ImageType } from './image-type.ts'
import { ImageFetcher } from './image-fetcher.ts'
import { findImageElsewhere, readStoredImage, listImageFindings } from './image-findings.ts'
import type { ImagePipeline } from './image-pipeline.ts'
import { listThumbnails, readThumbnail } from './listing-thumbnails.ts'
import { renderImage } from './render-image.ts'

export type ImageRoutesOptions = {
  store: Store
  works: ImagePipeline
  names: () => BrandNames
  engine: () => string
  outbound: FetchOptions
  /** Signs the addresses of thumbnails. */
  sealer: Sealer
}

/** The address is one reader's alone and changes within the hour; what is erased meanwhile is shown no longer than that. */
const thumbnailCaching = 'private, max-age=3600, immutable'

/** The endpoint that shows a listing's picture to a person. */
export function imageRoutes(app: FastifyInstance, options: ImageRoutesOptions): void {
  const { store, works, names, engine, outbound, sealer } = options
  const looks = { store, works, names, engine, sealer }
  const fetcher = new ImageFetcher(outbound)

  route(app, listingImageEndpoints.read, ({ params, ...called }) =>
    handOut(called, { kind: 'listing', ...params }, findImageUrl),
  )

  // Without the listing's identity: the log names only its position in the audit sample.
  route(app, blindAuditEndpoints.picture, ({ params, ...called }) =>
    handOut(called, { kind: 'audit-item', ...params }, findAssignedImage),
  )

  route(app, listingImageEndpoints.list, async ({ actor, params: { id } }) => ({
    items: await listImageFindings(looks, { actor, id }),
  }))

  route(app, listingImageEndpoints.storedCopy, async ({ actor, params: { id, place }, reply }) => {
    const bytes = await readStoredImage(looks, { actor, id, place: Number(place) })
    return sendImage(reply, await renderImage(bytes))
  })

  route(app, listingImageEndpoints.thumbnails, async ({ actor, query: { listings } }) => ({
    items: await listThumbnails(looks, { actor, listings: listings.split(',') }),
  }))

  route(app, listingImageEndpoints.thumbnail, async ({ actor, params: { token }, reply }) => {
    const { bytes } = await readThumbnail(looks, { actor, token })
    return sendImage(reply, bytes, 'image/webp', thumbnailCaching)
  })

  route(app, listingImageEndpoints.elsewhere, async ({ actor, params: { id, place } }) => ({
    items: await findImageElsewhere(looks, { actor, id, place: Number(place) }),
  }))

  async function handOut(
    { actor, reply }: { actor: Actor; reply: FastifyReply },
    { kind, id, place: text }: { kind: AuditSubject; id: string; place: string },
    addressOf: typeof findImageUrl,
  ): Promise<FastifyReply> {
    const place = Number(text)
    // Recorded before the host is contacted, whatever its response.
    const location = await store.transact(contextOf(actor), async (handle) => {
      const address = await addressOf({
        handle,
        actor,
        names: names(),
        engine: engine(),
        input: { id, place },
      })
      await recordEvent({
        handle,
        organisationId: address.readerOrganisationId,
        action: 'picture-fetched',
        subject: { kind, id },
        // Not the host: the log contains nothing of a listing's content.
        detail: { picture: place },
      })
      return address
    })
    const { type, bytes } = await fetcher.fetch(location.url, location.readerOrganisationId)
    return sendImage(reply, bytes, type)
  }
}

/** Responds with a picture that cannot run anything. */
export function sendImage(
  reply: FastifyReply,
  bytes: Uint8Array,
  type: ImageType = 'image/jpeg',
  // Long enough to view it again without contacting the host.
  cacheControl = 'private, max-age=600',
): FastifyReply {
  return reply
    .headers({
      'content-type': type,
      // Opened directly it cannot run anything either, whatever its bytes could be interpreted as.
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'same-origin',
      'content-disposition': 'inline; filename="picture"',
      'cache-control': cacheControl,
    })
    .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
}
