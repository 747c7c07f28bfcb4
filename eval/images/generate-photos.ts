import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { seededRandom, type Random } from '../random.ts'
import { between, colour, pickOne, randomInteger } from './edits/edit-context.ts'

const scenes = 100
const photosOfScene = 12
const [width, height] = [640, 480]

/** Drawn photos of drawn goods, if there are no real ones: each scene has its own background. */
export async function generatedPhotos(folder: string): Promise<string> {
  const place = join(folder, 'generated')
  if (existsSync(join(place, 'whole'))) return place
  for (let scene = 0; scene < scenes; scene++) {
    const random = seededRandom(scene + 1)
    const ground = groundOf(random)
    mkdirSync(join(place, String(scene)), { recursive: true })
    for (let photo = 0; photo < photosOfScene; photo++) {
      const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${ground}${goodsOf(random)}</svg>`
      const bytes = await sharp(Buffer.from(drawing)).blur(0.6).jpeg({ quality: 90 }).toBuffer()
      writeFileSync(join(place, String(scene), `${photo}.jpg`), bytes)
    }
  }
  writeFileSync(join(place, 'whole'), '')
  return place
}

/** Boards, tiles or a rumpled cloth. */
function groundOf(random: Random): string {
  const step = randomInteger(random, 25, 90)
  const [base, line] = [colour(random), colour(random)]
  const lines = Array.from({ length: Math.ceil(width / step) }, (_, each) => {
    const at = each * step + between(random, -8, 8)
    return pickOne(random, [
      `<rect x="${at}" width="${between(random, 1, 5)}" height="${height}" fill="${line}" opacity="0.4"/>`,
      `<rect y="${at}" width="${width}" height="${between(random, 1, 5)}" fill="${line}" opacity="0.4"/>`,
      `<circle cx="${at}" cy="${between(random, 0, height)}" r="${between(random, 4, 40)}" fill="${line}" opacity="0.25"/>`,
    ])
  })
  return `<rect width="${width}" height="${height}" fill="${base}"/>${lines.join('')}`
}

/** A body with a pattern, seams and a label. */
function goodsOf(random: Random): string {
  const [x, y] = [between(random, 200, 440), between(random, 170, 310)]
  const [across, down] = [between(random, 90, 190), between(random, 80, 160)]
  const body = Array.from({ length: 9 }, (_, each) => {
    const angle = (each / 9) * 2 * Math.PI
    const reach = between(random, 0.7, 1.1)
    return `${x + Math.cos(angle) * across * reach},${y + Math.sin(angle) * down * reach}`
  }).join(' ')
  const details = Array.from({ length: randomInteger(random, 12, 40) }, () => {
    const [left, top] = [x + between(random, -across, across), y + between(random, -down, down)]
    const size = between(random, 5, 45)
    return pickOne(random, [
      `<rect x="${left}" y="${top}" width="${size}" height="${between(random, 4, 40)}" fill="${colour(random)}" transform="rotate(${randomInteger(random, 0, 90)} ${left} ${top})"/>`,
      `<circle cx="${left}" cy="${top}" r="${size / 2}" fill="${colour(random)}"/>`,
      `<path d="M${left} ${top}q${size} ${-size} ${2 * size} ${between(random, -20, 20)}" stroke="${colour(random)}" stroke-width="${between(random, 1, 5)}" fill="none"/>`,
      `<text x="${left}" y="${top}" font-size="${size}" fill="${colour(random)}">${randomInteger(random, 10, 9999)}</text>`,
    ])
  })
  return `<polygon points="${body}" fill="${colour(random)}"/>${details.join('')}`
}
