import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import {
  decodePicture,
  describePicture,
  PictureMatcher,
  Vocabulary,
  type PictureDescription,
} from '@touchstone/recognition/image'
import { processorMs } from '@touchstone/recognition/testing/processor-time'
import sharp from 'sharp'
import { editFamilies, edits } from '../eval/images/edits/index.ts'
import { generatedPhotos } from '../eval/images/generate-photos.ts'
import { photosIn } from '../eval/images/photos.ts'
import { readPhoto, toSharp } from '../eval/images/raster.ts'
import { seededRandom, type Random } from '../eval/random.ts'
import { benchFolder } from './bench-folder.ts'
import { percentile } from './percentile.ts'

const FEW = 1000
const MANY = 100_000
/** Features per reference in a bank of this size: half of those in a small one. */
const FEATURES = 256
const ASKED = 200
/** Copies of each family of edits, moderate and hard. */
const EDITED = 10
const ROUNDS = 5
const WARMING = 50
/**
 * Number of photos that provide a synthetic reference's features, and how far each number of a descriptor is changed.
 */
const MIXED = 4
const NOISE = 10
/** Scores below this are no copies. */
const COPY = 0.5
const MAX_RATIO = 1.5
const MAX_GIGABYTES = 1.2

/**
 * Matches pictures against a thousand references and a hundred thousand. The thousand are photos; the others are made
 * from the features of photos, a quarter of four each, moved and changed, so that words are as common as they are in
 * photos and no two references are alike. Photos are drawn, or those of the folder that TOUCHSTONE_PHOTOS names.
 */
export async function* pictureScale(): AsyncGenerator<string> {
  const folder = process.env['TOUCHSTONE_PHOTOS'] ?? (await generatedPhotos(benchFolder))
  const photos = photosIn(folder)
  const words = fileURLToPath(import.meta.resolve('@touchstone/recognition/visual-vocabulary'))
  const vocabulary = new Vocabulary(await readFile(words))
  const random = seededRandom(7)
  const known = new Map<string, PictureDescription>()
  for (const { path } of photos.slice(0, FEW))
    known.set(path, await described(await readFile(path)))
  const edited = await editedCopies([...known.keys()], photos.slice(FEW), random)
  const queries: Query[] = []
  for (let each = 0; each < ASKED; each++) {
    // Half of the queries show a cropped reference; the other half show none.
    const shows = each % 2 === 0 ? photos[(each * 37) % known.size]?.path : undefined
    const path = shows ?? photos.at(-1 - each)?.path ?? ''
    queries.push({ shows, description: await described(await cropped(path)) })
  }
  const small = new PictureMatcher(vocabulary, { features: FEATURES })
  for (const [path, description] of known) small.add(path, description)
  const before = memory()
  const large = new PictureMatcher(vocabulary, { features: FEATURES })
  for (const [path, description] of known) large.add(path, description)
  // Random numbers cost more than their use: each feature is changed by a part of one row of them.
  const noise = Int8Array.from({ length: 1 << 20 }, () => (random() + random() - 1) * 2 * NOISE)
  const bases = [...known.values()]
  const began = performance.now()
  for (let number = large.size; number < MANY; number++)
    large.add(`made ${number}`, syntheticFrom(bases, noise, random))
  const seconds = (performance.now() - began) / 1000
  const all = memory()
  const [few, many] = timesOf([small, large], queries)
  if (!few || !many) throw new RangeError('both are asked')
  const ratio = many.mean / few.mean
  const [fewEdited, manyEdited] = [small, large].map((matcher) => countFoundFirst(matcher, edited))
  yield `Matching against ${large.size.toLocaleString('en')} references of up to ${FEATURES} features: ${many.mean.toFixed(2)} ms of the processor’s time on the average, ${ratio.toFixed(2)} times the ${few.mean.toFixed(2)} ms against ${FEW} (target at most ${MAX_RATIO}); by the clock p50 and p90 ${many.median.toFixed(1)} and ${many.p90.toFixed(1)} ms, against ${FEW} ${few.median.toFixed(1)} and ${few.p90.toFixed(1)}`
  yield `Photos cropped to half, found first: ${few.first} of ${ASKED / 2} among ${FEW}, ${many.first} among ${MANY.toLocaleString('en')}; of ${ASKED / 2} that show none ${few.alarms} and ${many.alarms} said to show one; of ${edited.length} copies edited in ${editFamilies.length} ways ${fewEdited} and ${manyEdited} found first, as copies`
  yield `Memory of ${(MANY / 1000).toFixed(0)},000 references: ${gigabytes(all - before)} GB, of the whole process with the pictures of this measuring ${gigabytes(all)} GB (target at most ${MAX_GIGABYTES} GB); adding one ${((seconds / MANY) * 1e6).toFixed(0)} µs, making it included`
}

function gigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(2)
}

/** Resident, once garbage is collected. */
function memory(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  return process.memoryUsage().rss
}

interface Query {
  /** The reference that it shows, if any. */
  shows?: string
  description: PictureDescription
}

interface Times {
  mean: number
  median: number
  p90: number
  first: number
  alarms: number
}

/** Queries the matchers alternately: other load on the machine affects both. */
function timesOf(matchers: readonly PictureMatcher[], queries: readonly Query[]): Times[] {
  // Compilation does not count.
  for (const matcher of matchers)
    for (const { description } of queries.slice(0, WARMING)) matcher.match(description)
  const measurements = matchers.map(() => ({ times: [] as number[], spent: 0 }))
  for (let round = 0; round < ROUNDS; round++)
    for (const [number, measurement] of measurements.entries()) {
      const began = processorMs()
      for (const { description } of queries) {
        const askedAt = performance.now()
        matchers[number]?.match(description)
        measurement.times.push(performance.now() - askedAt)
      }
      measurement.spent += processorMs() - began
    }
  return measurements.map(({ times, spent: all }, number) => {
    let [first, alarms] = [0, 0]
    for (const { shows, description } of queries) {
      const [match] = matchers[number]?.match(description) ?? []
      if (shows !== undefined && match?.reference === shows) first++
      if (shows === undefined && (match?.score ?? 0) >= COPY) alarms++
    }
    const [median, p90] = [percentile(times, 0.5), percentile(times, 0.9)]
    return { mean: all / times.length, median, p90, first, alarms }
  })
}

function countFoundFirst(matcher: PictureMatcher, queries: readonly Query[]): number {
  return queries.filter(({ shows, description }) => {
    const [match] = matcher.match(description)
    return match?.reference === shows && (match?.score ?? 0) >= COPY
  }).length
}

/** References edited as sellers do, some placed among other photos. */
async function editedCopies(
  paths: readonly string[],
  others: readonly { path: string }[],
  random: Random,
): Promise<Query[]> {
  const other = () => readPhoto(others[Math.floor(random() * others.length)]?.path ?? '')
  const ways = editFamilies.flatMap((family) => [false, true].map((hard) => ({ family, hard })))
  const copies: Query[] = []
  for (const { family, hard } of ways.flatMap((way) => Array.from({ length: EDITED }, () => way))) {
    const shows = paths[(copies.length * 13) % paths.length] ?? ''
    const edited = await edits[family](await readPhoto(shows), hard, { random, other })
    const bytes = await toSharp(edited).jpeg({ quality: 82 }).toBuffer()
    copies.push({ shows, description: await described(bytes) })
  }
  return copies
}

/** A picture that never existed: features of some photos, each changed, and a new hash and look. */
function syntheticFrom(
  known: readonly PictureDescription[],
  noise: Int8Array,
  random: Random,
): PictureDescription {
  const parts = Array.from({ length: MIXED }, () => known[Math.floor(random() * known.length)])
  const [base] = parts
  if (!base) throw new RangeError('no photos')
  const count = Math.min(FEATURES, base.features.count)
  const numbers = (of: 'x' | 'y' | 'scale' | 'angle'): Float32Array =>
    Float32Array.from({ length: count }, (_, i) => {
      const value = base.features[of][i] ?? 0
      if (of === 'x') return random() * base.width
      if (of === 'y') return random() * base.height
      return of === 'angle' ? (value + random()) % 6.28 : value * (0.8 + 0.4 * random())
    })
  const descriptors = new Uint8Array(128 * count)
  for (let i = 0; i < count; i++) {
    const { features } = parts[i % MIXED] ?? base
    const from = 128 * Math.floor(random() * features.count)
    const moved = Math.floor(random() * (noise.length - 128))
    for (let d = 0; d < 128; d++) {
      const value = (features.descriptors[from + d] as number) + (noise[moved + d] as number)
      descriptors[128 * i + d] = value < 0 ? 0 : value > 255 ? 255 : value
    }
  }
  const { width, height } = base
  return {
    width,
    height,
    fingerprint: String(random()),
    pdq: { codes: Uint32Array.from({ length: 64 }, () => random() * 2 ** 32), quality: 100 },
    thumbnail: base.thumbnail.map((tone) => Math.max(0, Math.min(255, tone + 80 * random() - 40))),
    features: {
      width,
      height,
      count,
      descriptors,
      x: numbers('x'),
      y: numbers('y'),
      scale: numbers('scale'),
      angle: numbers('angle'),
    },
  }
}

/** Half of a picture, recompressed. */
async function cropped(path: string): Promise<Buffer> {
  const { width, height } = await sharp(path).metadata()
  const part = { width: Math.floor(width * 0.7), height: Math.floor(height * 0.7) }
  return sharp(path)
    .extract({ left: Math.floor(width * 0.2), top: Math.floor(height * 0.1), ...part })
    .jpeg({ quality: 80 })
    .toBuffer()
}

async function described(bytes: Uint8Array): Promise<PictureDescription> {
  const decoding = await decodePicture(bytes)
  if (!decoding.ok) throw new RangeError(decoding.refusal.message)
  return describePicture(decoding.picture)
}
