import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import {
  decodePicture,
  describePicture,
  PictureMatcher,
  Vocabulary,
  type PictureDescription,
} from '@touchstone/recognition/image'
import sharp from 'sharp'
import { generatedPhotos } from '../eval/images/generate-photos.ts'
import { photosIn } from '../eval/images/photos.ts'
import { benchFolder } from './bench-folder.ts'
import { percentile } from './percentile.ts'

const REFERENCES = 1000
const ASKED = 100
const SIDE = 800
const MAX_RATIO = 10

/** The cost of one picture of 800 × 800, step by step, compared with only decoding it. */
export async function* picturePipeline(): AsyncGenerator<string> {
  const photos = photosIn(await generatedPhotos(benchFolder))
  const words = fileURLToPath(import.meta.resolve('@touchstone/recognition/visual-vocabulary'))
  const matcher = new PictureMatcher(new Vocabulary(await readFile(words)))
  for (const { path } of photos.slice(0, REFERENCES))
    matcher.add(path, await described(await readFile(path)))
  const steps: Record<'unpack' | 'decode' | 'describe' | 'match', number[]> = {
    unpack: [],
    decode: [],
    describe: [],
    match: [],
  }
  for (const { path } of photos.slice(-ASKED)) {
    const bytes = await sharp(path)
      .resize(SIDE, SIDE, { fit: 'cover' })
      .jpeg({ quality: 85 })
      .toBuffer()
    const began = performance.now()
    await sharp(bytes).raw().toBuffer()
    const unpacked = performance.now()
    const decoding = await decodePicture(bytes)
    const decoded = performance.now()
    if (!decoding.ok) throw new RangeError(decoding.refusal.message)
    const description = describePicture(decoding.picture)
    const finished = performance.now()
    matcher.match(description)
    steps.match.push(performance.now() - finished)
    steps.describe.push(finished - decoded)
    steps.decode.push(decoded - unpacked)
    steps.unpack.push(unpacked - began)
  }
  const [unpack = 0, decode = 0, describe = 0, match = 0] = Object.values(steps).map((times) =>
    percentile(times, 0.5),
  )
  const own = decode + describe + match
  const longest = percentile(steps.match, 0.99)
  yield `A picture of ${SIDE} × ${SIDE} against ${REFERENCES} references: decoded in ${decode.toFixed(1)} ms, described in ${describe.toFixed(1)}, matched in ${match.toFixed(1)} (p99 ${longest.toFixed(1)}); ${(1000 / own).toFixed(0)} pictures a second and thread, ${(own / unpack).toFixed(1)} times unpacking alone (${unpack.toFixed(1)} ms; target at most ${MAX_RATIO})`
}

async function described(bytes: Uint8Array): Promise<PictureDescription> {
  const decoding = await decodePicture(bytes)
  if (!decoding.ok) throw new RangeError(decoding.refusal.message)
  return describePicture(decoding.picture)
}
