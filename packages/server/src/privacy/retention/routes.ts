import { retentionEndpoints, type SellerLinkDataView } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { toCaptureView, toItemView } from '../../investigation/evidence/index.ts'
import { contextOf, organisationOf, route, type Actor } from '../../access/organisations/index.ts'
import type { Blobs } from '../../platform/blobs/index.ts'
import type { Store } from '../../platform/db/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import {
  addRoute,
  TimeCursor,
  type Outgoing,
  valueCursor,
  toPageQuery,
  pageOf,
  readCursor,
  writeCursor,
} from '../../platform/http/index.ts'
import { storedImageFiles, storedImages, type ImagePipeline } from '../../images/pipeline/index.ts'
import { openContact } from '../../enforcement/email-updates/index.ts'
import { withReceipt } from '../../enforcement/moderation/index.ts'
import { eraseSellerData, readSellerData, listRequests, rectifyListing } from './data-requests.ts'
import type { StoredCorrespondence } from './stored-correspondence.ts'
import { parseRectification } from './parse-rectification.ts'
import {
  requestErasure,
  eraseSenderData,
  readSenderDataAsAdmin,
  readSenderData,
} from './sender-requests.ts'
import {
  releaseLegalHold,
  listLegalHolds,
  readRetention,
  setLegalHold,
  setRetention,
  type ServiceInput,
} from './manage-retention.ts'

/** After a listing or, once all listings were returned, after a capture. */
const Place = valueCursor(z.string().regex(/^(captures:)?[0-9a-f-]{36}$/))

export type RetentionRoutesOptions = {
  store: Store
  /** Where the bytes of captures lie. */
  blobs: Blobs
  /** Where the images of listings lie. */
  archive: ImagePipeline['archive']
  /** Opens addresses that sellers left, for their access requests. */
  sealer: Sealer
  /** Called when a corrected listing has still to be judged. */
  onDue: () => void
}

/** Adds the routes for retention and for requests about personal data. */
export function retentionRoutes(app: FastifyInstance, options: RetentionRoutesOptions): void {
  const { store, blobs, archive, sealer, onDue } = options
  const [picturesOf, filesOf] = [storedImages(archive), storedImageFiles(archive)]
  const run = <T>(actor: Actor, work: (options: ServiceInput) => Promise<T>): Promise<T> =>
    store.transact(contextOf(actor), (handle) =>
      work({ handle, actor, organisationId: organisationOf(actor) }),
    )

  route(app, retentionEndpoints.read, async ({ actor }) => run(actor, readRetention))

  route(app, retentionEndpoints.set, async ({ actor, body: input }) =>
    run(actor, (options) => setRetention({ ...options, input })),
  )

  route(app, retentionEndpoints.holds, async ({ actor, query: { standing, ...query } }) => {
    const input = {
      ...toPageQuery(query, TimeCursor),
      ...(standing && { standing: standing === 'true' }),
    }
    const holds = await run(actor, (options) => listLegalHolds({ ...options, input }))
    return pageOf(holds, query.limit, (last) => [last.setAt, last.id])
  })

  route(app, retentionEndpoints.hold, async ({ actor, body: input }) =>
    run(actor, (options) => setLegalHold({ ...options, input })),
  )

  route(app, retentionEndpoints.act, async ({ actor, params: input }) =>
    run(actor, (options) => releaseLegalHold({ ...options, input })),
  )

  route(app, retentionEndpoints.access, async ({ actor, body }) => {
    const { seller, after, files: wantsFiles = false } = body
    const input = { seller, ...(after !== undefined && { after: readCursor(Place, after) }) }
    const { next, captures, listings, ...sellerData } = await run(actor, async (options) => {
      const sellerData = await readSellerData({ ...options, input })
      const pictures = await picturesOf(
        options.handle,
        sellerData.listings.map(({ id }) => id),
      )
      const listings = sellerData.listings.map((listing) => ({
        ...listing,
        pictures: pictures.get(listing.id) ?? [],
      }))
      return { ...sellerData, listings }
    })
    const digests = listings.flatMap(({ pictures }) => pictures.map(({ sha256 }) => sha256))
    const files = wantsFiles ? await filesOf(digests) : undefined
    return {
      ...sellerData,
      links: sellerData.links.map((link) => toLinkView(sealer, organisationOf(actor), link)),
      listings: listings.map(({ pictures, ...listing }) => ({
        ...listing,
        pictures: pictures.map((picture) => {
          const omitted = files?.omitted.get(picture.sha256)
          return { ...picture, ...(omitted && { omitted }) }
        }),
      })),
      ...(files && { files: files.files }),
      captures: captures.map(({ items, ...capture }) => ({
        ...toCaptureView(capture),
        items: items.map(toItemView),
      })),
      next: next === undefined ? null : writeCursor([next]),
    }
  })

  route(app, retentionEndpoints.rectify, async ({ actor, body }) => {
    const input = parseRectification(body)
    const rectified = await run(actor, (options) => rectifyListing({ ...options, input }))
    onDue()
    return rectified
  })

  route(app, retentionEndpoints.senderAccess, async ({ actor, body: input }) =>
    run(actor, (options) => readSenderDataAsAdmin({ ...options, input })),
  )

  route(app, retentionEndpoints.senderErase, async ({ actor, body: input }) =>
    run(actor, (options) => eraseSenderData({ ...options, input })),
  )

  addRoute(app, retentionEndpoints.ownAccess, async ({ body: { receipt } }) =>
    withReceipt(store, receipt, ({ handle, organisationId, noticeId: notice }) =>
      readSenderData(handle, { organisationId, notice }),
    ),
  )

  addRoute(app, retentionEndpoints.ownErase, async ({ body: { receipt } }) =>
    withReceipt(store, receipt, ({ handle, organisationId, noticeId: notice }) =>
      requestErasure(handle, { organisationId, notice }),
    ),
  )

  route(app, retentionEndpoints.erase, async ({ actor, body: input }) =>
    eraseSellerData({ store, blobs, actor, organisationId: organisationOf(actor), input }),
  )

  route(app, retentionEndpoints.requests, async ({ actor, query }) => {
    const input = toPageQuery(query, TimeCursor)
    const requests = await run(actor, (options) => listRequests({ ...options, input }))
    return pageOf(requests, query.limit, (last) => [last.requestedAt, last.id])
  })
}

/** A link with the address for email updates, which only its seller left. */
function toLinkView(
  sealer: Sealer,
  organisationId: string,
  {
    sealedUpdates,
    updatesRequestedAt: requestedAt,
    updatesConfirmedAt: confirmedAt,
    ...link
  }: StoredCorrespondence['links'][number],
): Outgoing<SellerLinkDataView> {
  if (sealedUpdates === null || requestedAt === null) return { ...link, emailUpdates: null }
  const { email } = openContact(sealer, { organisationId, id: link.id }, sealedUpdates)
  return { ...link, emailUpdates: { email, requestedAt, confirmedAt } }
}
