import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readNetworks } from './neural-networks.ts'

const folder = mkdtempSync(join(tmpdir(), 'touchstone-networks-'))
afterAll(() => rmSync(folder, { recursive: true }))

const path = join(folder, 'network.onnx')
const bytes = Buffer.from('a network')
writeFileSync(path, bytes)
const sha256 = createHash('sha256').update(bytes).digest('hex')

test('a network is read where its file has the digest that was stated', async () => {
  const { logoDetector, copyEmbedder } = await readNetworks({ logoDetector: { path, sha256 } })
  expect(Buffer.from(logoDetector?.bytes ?? [])).toEqual(bytes)
  expect(copyEmbedder).toBeUndefined()
})

test('another file, or none, is refused with a sentence that names its variable', async () => {
  const other = readNetworks({ copyEmbedder: { path, sha256: '0'.repeat(64) } })
  await expect(other).rejects.toMatchObject({
    code: 'bad-configuration',
    message: expect.stringMatching(
      /^the network for copyEmbedder \(COPY_EMBEDDER\) cannot be used: .* has the SHA-256 .*, not the stated 0{64}/,
    ) as string,
  })
  const missing = readNetworks({ designEmbedder: { path: join(folder, 'none'), sha256 } })
  await expect(missing).rejects.toThrow(/DESIGN_EMBEDDER.*cannot be read \(ENOENT\)/)
})
