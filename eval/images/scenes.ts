import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { shareOf, type Share } from '@touchstone/evaluation'
import {
  decodePicture,
  describePicture,
  PictureMatcher,
  Vocabulary,
  type PictureDescription,
  type PictureMatch,
} from '@touchstone/recognition/image'
import sharp from 'sharp'
import { pick, seededRandom, type Random } from '../random.ts'
import { between, randomInteger } from './edits/edit-context.ts'
import type { Photo } from './photos.ts'
import { readPhoto, resized, toSharp, type Raster } from './raster.ts'

export interface SceneFigures {
  /** Other goods on the background of a reference, reported as `background` or as nothing, below 0.5. */
  ground: Share
  /** The goods of a reference on another background, reported as anything but its background. */
  goods: Share
  /** The two together. */
  told: Share
}

const side = 700

/**
 * Composes scenes from photos: cut-out goods on a background. The queries are other goods on the same background and
 * the same goods on another, cropped slightly and recompressed.
 */
export async function sceneFigures(
  photos: readonly Photo[],
  scenes: number,
  seed: number,
): Promise<SceneFigures> {
  const words = fileURLToPath(import.meta.resolve('@touchstone/recognition/visual-vocabulary'))
  const matcher = new PictureMatcher(new Vocabulary(await readFile(words)))
  const random = seededRandom(seed * 7_000_003)
  const any = async (): Promise<Raster> => readPhoto(pick(random, photos)?.path ?? '')
  const asked: { name: string; ground: PictureDescription; goods: PictureDescription }[] = []
  for (let scene = 0; scene < scenes; scene++) {
    const [ground, goods] = [await any(), await any()]
    const [otherGround, otherGoods] = [await any(), await any()]
    const [cut, otherCut] = [await cutOut(goods, random), await cutOut(otherGoods, random)]
    const name = String(scene)
    matcher.add(name, await described(await composed(ground, cut, random)))
    asked.push({
      name,
      ground: await described(await composed(ground, otherCut, random)),
      goods: await described(await composed(otherGround, cut, random)),
    })
  }
  const entry = (name: string, query: PictureDescription): PictureMatch | undefined =>
    matcher.match(query).find(({ reference }) => reference === name)
  const ground = asked.filter(({ name, ground: query }) => {
    const match = entry(name, query)
    return match === undefined || (match.kind === 'background' && match.score < 0.5)
  }).length
  const goods = asked.filter(({ name, goods: query }) => {
    const match = entry(name, query)
    return match !== undefined && match.kind !== 'background'
  }).length
  return {
    ground: shareOf(ground, scenes),
    goods: shareOf(goods, scenes),
    told: shareOf(ground + goods, 2 * scenes),
  }
}

interface Cut {
  bytes: Buffer
  width: number
  height: number
}

/** A part of a photo in the shape of a disc or a box with round corners. */
async function cutOut(photo: Raster, random: Random): Promise<Cut> {
  const [width, height] = [between(random, 0.42, 0.62), between(random, 0.42, 0.62)].map((share) =>
    Math.round(share * side),
  ) as [number, number]
  const inner = await resized(photo, width, height, 'cover')
  const round = random() < 0.5 ? Math.min(width, height) / 2 : 40
  const shape = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="${width}" height="${height}" rx="${round}"/></svg>`
  const bytes = await toSharp(inner)
    .ensureAlpha()
    .composite([{ input: Buffer.from(shape), blend: 'dest-in' }])
    .png()
    .toBuffer()
  return { bytes, width, height }
}

/** Goods near the middle of a ground, as a photo of it: a little cropped, recompressed. */
async function composed(ground: Raster, goods: Cut, random: Random): Promise<Buffer> {
  const laid = await resized(ground, side, side, 'cover')
  const place = (size: number): number =>
    Math.round((side - size) / 2 + between(random, -0.08, 0.08) * side)
  const photo = await toSharp(laid)
    .composite([{ input: goods.bytes, left: place(goods.width), top: place(goods.height) }])
    .png()
    .toBuffer()
  const edge = randomInteger(random, 0, 30)
  const left = side - 2 * edge
  return sharp(photo)
    .extract({ left: edge, top: edge, width: left, height: left })
    .jpeg({ quality: randomInteger(random, 70, 92) })
    .toBuffer()
}

async function described(bytes: Buffer): Promise<PictureDescription> {
  const decoding = await decodePicture(bytes)
  if (!decoding.ok) throw new RangeError(decoding.refusal.message)
  return describePicture(decoding.picture)
}
