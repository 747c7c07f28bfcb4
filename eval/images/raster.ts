import sharp, { type OverlayOptions, type Sharp } from 'sharp'

/** A picture in memory: red, green and blue of each point, row by row. */
export interface Raster {
  width: number
  height: number
  data: Buffer
}

/** Maximum size of a photo, as in shops. */
const largestSide = 800

export function toSharp({ width, height, data }: Raster): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 } })
}

export async function toRaster(image: Sharp): Promise<Raster> {
  const { data, info } = await image
    .flatten({ background: '#fff' })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const { width, height, channels } = info
  if (channels === 3) return { width, height, data }
  // Of gray pictures one channel comes.
  const coloured = Buffer.alloc(width * height * 3)
  for (let at = 0; at < coloured.length; at++) coloured[at] = data[Math.floor(at / 3)] ?? 0
  return { width, height, data: coloured }
}

export async function readPhoto(path: string): Promise<Raster> {
  return toRaster(
    sharp(path, { failOn: 'none' })
      .autoOrient()
      .resize(largestSide, largestSide, { fit: 'inside', withoutEnlargement: true }),
  )
}

export async function resized(
  raster: Raster,
  width: number,
  height: number,
  fit: 'fill' | 'cover' = 'fill',
): Promise<Raster> {
  const [across, down] = [width, height].map((side) => Math.max(8, Math.round(side)))
  return toRaster(toSharp(raster).resize(across, down, { fit }))
}

/** Pictures laid upon a plain ground, each by its top left. */
export async function laidOut(
  ground: { width: number; height: number; background: string },
  laid: readonly { raster: Raster; left: number; top: number }[],
): Promise<Raster> {
  const layers: OverlayOptions[] = laid.map(({ raster, left, top }) => ({
    input: raster.data,
    raw: { width: raster.width, height: raster.height, channels: 3 },
    left: Math.round(left),
    top: Math.round(top),
  }))
  return toRaster(sharp({ create: { ...ground, channels: 3 } }).composite(layers))
}

/** A picture with a drawing over all of it, given by the content of an svg of its size. */
export async function drawnOver(raster: Raster, drawing: string): Promise<Raster> {
  const { width, height } = raster
  const input = Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${drawing}</svg>`,
  )
  return toRaster(toSharp(raster).composite([{ input, left: 0, top: 0 }]))
}
