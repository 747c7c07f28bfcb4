import type { ImageBank } from '@touchstone/contract'
import sharp, { type Sharp } from 'sharp'
import { insertStoredImage } from '../../images/pipeline/queries.ts'
import { saveReference } from '../../images/reference-images/index.ts'
import { findListings } from '../../listings/ingest/index.ts'
import type { Store } from '../../platform/db/index.ts'
import type { ImagePipeline } from '../../images/pipeline/index.ts'
import { marketplaceOf, sampleHoldings } from './sample-alliance.ts'
import { sampleContext } from './types.ts'
import type { SampleListing } from './sample-listings.ts'
import { parseImageName } from './image-name.ts'
import { drawImage } from './draw-image.ts'
import { sampleOrganisationIds } from './repository.ts'

/** Products with copied pictures, and listings of each that show them. */
const mostGoods = 4
const mostListings = 3
/** The organisation whose analyst newcomers usually sign in as. */
const firstHolder = 'sample-velmoraq'

/** Edits that sellers make to copied pictures; the first is none. */
const edits: ((picture: Sharp) => Sharp)[] = [
  (picture) => picture,
  (picture) => picture.flop().resize(400),
  (picture) => picture.extract({ left: 12, top: 10, width: 456, height: 458 }),
]

type CopiedImage = {
  listing: SampleListing
  svg: string
  goods: number
  label: string
  brand: string
  holder: string
}

/** Fakes whose first picture is the maker's own. */
function copiesIn(listings: readonly SampleListing[]): CopiedImage[][] {
  const taken = listings.flatMap((sampleListing): CopiedImage[] => {
    const { listing, brand = '', story } = sampleListing
    const name = parseImageName(listing.images?.[0]?.url?.split('/').at(-1) ?? '')
    const holder = sampleHoldings[brand]?.organisation
    if (story.kind !== 'fake' || name === undefined || holder === undefined) return []
    if (name.scene !== 0 || name.deviation !== 0) return []
    const { goods, motif } = name
    return [
      {
        listing: sampleListing,
        svg: drawImage(name),
        goods,
        label: `${brand.charAt(0).toUpperCase()}${brand.slice(1)} ${motif}`,
        brand,
        holder,
      },
    ]
  })
  const byGoods = [...Map.groupBy(taken, ({ goods }) => goods).values()].toSorted(
    (one, other) => other.length - one.length,
  )
  const isFirst = ([one]: CopiedImage[]): boolean => one?.holder === firstHolder
  return [
    ...byGoods.filter(isFirst).slice(0, mostGoods / 2),
    ...byGoods.filter((one) => !isFirst(one)),
  ]
    .slice(0, mostGoods)
    .map((some) => some.slice(0, mostListings))
}

/**
 * Stores pictures that sellers copied from the makers, some edited, and the makers' own as reference images, to
 * demonstrate how copies are found. Can be repeated.
 */
export async function storeCopiedImages(
  { store, works }: { store: Store; works: ImagePipeline },
  listings: readonly SampleListing[],
): Promise<void> {
  for (const some of copiesIn(listings)) {
    const [first] = some
    if (first === undefined) continue
    for (const [at, { listing, svg }] of some.entries()) {
      const edit = edits[at % edits.length] ?? edits[0]
      const picture = sharp(Buffer.from(svg)).flatten({ background: '#ffffff' })
      const bytes = await (edit?.(picture) ?? picture).jpeg({ quality: 88 }).toBuffer()
      await storeListingImage({ store, works }, listing, bytes)
    }
    const original = await sharp(Buffer.from(first.svg)).flatten().png().toBuffer()
    await storeReference({ store, works }, first, original)
  }
}

type House = { store: Store; works: ImagePipeline }

async function storeListingImage(
  { store, works }: House,
  { listing }: SampleListing,
  bytes: Buffer,
): Promise<void> {
  const digest = await works.archive.store(bytes)
  await works.describer.describeStored(digest)
  const path = await works.archive.localPath(digest, 'description')
  await works.matcher.add('seen', [{ name: digest, path }])
  await store.transact(sampleContext, async (handle) => {
    const ids = await sampleOrganisationIds(handle)
    const organisationId = ids.get(marketplaceOf(listing.marketplace))
    if (organisationId === undefined) return
    const { id: externalId, marketplace, images = [] } = listing
    const [found] = await findListings(handle, organisationId, [{ marketplace, externalId }])
    const url = images[0]?.url
    if (found === undefined || url === undefined) return
    await insertStoredImage(handle, { listingId: found.id, organisationId, url, digest })
  })
}

async function storeReference(
  { store, works }: House,
  { brand, holder, label }: CopiedImage,
  bytes: Buffer,
): Promise<void> {
  const sha256 = await works.archive.store(bytes)
  const looked = await works.describer.describeStored(sha256)
  if (!looked.ok) return
  const { width, height } = looked.facts
  const bank: ImageBank = 'official'
  await store.transact(sampleContext, async (handle) => {
    const organisationId = (await sampleOrganisationIds(handle)).get(holder)
    if (organisationId === undefined) return
    await saveReference(handle, organisationId, { bank, label, brand, sha256, width, height })
  })
}
