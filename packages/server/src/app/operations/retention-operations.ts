import { AboutSeller, NewHold, NewRetention, Rectification, Slug } from '@touchstone/contract'
import { z } from 'zod'
import { openBlobs } from '../../investigation/evidence/index.ts'
import { contextOf } from '../../access/organisations/index.ts'
import { heldFiles, heldPictures, openPictureWorks, type HeldFile } from '../../images/pipeline/index.ts'
import {
  endHold,
  erase,
  heldOfSeller,
  listHolds,
  listRequests,
  purgeAll,
  purgeOrganisation,
  readRetention,
  rectify,
  setHold,
  setRetention,
  type Held,
  type KeptCaptures,
  type KeptHold,
  type KeptRequest,
  type PurgeCounts,
} from '../../privacy/retention/index.ts'
import { everyPage, operation, type OperationContext } from './operation.ts'
import { on, organisationAt, type OnOrganisation } from './find-organisation.ts'

const Whose = z.strictObject({ organisation: Slug })
const WhoseIfAny = z.strictObject({ organisation: Slug.optional() })
const Settings = NewRetention.extend({ organisation: Slug })
const Hold = NewHold.extend({ organisation: Slug })
const OneHold = Whose.extend({ id: z.string() })
const Seller = AboutSeller.extend({ organisation: Slug })
const SellerPage = Seller.extend({ after: z.string().optional(), files: z.boolean().optional() })
const Correction = Whose.extend(Rectification.shape)

export const retentionOperations = {
  'retention.show': operation(Whose, (context, { organisation }) =>
    on(context, organisation, readRetention),
  ),
  'retention.set': operation(Settings, (context, { organisation, ...input }) =>
    on(context, organisation, (asked) => setRetention({ ...asked, input })),
  ),
  'retention.purge': operation(WhoseIfAny, purge),
  'holds.list': operation(Whose, (context, { organisation }) =>
    on(context, organisation, allHolds),
  ),
  'holds.set': operation(Hold, (context, { organisation, ...input }) =>
    on(context, organisation, (asked) => setHold({ ...asked, input })),
  ),
  'holds.release': operation(OneHold, (context, { organisation, id }) =>
    on(context, organisation, (asked) => endHold({ ...asked, input: { id } })),
  ),
  'privacy.access': operation(SellerPage, accessTo),
  'privacy.rectify': operation(Correction, (context, { organisation, ...input }) =>
    on(context, organisation, (asked) => rectify({ ...asked, input })),
  ),
  'privacy.erase': operation(Seller, eraseOf),
  'privacy.requests': operation(Whose, (context, { organisation }) =>
    on(context, organisation, allRequests),
  ),
}

/** A page of what is held of a seller, with the pictures that are kept of the offers on it, and their bytes on demand. */
async function accessTo(
  context: OperationContext,
  { organisation, seller, after, files: wantsFiles }: z.output<typeof SellerPage>,
): Promise<Held & { pictures: HeldPictures; files: HeldFile[] }> {
  const { archive } = openPictureWorks(context.config.dataDir)
  const { held, pictures } = await on(context, organisation, async (asked) => {
    const held = await heldOfSeller({ ...asked, input: { seller, ...(after && { after }) } })
    const found = await heldPictures(archive)(
      asked.handle,
      held.listings.map(({ id }) => id),
    )
    return { held, pictures: Object.fromEntries(found) }
  })
  const digests = Object.values(pictures).flatMap((some) => some.map(({ sha256 }) => sha256))
  const { files } = wantsFiles === true ? await heldFiles(archive)(digests) : { files: [] }
  return { ...held, pictures, files }
}

/** By offer. */
type HeldPictures = Record<string, { place: number; sha256: string }[]>

async function purge(
  { store, actor, config }: OperationContext,
  { organisation }: z.output<typeof WhoseIfAny>,
): Promise<PurgeCounts> {
  const context = { as: 'operator', actor } as const
  const blobs = openBlobs(config)
  if (organisation === undefined) return purgeAll({ store, blobs, context })
  const id = await store.transact(context, (handle) => organisationAt(handle, organisation))
  return purgeOrganisation({ store, blobs, context }, id)
}

/** Not in one transaction: others are served meanwhile. */
async function eraseOf(
  { store, actor, config }: OperationContext,
  { organisation, seller }: z.output<typeof Seller>,
): Promise<KeptRequest & KeptCaptures> {
  const organisationId = await store.transact(contextOf(actor), (handle) =>
    organisationAt(handle, organisation),
  )
  return erase({ store, blobs: openBlobs(config), actor, organisationId, input: { seller } })
}

const rowsAtOnce = 200

function allHolds(asked: OnOrganisation): Promise<KeptHold[]> {
  return everyPage(
    rowsAtOnce,
    (input) => listHolds({ ...asked, input }),
    ({ setAt }) => setAt,
  )
}

function allRequests(asked: OnOrganisation): Promise<KeptRequest[]> {
  return everyPage(
    rowsAtOnce,
    (input) => listRequests({ ...asked, input }),
    ({ requestedAt }) => requestedAt,
  )
}
