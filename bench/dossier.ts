import { createHash, randomBytes } from 'node:crypto'
import {
  createReadStream,
  createWriteStream,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { Transform, type TransformCallback } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { packDossier, writeZip } from '@touchstone/evidence'
import { dossierItems } from '../packages/evidence/test/dossier-fixture.ts'
import { workshop } from '../packages/evidence/test/package-fixture.ts'
import { benchFolder } from './bench-folder.ts'
import { captureName, largeDossier, largeItems } from './dossier-sample.ts'
import { median, timed } from './process-runs.ts'

const listings = 200
const accounts = 40
const rounds = 5
const captureBytes = 2 * 1024 ** 2
/** Of the dossiers whose memory is compared: without their captures, which are read in pieces. */
const memory = { few: 500, many: 5000, captureBytes: 1000 }

/** Packs a dossier of 200 listings and 40 accounts, in turn with copying and hashing its captures. */
export async function* dossier(): AsyncGenerator<string> {
  mkdirSync(benchFolder, { recursive: true })
  const folder = mkdtempSync(join(benchFolder, 'dossier-'))
  try {
    writeCaptures(folder, listings, captureBytes)
    const packs: number[] = []
    const copies: number[] = []
    for (let round = 0; round <= rounds; round++) {
      const copied = await secondsOf(() => copyAndHash(folder, join(folder, 'copies')))
      const packed = await secondsOf(() => pack(folder, join(folder, 'dossier.zip')))
      rmSync(join(folder, 'copies'), { recursive: true })
      rmSync(join(folder, 'dossier.zip'))
      // The first warms the file cache and loads the fonts.
      if (round === 0) continue
      copies.push(copied)
      packs.push(packed)
    }
    const ratio = median(packs.map((packed, round) => packed / (copies[round] ?? NaN)))
    yield `dossier: ${listings} listings, ${accounts} accounts, captures of ${(listings * captureBytes) / 1024 ** 2} MiB`
    yield `dossier: packed in ${median(packs).toFixed(2)} s; copied and hashed in ${median(copies).toFixed(2)} s; ${ratio.toFixed(2)} times (target 3)`
    yield await memoryLine(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function memoryLine(folder: string): Promise<string> {
  writeCaptures(folder, memory.many, memory.captureBytes)
  const peakOf = async (count: number): Promise<number> => {
    const target = join(folder, `${count}.zip`)
    return (await timed(['bench/dossier-pack.ts', String(count), folder, target])).peakMemory
  }
  const [few, many] = [await peakOf(memory.few), await peakOf(memory.many)]
  return `dossier: peak memory ${few.toFixed(0)} MiB for ${memory.few} listings, ${many.toFixed(0)} MiB for ${memory.many}`
}

function writeCaptures(folder: string, count: number, bytes: number): void {
  for (let place = 0; place < count; place++) {
    writeFileSync(join(folder, `${captureName(place)}.wacz`), randomBytes(bytes))
  }
}

async function pack(folder: string, target: string): Promise<void> {
  const { options } = await workshop({ custody: [], seals: [] })
  const packed = await packDossier({
    ...options,
    name: 'lum-7',
    items: largeItems(listings, folder, dossierItems),
    dossier: largeDossier(listings, accounts),
  })
  await writeZip(packed, target, options.at)
}

async function copyAndHash(folder: string, target: string): Promise<void> {
  mkdirSync(target)
  for (let place = 0; place < listings; place++) {
    const name = `${captureName(place)}.wacz`
    const hash = createHash('sha256')
    const hashing = new Transform({
      transform(chunk: Buffer, _encoding, done: TransformCallback) {
        hash.update(chunk)
        done(null, chunk)
      },
    })
    await pipeline(
      createReadStream(join(folder, name)),
      hashing,
      createWriteStream(join(target, name), { flush: true }),
    )
    hash.digest('hex')
  }
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const from = performance.now()
  await work()
  return (performance.now() - from) / 1000
}
