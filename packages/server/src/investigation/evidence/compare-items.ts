import { readFile } from 'node:fs/promises'
import { openPackage } from '@touchstone/evidence'
import sharp from 'sharp'
import {
  compareCaptures,
  differingRegions,
  type CaptureRecord,
  type Changes,
  type Comparable,
  type PixelImage,
  type ImageComparison,
} from '../captures/index.ts'
import type { Blobs } from '../../platform/blobs/index.ts'
import { runInSlices } from '../../platform/time-slicing/index.ts'
import type { EvidenceItemRow } from './types.ts'

/** Enough of an archive's index for the maximum number of requests in a capture. */
const indexBytes = 4 * 1024 * 1024
/** Pixels of one screenshot: a slice of the maximum height, twice as wide as usual. */
const mostPoints = 40_000_000

/**
 * Compares the items of two captures, read from storage with their digests verified. The result is not stored, since
 * it can be recomputed.
 */
export async function compareItems(
  blobs: Blobs,
  before: readonly EvidenceItemRow[] | undefined,
  after: readonly EvidenceItemRow[],
): Promise<Changes> {
  const [old, fresh] = [before && (await comparable(blobs, before)), await comparable(blobs, after)]
  const views = before === undefined ? [] : await viewsOf(blobs, before, after)
  return compareCaptures(old, fresh, views)
}

async function comparable(blobs: Blobs, items: readonly EvidenceItemRow[]): Promise<Comparable> {
  const file = async (name: string): Promise<string | undefined> => {
    const item = items.find((candidate) => candidate.name === name)
    return item && (await blobs.file(item.sha256))
  }
  const record = await file('capture.json')
  if (record === undefined) throw new Error('a capture has no record of itself')
  const [document, archive] = [await file('page.html'), await file('capture.wacz')]
  return {
    record: JSON.parse(await readFile(record, 'utf8')) as CaptureRecord,
    document: document === undefined ? undefined : await readFile(document, 'utf8'),
    pictures: archive === undefined ? [] : await picturesIn(archive),
  }
}

/** The pictures listed in the archive's index. */
async function picturesIn(archive: string): Promise<Comparable['pictures']> {
  const files = await openPackage(archive)
  try {
    const path = 'indexes/index.cdxj'
    if ((files.sizes.get(path) ?? 0) > indexBytes) return []
    const pieces: Uint8Array[] = []
    for await (const piece of await files.open(path)) pieces.push(piece)
    const lines = Buffer.concat(pieces).toString('utf8').split('\n')
    return lines.flatMap((line) => {
      const at = line.indexOf('{')
      if (at < 0) return []
      const { url, mime, status, digest } = JSON.parse(line.slice(at)) as Record<string, string>
      const isPicture = mime?.startsWith('image/') === true && status === '200'
      return isPicture && url !== undefined && digest !== undefined ? [{ url, digest }] : []
    })
  } finally {
    await files.close()
  }
}

/** The screenshots of the first page in pairs, from its top. */
async function viewsOf(
  blobs: Blobs,
  before: readonly EvidenceItemRow[],
  after: readonly EvidenceItemRow[],
): Promise<ImageComparison[]> {
  const views: ImageComparison[] = []
  for (let part = 1; ; part++) {
    const name = `page-${part}.png`
    const [old, fresh] = [before, after].map((items) => items.find((item) => item.name === name))
    if (old === undefined && fresh === undefined) return views
    views.push(await viewOf(blobs, old, fresh))
  }
}

async function viewOf(
  blobs: Blobs,
  before: EvidenceItemRow | undefined,
  after: EvidenceItemRow | undefined,
): Promise<ImageComparison> {
  const names = { before: before?.name ?? null, after: after?.name ?? null }
  if (before !== undefined && before.sha256 === after?.sha256) {
    const { width, height } = await sharp(await blobs.file(before.sha256)).metadata()
    return { ...names, width, height, regions: [] }
  }
  const old = before && (await points(blobs, before))
  const fresh = after && (await points(blobs, after))
  const width = Math.max(old?.width ?? 0, fresh?.width ?? 0)
  const height = Math.max(old?.height ?? 0, fresh?.height ?? 0)
  if (old === undefined || fresh === undefined) {
    return { ...names, width, height, regions: [{ x: 0, y: 0, width, height }] }
  }
  return { ...names, width, height, regions: await runInSlices(differingRegions(old, fresh)) }
}

async function points(blobs: Blobs, item: EvidenceItemRow): Promise<PixelImage> {
  const picture = sharp(await blobs.file(item.sha256), { limitInputPixels: mostPoints })
  const { data, info } = await picture.ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data }
}
