// Trains the visual words for looking up pictures, from photos in a folder; the same photos give the same words:
//   node --conditions=touchstone-source scripts/train-visual-vocabulary.ts --photos DIR [--without DIR]
// Photos whose names `--without` also has are left out, so that evaluation photos are not trained on.
// packages/recognition/visual-vocabulary/README.md states the training photos and their licence.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { decodePicture, describeFeatures } from '../packages/recognition/src/image/index.ts'
import { chance } from './visual-vocabulary/random-stream.ts'
import { cluster } from './visual-vocabulary/cluster.ts'
import { signatureDirections } from './visual-vocabulary/directions.ts'

const BRANCHES = [32, 32, 28] as const
const FEATURES_A_PHOTO = 600
const BYTES = 128
const SEED = 20261126
const target = join(
  dirname(import.meta.dirname),
  'packages/recognition/visual-vocabulary/visual-vocabulary.bin',
)

const { values } = parseArgs({
  options: { photos: { type: 'string' }, without: { type: 'string' }, out: { type: 'string' } },
})
if (values.photos === undefined) throw new Error('--photos DIR names the folder of photos.')

function photosIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(jpe?g|png|webp)$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
}

async function descriptorsOf(files: string[]): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for (const [i, file] of files.entries()) {
    const decoding = await decodePicture(readFileSync(file))
    if (!decoding.ok) continue
    parts.push(
      describeFeatures(decoding.picture.gray, { most: FEATURES_A_PHOTO, narrow: 1 }).descriptors,
    )
    if (i % 100 === 99) process.stderr.write(`${i + 1} of ${files.length} photos read\n`)
  }
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

const without = new Set(
  values.without === undefined ? [] : photosIn(values.without).map((file) => basename(file)),
)
const files = photosIn(values.photos)
  .filter((file) => !without.has(basename(file)))
  .sort((a, b) => (basename(a) < basename(b) ? -1 : 1))
const descriptors = await descriptorsOf(files)
const count = descriptors.length / BYTES
process.stderr.write(`${count} descriptors of ${files.length} photos\n`)

const next = chance(SEED)
const levels: Uint8Array[][] = BRANCHES.map(() => [])
const residuals: number[] = []

function grow(rows: Int32Array, level: number): void {
  const { centres, members } = cluster(descriptors, rows, BRANCHES[level] ?? 0, next)
  levels[level]?.push(Uint8Array.from(centres, Math.round))
  for (const [c, list] of members.entries()) {
    // A branch without own descriptors still has its children, all in one place.
    const own = list.length > 0 ? list : rows.slice(0, 1)
    if (level + 1 < BRANCHES.length) grow(own, level + 1)
    else if (list.length > 1 && residuals.length < 60_000 * BYTES) {
      const row = (list[0] ?? 0) * BYTES
      for (let d = 0; d < BYTES; d++) {
        residuals.push((descriptors[row + d] ?? 0) - (centres[c * BYTES + d] ?? 0))
      }
    }
  }
  if (level === 1) process.stderr.write(`branch ${levels[1]?.length} of ${BRANCHES[0]}\n`)
}
grow(
  Int32Array.from({ length: count }, (_, i) => i),
  0,
)

const directions = signatureDirections(Float32Array.from(residuals), next)
const header = new Uint8Array([...BRANCHES])
writeFileSync(
  values.out ?? target,
  Buffer.concat([header, new Uint8Array(directions.buffer), ...levels.flat()]),
)
