import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { tinyDetector, tinyEmbedder } from '../../../test/onnx.ts'
import type { ColourPicture } from '../model.ts'
import { metadataOf } from './onnx-metadata.ts'
import { EmbeddingIndex } from './embedding-index.ts'
import { PictureNetworks, type Embedding } from './networks.ts'

const sha256 = 'a'.repeat(64)
const fileOf = (bytes: Uint8Array) => ({ bytes, sha256 })

function filled(width: number, height: number, of: (x: number, y: number) => number[]) {
  const data = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) data.set(of(x, y), (y * width + x) * 3)
  return { width, height, data } satisfies ColourPicture
}

test('a model’s metadata are read without the rest of it', () => {
  const metadata = metadataOf(tinyEmbedder('copy-embedder', { 'touchstone.note': 'Größe' }))
  expect(metadata.get('touchstone.slot')).toBe('copy-embedder')
  expect(metadata.get('touchstone.note')).toBe('Größe')
})

test('any bytes are read to an end, also those of a model that was cut off or altered', () => {
  const model = tinyDetector()
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(metadataOf(bytes)).toBeInstanceOf(Map)
    }),
  )
  fc.assert(
    fc.property(fc.nat(model.length), fc.nat(model.length - 1), fc.nat(255), (to, at, value) => {
      const altered = model.slice(0, to)
      if (at < to) altered[at] = value
      expect(metadataOf(altered)).toBeInstanceOf(Map)
    }),
  )
})

describe('an embedder', () => {
  test('makes numbers of length 1 of a picture, red first and without the means', async () => {
    const terms = { 'touchstone.mean': '0.5,0,0', 'touchstone.deviation': '0.5,1,1' }
    const networks = await PictureNetworks.open({
      copyEmbedder: fileOf(tinyEmbedder('copy-embedder', terms)),
    })
    expect(networks.has('designEmbedder')).toBe(false)
    // Red on the left, blue on the right, twice as large as the network's input.
    const picture = filled(64, 32, (x) => (x < 32 ? [255, 0, 0] : [0, 0, 255]))
    const { copy, design } = (await networks.embed(picture)) ?? {}
    expect(design).toBeUndefined()
    expect(copy).toMatchObject({ network: sha256, from: 0.9 })
    const [red, green, blue] = [0, 16, 32].map((at) => [...(copy?.vector.slice(at, at + 4) ?? [])])
    const expected = 1 / Math.sqrt(16 * 1.5)
    expect(red?.[0]).toBeCloseTo(expected)
    expect(red?.[3]).toBeCloseTo(-expected)
    expect(green).toEqual([0, 0, 0, 0])
    expect(blue?.[0]).toBeCloseTo(0)
    expect(blue?.[3]).toBeCloseTo(expected)
  })

  test.each<[string, Uint8Array, RegExp]>([
    ['of no slot', tinyEmbedder('', { 'touchstone.slot': 'other' }), /says that it is a other/],
    ['of another slot', tinyEmbedder('design-embedder'), /design-embedder, no copy-embedder/],
    ['without a threshold', tinyEmbedder('copy-embedder', { 'touchstone.from': '2' }), /from/],
    ['with two means', tinyEmbedder('copy-embedder', { 'touchstone.mean': '0,0' }), /mean/],
    [
      'that divides by nothing',
      tinyEmbedder('copy-embedder', { 'touchstone.deviation': '0,1,1' }),
      /deviation/,
    ],
    [
      'of another shape',
      tinyEmbedder('copy-embedder', {}, [1, 4, 16, 16]),
      /takes float32 \[1, 4, 16, 16\]/,
    ],
    [
      'of open sides',
      tinyEmbedder('copy-embedder', {}, [1, 3, 'height', 'width']),
      /with fixed sides/,
    ],
    ['that is cut off', tinyEmbedder('copy-embedder').slice(0, 90), /copyEmbedder/],
    [
      'that detects',
      tinyDetector({ 'touchstone.slot': 'copy-embedder' }),
      /answers \[1, 2, 6\], and not \[1, numbers\]/,
    ],
  ])('%s is refused with why', async (_what, bytes, why) => {
    const opening = PictureNetworks.open({ copyEmbedder: fileOf(bytes) })
    await expect(opening).rejects.toThrow(why)
    await expect(opening).rejects.toThrow(/^the network for copyEmbedder cannot be used: /)
  })
})

describe('a detector', () => {
  test('finds marks with their corners in pixels of the picture, whatever its shape', async () => {
    const networks = await PictureNetworks.open({ logoDetector: fileOf(tinyDetector()) })
    // Half as high as wide: the network sees it in the upper half, gray below.
    const logos = await networks.logosIn(filled(128, 64, () => [255, 0, 0]))
    expect(logos).toHaveLength(1)
    const [mark] = logos ?? []
    expect(mark).toMatchObject({ label: 'arrow', brand: 'velmoraq' })
    expect(mark?.confidence).toBeCloseTo(0.5 + 0.5 * (114 / 255))
    expect(mark?.box).toEqual([
      [0, 32],
      [64, 32],
      [64, 64],
      [0, 64],
    ])
  })

  test('omits marks that it is unsure of, and names classes without a brand by their label', async () => {
    const networks = await PictureNetworks.open({ logoDetector: fileOf(tinyDetector()) })
    expect(await networks.logosIn(filled(32, 32, () => [60, 60, 60]))).toEqual([])
    const [mark] = (await networks.logosIn(filled(32, 32, () => [0, 0, 200]))) ?? []
    expect(mark).toMatchObject({ label: 'wave' })
    expect(mark).not.toHaveProperty('brand')
  })

  test.each<[string, Partial<Record<string, string>>]>([
    ['no labels', { 'touchstone.labels': '' }],
    ['labels that are no list', { 'touchstone.labels': '{}' }],
    ['an unnamed class', { 'touchstone.labels': '[{"brand":"velmoraq"}]' }],
    ['a brand that is no id', { 'touchstone.labels': '[{"label":"a","brand":1}]' }],
  ])('with %s is refused', async (_what, terms) => {
    const opening = PictureNetworks.open({ logoDetector: fileOf(tinyDetector(terms)) })
    await expect(opening).rejects.toThrow('touchstone.labels has to be a JSON list')
  })
})

test('without networks nothing is made of a picture', async () => {
  const networks = await PictureNetworks.open({})
  const picture = filled(32, 32, () => [255, 0, 0])
  expect(await networks.embed(picture)).toBeUndefined()
  expect(await networks.logosIn(picture)).toBeUndefined()
})

test('the nearest are those of the largest cosine, of the same network alone', () => {
  const vector = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
    minLength: 8,
    maxLength: 8,
  })
  const embedded = (values: number[], network = sha256): Embedding => {
    const length = Math.hypot(...values) || 1
    return { network, from: 0.2, vector: Float32Array.from(values, (value) => value / length) }
  }
  fc.assert(
    fc.property(fc.array(vector, { maxLength: 12 }), vector, (known, query) => {
      const index = new EmbeddingIndex()
      known.forEach((values, at) => index.add(`${at}`, embedded(values)))
      index.add('other', embedded(query, 'b'.repeat(64)))
      index.add('gone', embedded(query))
      index.remove('gone')
      const question = embedded(query)
      const cosines = known.map((values, at) => ({
        name: `${at}`,
        cosine: embedded(values).vector.reduce(
          (sum, value, i) => sum + value * question.vector[i]!,
          0,
        ),
      }))
      const expected = cosines
        .filter(({ cosine }) => cosine >= 0.2 + 1e-6)
        .sort((a, b) => b.cosine - a.cosine)
      const likenesses = index.near(question, 3)
      expect(likenesses.length).toBeGreaterThanOrEqual(Math.min(3, expected.length))
      for (const [at, { name, share }] of likenesses.entries()) {
        const cosine = cosines.find((candidate) => candidate.name === name)?.cosine ?? -1
        expect(share).toBeCloseTo(Math.min(1, (cosine - 0.2) / 0.8), 4)
        expect(cosine).toBeGreaterThan((expected[at]?.cosine ?? -1) - 1e-6)
      }
    }),
  )
})
