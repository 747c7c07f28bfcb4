import {
  SellerErasureInput,
  LegalHoldInput,
  RetentionInput,
  RectificationInput,
  Slug,
} from '@touchstone/contract'
import { z } from 'zod'
import { openBlobs } from '../../investigation/evidence/index.ts'
import { contextOf } from '../../access/organisations/index.ts'
import {
  storedImageFiles,
  storedImages,
  openImagePipeline,
  type StoredImageFile,
} from '../../images/pipeline/index.ts'
import {
  releaseLegalHold,
  eraseSellerData,
  readSellerData,
  listLegalHolds,
  listRequests,
  purgeAll,
  purgeOrganisation,
  readRetention,
  rectifyListing,
  setLegalHold,
  setRetention,
  type SellerData,
  type ErasedCaptures,
  type LegalHoldRow,
  type PrivacyRequestRow,
  type PurgeCounts,
} from '../../privacy/retention/index.ts'
import { collectPages, defineOperation, type OperationContext } from './operation.ts'
import {
  inOrganisation,
  requireOrganisationId,
  type OrganisationCall,
} from './find-organisation.ts'

const Whose = z.strictObject({ organisation: Slug })
const WhoseIfAny = z.strictObject({ organisation: Slug.optional() })
const Settings = RetentionInput.extend({ organisation: Slug })
const Hold = LegalHoldInput.extend({ organisation: Slug })
const OneHold = Whose.extend({ id: z.string() })
const Seller = SellerErasureInput.extend({ organisation: Slug })
const SellerPage = Seller.extend({ after: z.string().optional(), files: z.boolean().optional() })
const Correction = Whose.extend(RectificationInput.shape)

export const retentionOperations = {
  'retention.show': defineOperation(Whose, (context, { organisation }) =>
    inOrganisation(context, organisation, readRetention),
  ),
  'retention.set': defineOperation(Settings, (context, { organisation, ...input }) =>
    inOrganisation(context, organisation, (options) => setRetention({ ...options, input })),
  ),
  'retention.purge': defineOperation(WhoseIfAny, purge),
  'holds.list': defineOperation(Whose, (context, { organisation }) =>
    inOrganisation(context, organisation, allHolds),
  ),
  'holds.set': defineOperation(Hold, (context, { organisation, ...input }) =>
    inOrganisation(context, organisation, (options) => setLegalHold({ ...options, input })),
  ),
  'holds.release': defineOperation(OneHold, (context, { organisation, id }) =>
    inOrganisation(context, organisation, (options) =>
      releaseLegalHold({ ...options, input: { id } }),
    ),
  ),
  'privacy.access': defineOperation(SellerPage, accessTo),
  'privacy.rectify': defineOperation(Correction, (context, { organisation, ...input }) =>
    inOrganisation(context, organisation, (options) => rectifyListing({ ...options, input })),
  ),
  'privacy.erase': defineOperation(Seller, eraseOf),
  'privacy.requests': defineOperation(Whose, (context, { organisation }) =>
    inOrganisation(context, organisation, allRequests),
  ),
}

/** A page of the data stored about a seller, with the stored pictures of its listings, and their bytes on demand. */
async function accessTo(
  context: OperationContext,
  { organisation, seller, after, files: wantsFiles }: z.output<typeof SellerPage>,
): Promise<SellerData & { pictures: HeldPictures; files: StoredImageFile[] }> {
  const { archive } = openImagePipeline(context.config.dataDir)
  const { held, pictures } = await inOrganisation(context, organisation, async (options) => {
    const held = await readSellerData({ ...options, input: { seller, ...(after && { after }) } })
    const found = await storedImages(archive)(
      options.handle,
      held.listings.map(({ id }) => id),
    )
    return { held, pictures: Object.fromEntries(found) }
  })
  const digests = Object.values(pictures).flatMap((some) => some.map(({ sha256 }) => sha256))
  const { files } = wantsFiles === true ? await storedImageFiles(archive)(digests) : { files: [] }
  return { ...held, pictures, files }
}

/** By listing. */
type HeldPictures = Record<string, { place: number; sha256: string }[]>

async function purge(
  { store, actor, config }: OperationContext,
  { organisation }: z.output<typeof WhoseIfAny>,
): Promise<PurgeCounts> {
  const context = { as: 'operator', actor } as const
  const blobs = openBlobs(config)
  if (organisation === undefined) return purgeAll({ store, blobs, context })
  const id = await store.transact(context, (handle) => requireOrganisationId(handle, organisation))
  return purgeOrganisation({ store, blobs, context }, id)
}

/** In several transactions, so that others are served meanwhile. */
async function eraseOf(
  { store, actor, config }: OperationContext,
  { organisation, seller }: z.output<typeof Seller>,
): Promise<PrivacyRequestRow & ErasedCaptures> {
  const organisationId = await store.transact(contextOf(actor), (handle) =>
    requireOrganisationId(handle, organisation),
  )
  return eraseSellerData({
    store,
    blobs: openBlobs(config),
    actor,
    organisationId,
    input: { seller },
  })
}

const rowsAtOnce = 200

function allHolds(options: OrganisationCall): Promise<LegalHoldRow[]> {
  return collectPages(
    rowsAtOnce,
    (input) => listLegalHolds({ ...options, input }),
    ({ setAt }) => setAt,
  )
}

function allRequests(options: OrganisationCall): Promise<PrivacyRequestRow[]> {
  return collectPages(
    rowsAtOnce,
    (input) => listRequests({ ...options, input }),
    ({ requestedAt }) => requestedAt,
  )
}
