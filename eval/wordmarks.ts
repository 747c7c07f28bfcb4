// Reads wordmarks in photos that a person labelled, and asks whether the engine names their brands:
//   npm run eval:wordmarks -- --labels FILE [--others FOLDER]
// The labels are JSON lines: {"file": "a.jpg", "words": ["GUCCI"], "brand": "gucci", "goods": "handbag"}: what a
// person reads in the photo, whose mark it is in the starter pack, and what goods the offer names; "also" names other
// brands that the photo shows. Photos of --others tell how often a brand is named where no wordmark is known to be.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { PictureReading } from '@touchstone/contract'
import { shareOf, type Share } from '@touchstone/evaluation'
import { compile } from '@touchstone/recognition'
import { PictureReader } from '@touchstone/recognition/image'
import { readingParts } from '../packages/cli/src/images/index.ts'
import { photosIn } from './images/photos.ts'
import { sample, seededRandom } from './random.ts'

const { values } = parseArgs({
  options: {
    labels: { type: 'string' },
    others: { type: 'string' },
    each: { type: 'string', default: '300' },
  },
})
if (values.labels === undefined) {
  process.stdout.write('Skipped: it takes --labels FILE, with the photos beside it.\n')
  process.exit()
}

interface Label {
  file: string
  words: string[]
  brand: string
  goods: string
  also?: string[]
}

/** From here on an offer counts as referring to a brand. */
const referred = 0.5

const out = resolve(process.env['DATA_DIR'] ?? 'data', 'eval', 'wordmarks')
mkdirSync(out, { recursive: true })
const reader = await PictureReader.open(await readingParts())
const screener = compile({ brands: [] })
const times: number[] = []

async function read(path: string): Promise<PictureReading> {
  const began = performance.now()
  const outcome = await reader.readPicture(readFileSync(path))
  times.push(performance.now() - began)
  if (!outcome.ok) throw new RangeError(outcome.refusal.message)
  return outcome.reading
}

function brandsIn(reading: PictureReading, goods: string): string[] {
  const images = [{ url: 'https://shop.example/a.jpg', reading }]
  const { brands } = screener.screen({ id: 'a', title: goods, images })
  return brands.filter(({ confidence }) => confidence >= referred).map(({ id }) => id)
}

const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
const written = ({ lines }: PictureReading): string => lines.map(({ text }) => text).join(' | ')

const labels = readFileSync(values.labels, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Label)
let [letters, attributed, wrongly] = [0, 0, 0]
const missed: string[] = []
for (const { file, words, brand, goods, also = [] } of labels) {
  const reading = await read(resolve(values.labels, '..', file))
  const all = plain(written(reading))
  const isRead = words.every((word) => all.includes(plain(word)))
  const brands = brandsIn(reading, goods)
  if (isRead) letters++
  if (brands.includes(brand)) attributed++
  else missed.push(`${brand}: ${isRead ? 'read' : 'not read'} (${written(reading)}) ${file}`)
  const others = brands.filter((one) => one !== brand && !also.includes(one))
  if (others.length > 0) wrongly++
}

const named: string[] = []
let others = 0
if (values.others !== undefined) {
  const photos = photosIn(values.others).map(({ path }) => path)
  for (const path of sample(seededRandom(1), photos, Number(values.each))) {
    others++
    const reading = await read(path)
    const brands = brandsIn(reading, 't-shirt')
    if (brands.length > 0) named.push(`${brands.join()}: ${written(reading)} ${path}`)
  }
}

const shareText = ({ share, low, high }: Share, count: number, of: number): string => {
  const [at, from, to] = [share, low, high].map((one) => `${((one ?? 0) * 100).toFixed(1)} %`)
  return `${at} (${count} of ${of}; 95 %: ${from} to ${to})`
}
times.sort((a, b) => a - b)
const figures = {
  photos: labels.length,
  read: shareText(shareOf(letters, labels.length), letters, labels.length),
  attributed: shareText(shareOf(attributed, labels.length), attributed, labels.length),
  'another brand named': shareText(shareOf(wrongly, labels.length), wrongly, labels.length),
  ...(others > 0 && { 'a brand named in other photos': `${named.length} of ${others}` }),
  milliseconds: Math.round(times[Math.floor(times.length / 2)] ?? 0),
}
writeFileSync(
  join(out, 'figures.json'),
  `${JSON.stringify({ ...figures, missed, named }, null, 2)}\n`,
)
process.stdout.write(`${JSON.stringify({ ...figures, missed, named }, null, 2)}\n`)
