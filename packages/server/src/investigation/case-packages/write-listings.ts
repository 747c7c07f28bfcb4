import { open, writeFile, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { wordAssessment, wordings } from '@touchstone/recognition'
import type { EvidenceItem } from '@touchstone/evidence'
import { recordEvent } from '../../access/audit/index.ts'
import { contextOf, type Actor } from '../../access/organisations/index.ts'
import { detectImage, type ImagePipeline } from '../../images/pipeline/index.ts'
import {
  listVisibleImages,
  readVisibleListings,
  type ListingView,
} from '../../listings/queue/index.ts'
import type { Store, Transaction } from '../../platform/db/index.ts'
import { csvLine } from './csv-line.ts'
import { imagesOf, type PackedImage } from './repository.ts'
import { packageLimits, type CasePackageLanguage } from './types.ts'
import type { BrandNames } from '../../brands/visibility/index.ts'

export type ListingSource = {
  store: Store
  archive: Pick<ImagePipeline['archive'], 'read'>
  names: () => BrandNames
  engine: () => string
}

type ListingInput = {
  actor: Extract<Actor, { kind: 'person' }>
  ids: readonly string[]
  language: CasePackageLanguage
  folder: string
  /** Called after each batch, with its listings in the words of the package. */
  onBatch: (listings: readonly ListingView[]) => Promise<void>
}

const batchSize = 50

const columns = [
  'id',
  'marketplace',
  'marketplace_id',
  'title',
  'seller_id',
  'seller_name',
  'price',
  'currency',
  'address',
  'verdict',
  'probability',
  'reason',
  'decision',
  'first_seen',
  'last_seen',
]

/**
 * Writes the listings that the person sees as JSON and CSV, with their stored pictures, a batch at a time, and returns
 * them as items of a package.
 */
export async function writeListings(
  source: ListingSource,
  { actor, ids, language, folder, onBatch }: ListingInput,
): Promise<EvidenceItem[]> {
  const [json, csv] = ['listings.json', 'listings.csv'].map((name) => join(folder, name))
  if (json === undefined || csv === undefined) throw new Error('no files to write to')
  const files = [await open(json, 'wx'), await open(csv, 'wx')] as const
  const pictures: EvidenceItem[] = []
  let bytesLeft: number = packageLimits.pictureBytes
  try {
    // Programs for tables take other files without this mark for one in a national encoding.
    await files[1].write(`\u{feff}${csvLine(columns)}`)
    let count = 0
    for (let at = 0; at < ids.length; at += batchSize) {
      const { listings, images } = await source.store.transact(contextOf(actor), (handle) =>
        readBatch(source, handle, { actor, ids: ids.slice(at, at + batchSize) }),
      )
      const worded = listings.map((listing) => wordedIn(listing, language))
      for (const listing of worded) await writeListing(files, listing, count++ === 0)
      for (const image of images) {
        const picture = await writePicture(source, image, { folder, bytesLeft })
        if (picture === undefined) continue
        bytesLeft -= picture.bytes
        pictures.push(picture.item)
      }
      await onBatch(worded)
    }
    await files[0].write(count === 0 ? '[]\n' : '\n]\n')
  } finally {
    for (const file of files) await file.close()
  }
  return [
    {
      name: 'listings.json',
      path: 'listings.json',
      title: 'The listings with their assessments',
      mediatype: 'application/json',
      content: { file: json },
    },
    {
      name: 'listings.csv',
      path: 'listings.csv',
      title: 'The listings as a table',
      mediatype: 'text/csv',
      content: { file: csv },
    },
    ...pictures,
  ]
}

async function readBatch(
  { names, engine }: ListingSource,
  handle: Transaction,
  { actor, ids }: Pick<ListingInput, 'actor' | 'ids'>,
): Promise<{ listings: ListingView[]; images: PackedImage[] }> {
  const asked = { handle, actor, engine: engine() }
  const found = await readVisibleListings({ ...asked, names: names(), ids })
  const listings = ids.flatMap((id) => found.get(id) ?? [])
  const count = listings.filter(({ listing }) => listing.seller?.type === 'private').length
  if (count > 0) {
    const { organisationId } = actor
    await recordEvent({
      handle,
      organisationId,
      action: 'private-sellers-read',
      subject: { kind: 'organisation', id: organisationId },
      detail: { count },
    })
  }
  const pictured = await listVisibleImages({ ...asked, input: { ids } })
  return {
    listings,
    images: await imagesOf(
      handle,
      pictured.map(({ id }) => id),
    ),
  }
}

function wordedIn(view: ListingView, language: CasePackageLanguage): ListingView {
  const { assessment } = view
  return { ...view, assessment: assessment && wordAssessment(assessment, wordings[language]) }
}

async function writeListing(
  [json, csv]: readonly [FileHandle, FileHandle],
  view: ListingView,
  isFirst: boolean,
): Promise<void> {
  const { id, listing, assessment, decision, firstSeenAt, lastSeenAt, own, version } = view
  const written = { id, own, version, firstSeenAt, lastSeenAt, listing, assessment, decision }
  await json.write(`${isFirst ? '[\n' : ',\n'}${JSON.stringify(written)}`)
  await csv.write(
    csvLine([
      id,
      listing.marketplace,
      listing.id,
      listing.title,
      listing.seller?.id,
      listing.seller?.name,
      listing.price?.amount,
      listing.price?.currency,
      listing.url,
      assessment?.verdict,
      assessment?.probability,
      assessment?.reason,
      decision?.verdict,
      firstSeenAt.toISOString(),
      lastSeenAt.toISOString(),
    ]),
  )
}

const extensions: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'image/avif': 'avif',
}

async function writePicture(
  { archive }: ListingSource,
  { listing, place, digest }: PackedImage,
  { folder, bytesLeft }: { folder: string; bytesLeft: number },
): Promise<{ item: EvidenceItem; bytes: number } | undefined> {
  // It may have been deleted meanwhile.
  const bytes = await archive.read(digest)
  const mediatype = bytes && detectImage(bytes)?.type
  const extension = extensions[mediatype ?? '']
  if (bytes === undefined || mediatype === undefined || extension === undefined) return undefined
  if (bytes.length > bytesLeft) return undefined
  const name = `${listing}-${place + 1}.${extension}`
  const file = join(folder, name)
  await writeFile(file, bytes, { flag: 'wx' })
  const title = `Picture ${place + 1} of listing ${listing}`
  const item = { name, path: `pictures/${name}`, title, mediatype, content: { file } }
  return { item, bytes: bytes.length }
}
