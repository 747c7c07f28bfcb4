import { drawnOver, resized, toRaster, toSharp, type Raster } from '../raster.ts'
import { between, colour, pickOne, randomInteger, type Chance, type Edit } from './edit-context.ts'
import { brightOrDark, line, sticker } from './overlay-text.ts'
import sharp from 'sharp'

/** Cuts a part out that holds this share of the picture. */
async function cut(raster: Raster, share: number, { random }: Chance): Promise<Raster> {
  const aspect = between(random, 0.85, 1.18)
  const width = Math.min(raster.width, Math.round(raster.width * Math.sqrt(share * aspect)))
  const height = Math.min(raster.height, Math.round(raster.height * Math.sqrt(share / aspect)))
  const left = randomInteger(random, 0, raster.width - width)
  const top = randomInteger(random, 0, raster.height - height)
  return toRaster(toSharp(raster).extract({ left, top, width, height }))
}

export const crop: Edit = (raster, hard, chance) =>
  cut(raster, hard ? between(chance.random, 0.3, 0.42) : between(chance.random, 0.65, 0.8), chance)

export const recompress: Edit = async (raster, hard, { random }) => {
  const share = hard ? between(random, 0.2, 0.3) : between(random, 0.4, 0.6)
  const small = await resized(raster, raster.width * share, raster.height * share)
  const quality = hard ? randomInteger(random, 15, 25) : randomInteger(random, 40, 60)
  return toRaster(sharp(await toSharp(small).jpeg({ quality }).toBuffer()))
}

export const mirror: Edit = async (raster, hard, chance) => {
  const mirrored = await toRaster(toSharp(raster).flop())
  return hard ? cut(mirrored, between(chance.random, 0.5, 0.65), chance) : mirrored
}

export const rotate: Edit = async (raster, hard, { random }) => {
  const slight = (least: number, most: number): number =>
    between(random, least, most) * (random() < 0.5 ? -1 : 1)
  const angle = hard
    ? pickOne(random, [90, 180, 270, slight(20, 40), slight(20, 40)])
    : slight(4, 12)
  const background = random() < 0.5 ? '#ffffff' : colour(random)
  return toRaster(toSharp(raster).rotate(angle, { background }))
}

export const text: Edit = async (raster, hard, { random }) => {
  const { width, height } = raster
  const count = hard ? randomInteger(random, 5, 7) : randomInteger(random, 1, 2)
  const drawn = Array.from({ length: count }, (_, each) =>
    line(random, {
      x: between(random, 0, width * 0.25),
      y: hard ? ((each + 0.8) * height) / count : between(random, 0.1, 0.95) * height,
      size: width * (hard ? between(random, 0.07, 0.12) : between(random, 0.045, 0.07)),
      fill: brightOrDark(random),
      opacity: hard ? between(random, 0.8, 1) : between(random, 0.4, 0.9),
      turn: hard ? between(random, -20, 20) : between(random, -8, 8),
    }),
  )
  return drawnOver(raster, drawn.join(''))
}

export const stickers: Edit = async (raster, hard, { random }) => {
  const { width, height } = raster
  const drawn = Array.from({ length: hard ? randomInteger(random, 2, 3) : 1 }, () => {
    const share = hard ? between(random, 0.1, 0.14) : between(random, 0.06, 0.1)
    return sticker(random, width, height, width * height * share)
  })
  return drawnOver(raster, drawn.join(''))
}

export const border: Edit = async (raster, hard, { random }) => {
  const shorter = Math.min(raster.width, raster.height)
  const edge = (): number =>
    Math.round(shorter * (hard ? between(random, 0.15, 0.4) : between(random, 0.04, 0.1)))
  const background = pickOne(random, ['#ffffff', '#000000', colour(random)])
  return toRaster(
    toSharp(raster).extend({
      top: edge(),
      bottom: edge(),
      left: edge(),
      right: edge(),
      background,
    }),
  )
}

export const recolour: Edit = async (raster, hard, { random }) => {
  const image = toSharp(raster)
  if (!hard)
    return toRaster(
      image.modulate({
        brightness: between(random, 0.8, 1.25),
        saturation: between(random, 0.6, 1.5),
        hue: randomInteger(random, -20, 20),
      }),
    )
  return toRaster(
    pickOne(random, [
      () => image.grayscale(),
      () => image.modulate({ hue: randomInteger(random, 70, 290) }),
      () => image.linear(between(random, 1.5, 1.9), -between(random, 40, 80)),
      () => image.gamma(between(random, 1.8, 2.6)).tint(colour(random)),
    ])(),
  )
}

export const blurAndNoise: Edit = async (raster, hard, { random }) => {
  const sigma = raster.width * (hard ? between(random, 0.006, 0.01) : between(random, 0.002, 0.004))
  const blurred = await toRaster(toSharp(raster).blur(Math.max(0.5, sigma)))
  const loudness = hard ? 30 : 12
  // Near enough to normal: three even numbers added.
  for (let at = 0; at < blurred.data.length; at++) {
    const noise = (random() + random() + random() - 1.5) * 2 * loudness
    blurred.data[at] = Math.max(0, Math.min(255, (blurred.data[at] ?? 0) + noise))
  }
  return blurred
}

export const stretch: Edit = async (raster, hard, { random }) => {
  const factor = hard ? between(random, 1.45, 1.8) : between(random, 1.12, 1.28)
  return random() < 0.5
    ? resized(raster, raster.width * factor, raster.height)
    : resized(raster, raster.width, raster.height * factor)
}
