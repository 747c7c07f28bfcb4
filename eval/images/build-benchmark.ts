import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pick, seededRandom, type Random } from '../random.ts'
import { editFamilies, edits, type Chance, type EditFamily } from './edits/index.ts'
import { between, randomInteger } from './edits/edit-context.ts'
import type { Photo } from './photos.ts'
import { readPhoto, toSharp, type Raster } from './raster.ts'
import { halfOf, splitByScene, type Half } from './split.ts'

export interface Question {
  file: string
  half: Half
  /** The edit; undefined for an unedited distractor. */
  family?: EditFamily
  hard: boolean
  /** The number of the reference that it shows; undefined of a distractor. */
  shows?: number
}

export interface Benchmark {
  folder: string
  references: { file: string; half: Half }[]
  questions: Question[]
  distractorPhotos: number
}

export interface BenchmarkSize {
  references: number
  queries: number
  distractors: number
  seed: number
}

/** Share of unedited distractors; the others are edited like the queries. */
const unedited = 0.3
const atOnce = 4

/** Builds the benchmark from photos, or reuses one built from the same. */
export async function buildBenchmark(
  photos: readonly Photo[],
  size: BenchmarkSize,
  into: string,
  onProgress: (done: number, of: number) => void,
): Promise<Benchmark> {
  const key = createHash('sha256')
    .update(JSON.stringify([size, photos.map(({ path, scene }) => [path, scene])]))
    .digest('hex')
  const folder = join(into, key.slice(0, 12))
  const manifest = join(folder, 'benchmark.json')
  if (existsSync(manifest)) return JSON.parse(readFileSync(manifest, 'utf8')) as Benchmark
  for (const name of ['references', 'queries', 'distractors'])
    mkdirSync(join(folder, name), { recursive: true })

  const split = splitByScene(photos, size.references, size.seed)
  const tasks: (() => Promise<void>)[] = []
  const references = split.references.map(({ path, scene }, number) => {
    const file = join('references', `${numbered(number)}.jpg`)
    tasks.push(async () => write(await readPhoto(path), join(folder, file), 92))
    return { file, half: halfOf(scene) }
  })
  const planned = [...queriesOf(split.references, size), ...distractorsOf(split.distractors, size)]
  for (const { question, photo, random } of planned)
    tasks.push(async () => {
      const chance = {
        random,
        other: () => readPhoto(pick(random, split.others)?.path ?? photo.path),
      }
      const edited = await editedPhoto(await readPhoto(photo.path), question, chance)
      await write(edited, join(folder, question.file), randomInteger(random, 72, 92))
    })
  await runAll(tasks, onProgress)

  const benchmark: Benchmark = {
    folder,
    references,
    questions: planned.map(({ question }) => question),
    distractorPhotos: split.distractors.length,
  }
  writeFileSync(manifest, JSON.stringify(benchmark))
  return benchmark
}

interface Planned {
  question: Question
  photo: Photo
  random: Random
}

function queriesOf(references: readonly Photo[], { queries, seed }: BenchmarkSize): Planned[] {
  const kinds = editFamilies.flatMap((family) => [false, true].map((hard) => ({ family, hard })))
  return Array.from({ length: queries }, (_, number) => {
    const random = seededRandom(seed * 1_000_003 + number)
    const { family, hard } = kinds[number % kinds.length] ?? {
      family: 'crop' as const,
      hard: false,
    }
    const shows = randomInteger(random, 0, references.length - 1)
    const photo = references[shows] ?? { path: '', scene: '' }
    const file = join('queries', `${numbered(number)}-${family}-${hard ? 'hard' : 'moderate'}.jpg`)
    return { question: { file, half: halfOf(photo.scene), family, hard, shows }, photo, random }
  })
}

function distractorsOf(photos: readonly Photo[], { distractors, seed }: BenchmarkSize): Planned[] {
  if (photos.length === 0) return []
  return Array.from({ length: distractors }, (_, number) => {
    const random = seededRandom(seed * 1_000_003 + 500_000_000 + number)
    const photo = photos[number % photos.length] ?? { path: '', scene: '' }
    const family = random() < unedited ? undefined : pick(random, editFamilies)
    const file = join('distractors', `${numbered(number)}.jpg`)
    const question = { file, half: halfOf(photo.scene), family, hard: between(random, 0, 1) < 0.5 }
    return { question, photo, random }
  })
}

async function editedPhoto(
  raster: Raster,
  { family, hard }: Question,
  chance: Chance,
): Promise<Raster> {
  return family === undefined ? raster : edits[family](raster, hard, chance)
}

async function write(raster: Raster, path: string, quality: number): Promise<void> {
  const bytes = await toSharp(raster)
    .resize(1000, 1000, { fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality })
    .toBuffer()
  writeFileSync(path, bytes)
}

async function runAll(
  tasks: readonly (() => Promise<void>)[],
  onProgress: (done: number, of: number) => void,
): Promise<void> {
  let next = 0
  let done = 0
  const hand = async (): Promise<void> => {
    for (let task = tasks[next++]; task !== undefined; task = tasks[next++]) {
      await task()
      onProgress(++done, tasks.length)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, hand))
}

function numbered(number: number): string {
  return String(number).padStart(5, '0')
}
