import sharp from 'sharp'
import type { Chance, Edit } from './edits/edit-context.ts'
import { between, randomInteger } from './edits/edit-context.ts'
import { edits } from './edits/index.ts'
import { brightOrDark, line } from './edits/overlay-text.ts'
import { drawnOver, resized, toRaster, toSharp, type Raster } from './raster.ts'

export interface SellerEdit {
  name: string
  /** Target share found of pictures with this edit; undefined if it is only reported. */
  target?: number
  edit(raster: Raster, chance: Chance): Promise<Raster>
}

/** A part with this share of the picture's area, in its own shape, anywhere. */
async function croppedTo(raster: Raster, share: number, { random }: Chance): Promise<Raster> {
  const [width, height] = [raster.width, raster.height].map((side) =>
    Math.round(side * Math.sqrt(share)),
  ) as [number, number]
  const left = randomInteger(random, 0, raster.width - width)
  const top = randomInteger(random, 0, raster.height - height)
  return toRaster(toSharp(raster).extract({ left, top, width, height }))
}

const mirrored = (raster: Raster): Promise<Raster> => toRaster(toSharp(raster).flop())

const turned = (raster: Raster, degrees: number): Promise<Raster> =>
  toRaster(toSharp(raster).rotate(degrees, { background: '#fff' }))

function writtenOver(raster: Raster, { random }: Chance): Promise<Raster> {
  const lines = Array.from({ length: 2 }, () =>
    line(random, {
      x: raster.width * 0.06,
      y: between(random, 0.15, 0.9) * raster.height,
      size: raster.width * 0.06,
      fill: brightOrDark(random),
      opacity: 0.9,
    }),
  )
  return drawnOver(raster, lines.join(''))
}

async function fourAtOnce(raster: Raster, chance: Chance): Promise<Raster> {
  const part = await croppedTo(await mirrored(raster), 0.7, chance)
  const written = await writtenOver(await turned(part, 6), chance)
  return resized(written, written.width * 0.6, written.height * 0.6)
}

const ofFamily =
  (edit: Edit, hard: boolean) =>
  (raster: Raster, chance: Chance): Promise<Raster> =>
    edit(raster, hard, chance)

/** The edits of sellers' photos, to which nothing was fitted. */
export const sellerEdits: readonly SellerEdit[] = [
  {
    name: 'cropped to 70 %',
    target: 0.95,
    edit: (raster, chance) => croppedTo(raster, 0.7, chance),
  },
  { name: 'mirrored', target: 0.97, edit: mirrored },
  { name: 'turned by 8°', target: 0.97, edit: (raster) => turned(raster, 8) },
  { name: 'within a border', target: 0.97, edit: ofFamily(edits.border, true) },
  { name: 'one of two to four in a collage', target: 0.85, edit: ofFamily(edits.collage, false) },
  { name: 'one of six or nine in a collage', target: 0.85, edit: ofFamily(edits.collage, true) },
  {
    name: 'on a page, as wide as the telephone',
    target: 0.9,
    edit: ofFamily(edits.phonePage, false),
  },
  { name: 'on a page, half as wide', target: 0.9, edit: ofFamily(edits.phonePage, true) },
  {
    name: 'mirrored, cropped, turned and written over, then shrunk',
    target: 0.8,
    edit: fourAtOnce,
  },
  {
    name: 'stretched by 1.3',
    edit: (raster) => resized(raster, raster.width * 1.3, raster.height),
  },
  {
    name: 'stretched by 1.6',
    edit: (raster) => resized(raster, raster.width, raster.height * 1.6),
  },
]

/** As a shop keeps a photo that is sent to it. */
export function recompressed(raster: Raster): Promise<Buffer> {
  return sharp(raster.data, {
    raw: { width: raster.width, height: raster.height, channels: 3 },
  })
    .resize(1000, 1000, { fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: 80 })
    .toBuffer()
}
