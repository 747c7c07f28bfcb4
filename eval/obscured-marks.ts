import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import {
  decodeColours,
  decodePicture,
  describePicture,
  obscuredLines,
  mosaicsIn,
  PictureMatcher,
  PictureReader,
  Vocabulary,
} from '@touchstone/recognition/image'
import sharp from 'sharp'
import { readingParts } from '../packages/cli/src/images/index.ts'
import { generatedPhotos } from './images/generate-photos.ts'
import { photosIn } from './images/photos.ts'
import {
  covers,
  edits,
  mosaicOf,
  type Area,
  type Cover,
  type Edit,
} from './obscured-marks/covers.ts'
import { sample, seededRandom } from './random.ts'

/** How often a hidden name is found, and how often one is said to be hidden that is not; the same of coarse blocks. */
const { values } = parseArgs({
  options: {
    photos: { type: 'string' },
    each: { type: 'string', default: '400' },
    seed: { type: 'string', default: '1' },
  },
})
const out = resolve(process.env['DATA_DIR'] ?? 'data', 'eval', 'marks')
mkdirSync(out, { recursive: true })
const random = seededRandom(Number(values.seed))
const photos = sample(
  random,
  photosIn(values.photos ?? (await generatedPhotos(out))).map(({ path }) => path),
  Number(values.each),
)
const reader = await PictureReader.open(await readingParts())
const words = fileURLToPath(import.meta.resolve('@touchstone/recognition/visual-vocabulary'))
const vocabulary = new Vocabulary(readFileSync(words))

interface Tally {
  asked: number
  said: number
}
const tallies = new Map<string, Tally>()
function count(name: string, said: boolean): void {
  const tally = tallies.get(name) ?? { asked: 0, said: 0 }
  tally.asked++
  if (said) tally.said++
  tallies.set(name, tally)
}

type Line = { text: string; box: number[][] }

function areaOf({ box }: Line, within: Area): Area {
  const [xs, ys] = [box.map(([x = 0]) => x), box.map(([, y = 0]) => y)]
  const margin = 0.15 * (Math.max(...ys) - Math.min(...ys))
  const left = Math.max(0, Math.round(Math.min(...xs) - margin))
  const top = Math.max(0, Math.round(Math.min(...ys) - margin))
  return {
    left,
    top,
    width: Math.min(within.width - left, Math.round(Math.max(...xs) + margin - left)),
    height: Math.min(within.height - top, Math.round(Math.max(...ys) + margin - top)),
  }
}

async function askAboutNames(photo: Buffer, whole: Area, lines: readonly Line[]): Promise<void> {
  const reference = await decodePicture(photo)
  if (!reference.ok) return
  const matcher = new PictureMatcher(vocabulary)
  matcher.add('photo', describePicture(reference.picture))
  const hiddenIn = async (bytes: Buffer, of: readonly Line[]): Promise<number | undefined> => {
    const query = await decodePicture(bytes)
    if (!query.ok) return undefined
    const [match] = matcher.match(describePicture(query.picture))
    if (match === undefined || match.score < 0.8) return undefined
    return obscuredLines(query.picture, reference.picture, match, of).length
  }
  for (const name of Object.keys(edits) as Edit[]) {
    const said = await hiddenIn(await edits[name](photo, whole), lines)
    if (said === undefined) continue
    for (let line = 0; line < lines.length; line++) count(`shown, copy ${name}`, line < said)
  }
  const large = lines.filter((line) => {
    const { width, height } = areaOf(line, whole)
    return height >= 18 && width >= 30
  })
  for (const name of Object.keys(covers) as Cover[]) {
    const [line] = sample(random, large, 1)
    if (line === undefined) return
    const area = areaOf(line, whole)
    const input = await covers[name](photo, area, random)
    const hidden = await sharp(photo)
      .composite([{ input, left: area.left, top: area.top }])
      .png()
      .toBuffer()
    const [edit = 'saved'] = sample(
      random,
      ['saved', 'shrunk', 'cropped', 'recoloured'] as const,
      1,
    )
    const said = await hiddenIn(await edits[edit](hidden, whole), [line])
    if (said !== undefined) count(`hidden by ${name}`, said > 0)
  }
}

async function hasBlocks(bytes: Buffer): Promise<boolean> {
  const decoded = await decodeColours(bytes)
  return decoded.ok && mosaicsIn(decoded.picture.colours).length > 0
}

async function askAboutBlocks(photo: Buffer, whole: Area): Promise<void> {
  count('blocks where there are none', await hasBlocks(photo))
  const least = Math.min(whole.width, whole.height)
  const width = Math.round(least * (0.2 + 0.15 * random()))
  const height = Math.round(width * (0.4 + 0.6 * random()))
  const place = (side: number, taken: number): number =>
    Math.round(side * 0.3 + random() * Math.max(0, side * 0.4 - taken))
  const area = { left: place(whole.width, width), top: place(whole.height, height), width, height }
  const { channels } = await sharp(
    await sharp(photo).extract(area).greyscale().png().toBuffer(),
  ).stats()
  // On a plain background blocks hide nothing.
  if ((channels[0]?.stdev ?? 0) < 25) return
  const [block = 8] = sample(random, [6, 8, 10, 12, 16, 24], 1)
  const bytes = await sharp(photo)
    .composite([{ input: await mosaicOf(photo, area, block), left: area.left, top: area.top }])
    .jpeg({ quality: 80 })
    .toBuffer()
  count(`blocks of ${block} points`, await hasBlocks(bytes))
}

for (const path of photos) {
  const photo = await sharp(path).rotate().removeAlpha().png().toBuffer()
  const { width, height } = await sharp(photo).metadata()
  const whole = { left: 0, top: 0, width, height }
  await askAboutBlocks(photo, whole)
  const outcome = await reader.readPicture(photo)
  if (!outcome.ok) continue
  const lines = outcome.reading.lines.filter(
    ({ text, confidence }) => confidence >= 0.8 && text.replace(/[^\p{L}\p{N}]/gu, '').length >= 3,
  )
  if (lines.length > 0) await askAboutNames(photo, whole, lines)
}

const figures = Object.fromEntries([...tallies].sort(([one], [other]) => (one < other ? -1 : 1)))
writeFileSync(
  join(out, 'figures.json'),
  `${JSON.stringify({ photos: photos.length, told: figures }, null, 2)}\n`,
)
for (const [name, { asked, said }] of Object.entries(figures))
  console.log(`${name}: ${said} of ${asked} (${((100 * said) / asked).toFixed(1)} %)`)
