// Holds photos of sellers, edited, against themselves and photos of other scenes:
//   npm run eval:sellers -- --photos FOLDER [--references 1000]
// The photos of sellers are those of image/replica_photos below TOUCHSTONE_DATA; without them nothing is said.
import { existsSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { shareOf, type Share } from '@touchstone/evaluation'
import {
  decodePicture,
  describePicture,
  PictureMatcher,
  Vocabulary,
  type PictureDescription,
} from '@touchstone/recognition/image'
import { photosIn, type Photo } from './images/photos.ts'
import { readPhoto } from './images/raster.ts'
import { recompressed, sellerEdits } from './images/seller-edits.ts'
import { pick, seededRandom } from './random.ts'

const { values } = parseArgs({
  options: {
    photos: { type: 'string' },
    references: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
  },
})
const folder = join(process.env['TOUCHSTONE_DATA'] ?? 'data', 'image', 'replica_photos')
if (!existsSync(folder) || values.photos === undefined) {
  process.stdout.write(
    'Skipped: it takes TOUCHSTONE_DATA with image/replica_photos, and --photos FOLDER.\n',
  )
  process.exit()
}

interface SellerPhoto {
  id: string
  file: string
  seller: string
  /** The same photo as a site keeps it. */
  reencoded: string | null
}

/** False pairs allowed, of all pairs of a query and a reference. */
const falsePairs = 1 / 10_000
const falseWithinSeller = 1 / 1000
/** More of a query's matches than are ever looked at. */
const all = 1000

const vocabulary = new Vocabulary(
  await readFile(fileURLToPath(import.meta.resolve('@touchstone/recognition/visual-vocabulary'))),
)

async function described(bytes: Uint8Array): Promise<PictureDescription> {
  const decoding = await decodePicture(bytes)
  if (!decoding.ok) throw new RangeError(decoding.refusal.message)
  return describePicture(decoding.picture)
}

/** Scores of pairs; an unreported pair has none. */
interface Pairs {
  right: number[]
  wrong: number[]
  asked: number
  pairs: number
}

function ask(
  matcher: PictureMatcher,
  query: PictureDescription,
  shows: string,
  pairs: Pairs,
): void {
  const matches = matcher.match(query, { top: all })
  pairs.asked++
  pairs.pairs += matcher.size - 1
  for (const { reference, score } of matches)
    (reference === shows ? pairs.right : pairs.wrong).push(score)
}

/** Of the right pairs those above a score that no more wrong ones reach than are allowed. */
function found({ right, wrong, asked, pairs }: Pairs, allowed: number): [Share, number] {
  const firstTooMany = wrong.toSorted((a, b) => b - a)[Math.floor(pairs * allowed)] ?? 0
  return [shareOf(right.filter((score) => score > firstTooMany).length, asked), firstTooMany]
}

function printThreshold(name: string, [share, threshold]: [Share, number], target?: number): void {
  const percent = (value: number): string => `${(value * 100).toFixed(1)} %`
  process.stdout.write(
    `${name}: ${share.count} of ${share.of}, ${percent(share.count / share.of)}` +
      ` (95 %: ${percent(share.low)} to ${percent(share.high)}) above ${threshold.toFixed(3)}` +
      `${target === undefined ? '' : `; target ${percent(target)}`}\n`,
  )
}

const sellers = readFileSync(join(folder, 'manifest.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as SellerPhoto)
const random = seededRandom(Number(values.seed) * 9_000_011)
const scenes = new Set<string>()
const [references, others]: [Photo[], Photo[]] = [[], []]
// Photos beside a seller's belong to no scene of a reference.
for (const photo of photosIn(values.photos)) {
  if (scenes.has(photo.scene) || references.length < Number(values.references) - sellers.length) {
    scenes.add(photo.scene)
    references.push(photo)
  } else others.push(photo)
}

const matcher = new PictureMatcher(vocabulary)
for (const { id, file } of sellers)
  matcher.add(id, await described(await readFile(join(folder, file))))
for (const { path } of references.slice(0, Number(values.references) - sellers.length))
  matcher.add(path, await described(await readFile(path)))
process.stdout.write(
  `${sellers.length} photos of sellers, each edited, against ${matcher.size} references: found at one false pair in 10,000\n`,
)

const chance = { random, other: () => readPhoto(pick(random, others)?.path ?? '') }
for (const { name, target, edit } of sellerEdits) {
  const pairs: Pairs = { right: [], wrong: [], asked: 0, pairs: 0 }
  for (const { id, file } of sellers) {
    const edited = await edit(await readPhoto(join(folder, file)), chance)
    ask(matcher, await described(await recompressed(edited)), id, pairs)
  }
  printThreshold(name, found(pairs, falsePairs), target)
}

const within: Pairs = { right: [], wrong: [], asked: 0, pairs: 0 }
for (const seller of new Set(sellers.map((photo) => photo.seller))) {
  const own = sellers.filter((photo) => photo.seller === seller)
  const among = new PictureMatcher(vocabulary)
  for (const { id, file } of own) among.add(id, await described(await readFile(join(folder, file))))
  for (const { id, reencoded } of own)
    if (reencoded !== null)
      ask(among, await described(await readFile(join(folder, reencoded))), id, within)
}
printThreshold(
  'recompressed by a site, among photos of the same seller, at 0.1 %',
  found(within, falseWithinSeller),
  0.7,
)
