import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tinyDetector, tinyEmbedder } from '@touchstone/recognition/testing/networks'
import type { NetworkFileName, NetworkFileNames } from '../../platform/config/index.ts'
import { openImagePipeline, type ImagePipeline } from './image-pipeline.ts'

let folder: string
const opened: ImagePipeline[] = []

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'touchstone-networks-'))
})
afterAll(async () => {
  for (const works of opened) await works.close()
  rmSync(folder, { recursive: true, force: true })
})

function fileOf(name: string, bytes: Uint8Array): NetworkFileName {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return { path, sha256: createHash('sha256').update(bytes).digest('hex') }
}
function open(networks: NetworkFileNames = {}): ImagePipeline {
  const works = openImagePipeline(folder, networks)
  opened.push(works)
  return works
}
const flat = (background: string): Promise<Buffer> =>
  sharp({ create: { width: 320, height: 320, channels: 3, background } })
    .jpeg()
    .toBuffer()

test('pictures processed before a network was added are processed again, with its results', async () => {
  const plain = open()
  const digest = await plain.archive.store(await flat('#ff0000'))
  const before = await plain.describer.describeStored(digest)
  expect(before).toMatchObject({ ok: true })
  expect(before.ok && before.facts.reading).not.toHaveProperty('logos')
  expect(plain.describer.embeds).toBe(false)

  const works = open({
    logoDetector: fileOf('detector.onnx', tinyDetector()),
    copyEmbedder: fileOf('copies.onnx', tinyEmbedder('copy-embedder')),
  })
  await works.describer.prepare()
  expect(works.describer.embeds).toBe(true)
  await works.describer.refresh([digest])
  const facts = await works.archive.factsOf(digest)
  expect(facts?.reading.logos).toEqual([
    {
      label: 'arrow',
      brand: 'velmoraq',
      confidence: expect.closeTo(1, 1) as number,
      box: [
        [0, 80],
        [160, 80],
        [160, 240],
        [0, 240],
      ],
    },
  ])
  // A similar picture is a hint, not a match.
  const reference = await works.archive.store(await flat('#f00808'))
  await works.describer.describeStored(reference)
  const pathOf = (name: string): string => works.archive.pathOf(name, 'description')
  await works.matcher.add('references', [{ name: reference, path: pathOf(reference) }])
  const [hint] = await works.matcher.suggest(pathOf(digest), 5)
  expect(hint).toMatchObject({ reference, kind: 'same-product' })
  expect(hint?.score).toBeLessThan(0.5)
})

test('an unsuitable network is reported before any picture arrives', async () => {
  const wrong = fileOf('wrong.onnx', tinyEmbedder('design-embedder'))
  await expect(open({ copyEmbedder: wrong }).describer.prepare()).rejects.toMatchObject({
    code: 'bad-configuration',
    message:
      'the network for copyEmbedder cannot be used: its metadata says that it is a design-embedder, no copy-embedder',
  })
  const other = { ...wrong, sha256: '0'.repeat(64) }
  await expect(open({ designEmbedder: other }).describer.prepare()).rejects.toThrow(
    /\(DESIGN_EMBEDDER\) cannot be used: .* not the stated 0{64}$/,
  )
  await open().describer.prepare()
})
