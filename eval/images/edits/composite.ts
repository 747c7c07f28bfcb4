import { drawnOver, laidOut, resized, type Raster } from '../raster.ts'
import { between, pickOne, randomInteger, type Edit } from './edit-context.ts'
import { fonts, line } from './overlay-text.ts'

/** The picture as one of several in a grid. */
export const collage: Edit = async (raster, hard, chance) => {
  const { random } = chance
  const [columns, rows] = hard
    ? pickOne(random, [
        [3, 3],
        [3, 2],
        [2, 3],
      ] as [number[], ...number[][]])
    : pickOne(random, [
        [2, 1],
        [1, 2],
        [2, 2],
      ] as [number[], ...number[][]])
  const [across = 2, down = 2] = [columns, rows]
  const side = hard ? 240 : 360
  const gap = randomInteger(random, 0, 10)
  const own = randomInteger(random, 0, across * down - 1)
  const laid: { raster: Raster; left: number; top: number }[] = []
  for (let cell = 0; cell < across * down; cell++)
    laid.push({
      raster: await resized(cell === own ? raster : await chance.other(), side, side, 'cover'),
      left: (cell % across) * (side + gap),
      top: Math.floor(cell / across) * (side + gap),
    })
  const [width, height] = [across, down].map((count) => count * (side + gap) - gap)
  return laidOut({ width: width ?? side, height: height ?? side, background: '#fff' }, laid)
}

const screen = { width: 540, height: 1110 }

/** The picture on the page of a shop, as a telephone shows it. */
export const phonePage: Edit = async (raster, hard, chance) => {
  const { random } = chance
  const { width: across, height: down } = screen
  const width = hard ? Math.floor(between(random, 0.42, 0.55) * across) : across
  const height = hard ? width : Math.min(700, (width * raster.height) / raster.width)
  const shown = await resized(raster, width, height, 'cover')
  const left = hard ? randomInteger(random, 10, across - width - 10) : 0
  const top = hard ? randomInteger(random, 140, 500) : randomInteger(random, 70, 120)
  const laid = [{ raster: shown, left, top }]
  if (hard)
    for (const at of [10, 280])
      laid.push({
        raster: await resized(await chance.other(), 250, 200, 'cover'),
        left: at,
        top: 820,
      })
  const background = pickOne(random, ['#fff', '#f4f4f4', '#111'])
  const page = await laidOut({ ...screen, background }, laid)
  const lines = Array.from({ length: 5 }, (_, each) =>
    line(random, {
      x: 24,
      y: top + shown.height + 60 + each * 52,
      fill: '#777',
      size: between(random, 22, 32),
    }),
  )
  return drawnOver(
    page,
    `<rect width="${across}" height="54" fill="#222"/>` +
      `<text x="20" y="36" font-size="24" fill="#fff" font-family="${fonts}">10:2${randomInteger(random, 0, 9)}</text>` +
      lines.join('') +
      `<rect y="${down - 80}" width="${across}" height="80" fill="#ee4d2d"/>` +
      `<text x="190" y="${down - 30}" font-size="32" fill="#fff" font-family="${fonts}">Buy now</text>`,
  )
}

/** The picture lying on another photo. */
export const overlay: Edit = async (raster, hard, chance) => {
  const { random } = chance
  const side = 700
  const ground = await resized(await chance.other(), side, side, 'cover')
  const share = hard ? between(random, 0.38, 0.5) : between(random, 0.6, 0.75)
  const factor = (share * side) / Math.max(raster.width, raster.height)
  const laid = await resized(raster, raster.width * factor, raster.height * factor)
  const left = randomInteger(random, 0, side - laid.width)
  const top = randomInteger(random, 0, side - laid.height)
  return laidOut({ width: side, height: side, background: '#fff' }, [
    { raster: ground, left: 0, top: 0 },
    { raster: laid, left, top },
  ])
}
