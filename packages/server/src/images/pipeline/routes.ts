import { pictureEndpoints, qualityEndpoints } from '@touchstone/contract'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { recordEvent, type AuditSubject } from '../../access/audit/index.ts'
import { contextOf, route, type Actor } from '../../access/organisations/index.ts'
import { pictureAddress } from '../../listings/queue/index.ts'
import type { Store } from '../../platform/db/index.ts'
import type { FetchOptions } from '../../platform/outbound/index.ts'
import { pictureAtHand } from '../../review/blind-audit/index.ts'
import type { BrandNames } from '../../brands/visibility/index.ts'
import type { PictureType } from './image-type.ts'
import { PictureFetcher } from './image-fetcher.ts'
import { foundElsewhere, keptPicture, lookedAt } from './image-findings.ts'
import { shownPicture, type PictureWorks } from './image-pipeline.ts'

export type PictureRoutesOptions = {
  store: Store
  works: PictureWorks
  names: () => BrandNames
  engine: () => string
  outbound: FetchOptions
}

/** The address at which a person looks at a picture of an offer. */
export function pictureRoutes(app: FastifyInstance, options: PictureRoutesOptions): void {
  const { store, works, names, engine, outbound } = options
  const looks = { store, works, names, engine }
  const fetcher = new PictureFetcher(outbound)

  route(app, pictureEndpoints.read, ({ params, ...called }) =>
    handOut(called, { kind: 'listing', ...params }, pictureAddress),
  )

  // Blind to what the offer is called: the log tells of its place in the lot alone.
  route(app, qualityEndpoints.picture, ({ params, ...called }) =>
    handOut(called, { kind: 'lot-offer', ...params }, pictureAtHand),
  )

  route(app, pictureEndpoints.list, async ({ actor, params: { id } }) => ({
    items: await lookedAt(looks, { actor, id }),
  }))

  route(app, pictureEndpoints.kept, async ({ actor, params: { id, place }, reply }) => {
    const bytes = await keptPicture(looks, { actor, id, place: Number(place) })
    return sendPicture(reply, await shownPicture(bytes))
  })

  route(app, pictureEndpoints.elsewhere, async ({ actor, params: { id, place } }) => ({
    items: await foundElsewhere(looks, { actor, id, place: Number(place) }),
  }))

  async function handOut(
    { actor, reply }: { actor: Actor; reply: FastifyReply },
    { kind, id, place: text }: { kind: AuditSubject; id: string; place: string },
    addressOf: typeof pictureAddress,
  ): Promise<FastifyReply> {
    const place = Number(text)
    // The log says it before the host learns of it, whatever the host does then.
    const found = await store.transact(contextOf(actor), async (handle) => {
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
        // Not the host: the log holds nothing of what offers say.
        detail: { picture: place },
      })
      return address
    })
    const { type, bytes } = await fetcher.fetch(found.url, found.readerOrganisationId)
    return sendPicture(reply, bytes, type)
  }
}

/** Answers with a picture, as one that can do nothing. */
export function sendPicture(
  reply: FastifyReply,
  bytes: Uint8Array,
  type: PictureType = 'image/jpeg',
  // Long enough to be looked at again without telling the host so.
  cacheControl = 'private, max-age=600',
): FastifyReply {
  return reply
    .headers({
      'content-type': type,
      // Opened by itself it can do nothing either, whatever else its bytes can be read as.
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'same-origin',
      'content-disposition': 'inline; filename="picture"',
      'cache-control': cacheControl,
    })
    .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
}
