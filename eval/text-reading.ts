import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { PictureReading } from '@touchstone/contract'
import { PictureReader } from '@touchstone/recognition/image'
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer'
import { readingParts } from '../packages/cli/src/images/index.ts'
import { generatedPhotos } from './images/generate-photos.ts'
import { photosIn } from './images/photos.ts'
import { sample, seededRandom } from './random.ts'
import { charactersRead, spacesKept } from './text-reading/characters.ts'
import { pictureWithCode, pictureWithText, styles } from './text-reading/draw-text.ts'
import { languages, texts } from './text-reading/texts.ts'

const { values } = parseArgs({
  options: {
    photos: { type: 'string' },
    each: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
  },
})
const out = resolve(process.env['DATA_DIR'] ?? 'data', 'eval', 'reading')
mkdirSync(join(out, 'misses'), { recursive: true })
const random = seededRandom(Number(values.seed))
const photos = photosIn(values.photos ?? (await generatedPhotos(out))).map(({ path }) => path)
const photo = (): string => photos[Math.floor(random() * photos.length)] ?? ''
const reader = await PictureReader.open(await readingParts())
const times: number[] = []

async function read(bytes: Uint8Array): Promise<PictureReading> {
  const started = performance.now()
  const outcome = await reader.readPicture(bytes)
  times.push(performance.now() - started)
  if (!outcome.ok) throw new Error(outcome.refusal.message)
  return outcome.reading
}

function percent(right: number, of: number): string {
  return `${((100 * right) / of).toFixed(1)} % (${right} of ${of})`
}

const letters: Record<string, string> = {}
for (const language of languages)
  for (const style of styles) {
    let [right, of, kept, spaced] = [0, 0, 0, 0]
    for (let each = 0; each < Number(values.each); each++) {
      const lines = sample(random, texts[language], 3)
      const bytes = await pictureWithText(photo(), { language, lines, style }, random)
      const found = (await read(bytes)).lines
      let missed = false
      for (const line of lines) {
        const best = found
          .map(({ text }) => ({ text, ...charactersRead(line, text) }))
          .reduce((a, b) => (b.right > a.right ? b : a), { text: '', ...charactersRead(line, '') })
        right += best.right
        of += best.of
        missed ||= best.right < best.of
        if (language === 'Chinese') continue
        spaced++
        if (spacesKept(line, best.text)) kept++
      }
      if (missed) writeFileSync(join(out, 'misses', `${language}-${style}-${each}.jpg`), bytes)
    }
    letters[`${language}, ${style}`] =
      percent(right, of) +
      (spaced > 0 ? `; spaces as written in ${percent(kept, spaced)} lines` : '')
  }

const wasm = fileURLToPath(import.meta.resolve('zxing-wasm/writer/zxing_writer.wasm'))
const wasmBinary = new Uint8Array(readFileSync(wasm)).buffer
await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true })
const kinds = [
  { name: 'QR, 160 points', format: 'QRCode', size: 160, turn: 0, quality: 85 },
  { name: 'QR, 100 points, turned 12°', format: 'QRCode', size: 100, turn: 12, quality: 70 },
  { name: 'QR, 70 points', format: 'QRCode', size: 70, turn: 0, quality: 60 },
  { name: 'EAN-13, 90 points high', format: 'EAN13', size: 90, turn: 0, quality: 80 },
  { name: 'EAN-13, 90 points high, turned 8°', format: 'EAN13', size: 90, turn: 8, quality: 80 },
] as const
const codes: Record<string, string> = {}
for (const { name, format, size, turn, quality } of kinds) {
  let right = 0
  const count = 40
  for (let each = 0; each < count; each++) {
    const text =
      format === 'QRCode'
        ? `https://shop${each}.example/p`
        : String(400_000_000_000 + Math.floor(random() * 1e9))
    const { svg } = await writeBarcode(text, { format, scale: 4 })
    const bytes = await pictureWithCode(photo(), { svg, size, turn, quality }, random)
    if ((await read(bytes)).codes.some((code) => code.text.startsWith(text))) right++
  }
  codes[name] = percent(right, count)
}

let invented = 0
const bare = sample(random, photos, 200)
for (const path of bare) invented += (await read(readFileSync(path))).codes.length
codes['found in photos without any'] = `${invented} in ${bare.length} photos`

times.sort((a, b) => a - b)
const milliseconds = Math.round(times[Math.floor(times.length / 2)] ?? 0)
const figures = { letters, codes, milliseconds, pictures: times.length }
writeFileSync(join(out, 'figures.json'), `${JSON.stringify(figures, undefined, 2)}\n`)
process.stdout.write(`${JSON.stringify(figures, undefined, 2)}\n`)
