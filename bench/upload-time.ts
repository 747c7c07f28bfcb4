import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createApiKey, createOrganisation, openStore } from '@touchstone/server'
import { photograph } from '../packages/server/test/photographs.ts'
import { createApi } from '../packages/server/src/app/api/index.ts'
import { openImagePipeline } from '../packages/server/src/images/pipeline/index.ts'
import { compileEngine, screenInProcess } from '../packages/server/src/listings/screening/index.ts'
import { benchFolder } from './bench-folder.ts'
import { percentile } from './percentile.ts'

const uploads = 120
const operator = { kind: 'operator', id: 'bench' } as const

/**
 * Tests whether the time of an upload reveals that another organisation stores the same picture: half of one
 * organisation's pictures were sent by another before, in random order, and the two halves are compared by their
 * ranks.
 */
export async function* uploadTime(): AsyncGenerator<string> {
  mkdirSync(benchFolder, { recursive: true })
  const dataDir = mkdtempSync(join(benchFolder, 'upload-time-'))
  const store = await openStore({ engine: 'embedded', dataDir })
  const works = openImagePipeline(dataDir)
  const app = createApi({ store, screening: screenInProcess(compileEngine()), works })
  try {
    const [keeper, asker] = await Promise.all(
      ['keeper', 'asker'].map((slug) =>
        store.transact({ as: 'operator', actor: operator }, async (handle) => {
          const input = { kind: 'rights-holder', slug, name: slug }
          await createOrganisation({ handle, actor: operator, input })
          const keyInput = { organisation: slug, scopes: ['catalog:read', 'catalog:write'] }
          return (await createApiKey({ handle, actor: operator, input: keyInput })).text
        }),
      ),
    )
    const url = await app.listen({ host: '127.0.0.1', port: 0 })
    const upload = async (key: string | undefined, bytes: Buffer): Promise<number> => {
      const began = performance.now()
      const response = await fetch(`${url}/api/v1/reference-images?bank=seller-photo&label=x`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'image/jpeg' },
        body: new Uint8Array(bytes),
      })
      const answer = await response.text()
      if (response.status !== 201) throw new Error(answer)
      return performance.now() - began
    }
    for (let seed = 0; seed < 5; seed++) await upload(keeper, await photograph(9000 + seed))
    const pictures = await Promise.all(
      Array.from({ length: uploads }, async (_, seed) => ({
        bytes: await photograph(seed + 1),
        isKept: seed % 2 === 0,
        order: Math.random(),
      })),
    )
    for (const { bytes, isKept } of pictures) if (isKept) await upload(keeper, bytes)
    const took = { kept: [] as number[], unknown: [] as number[] }
    for (const { bytes, isKept } of pictures.toSorted((a, b) => a.order - b.order)) {
      took[isKept ? 'kept' : 'unknown'].push(await upload(asker, bytes))
    }
    const z = rankTest(took.kept, took.unknown)
    yield `Uploads to a bank, ${uploads / 2} that another organisation keeps and ${uploads / 2} that none does:`
    for (const [name, times] of Object.entries(took)) {
      const at = (share: number): string => `${percentile(times, share).toFixed(1)} ms`
      yield `  ${name.padEnd(8)} p10 ${at(0.1)}, median ${at(0.5)}, p90 ${at(0.9)}`
    }
    yield `  Mann–Whitney z ${z.toFixed(2)} (beyond 2.58 either way they differ, with an error of 1 %)`
  } finally {
    await app.close()
    await works.close()
    await store.close()
    rmSync(dataDir, { recursive: true })
  }
}

/** Mann–Whitney's U as a standard normal deviate: negative where the first are shorter. */
function rankTest(first: readonly number[], second: readonly number[]): number {
  const all = [
    ...first.map((value) => ({ value, isFirst: true })),
    ...second.map((value) => ({ value, isFirst: false })),
  ]
  all.sort((a, b) => a.value - b.value)
  let ranks = 0
  for (const [at, { isFirst }] of all.entries()) if (isFirst) ranks += at + 1
  const [n, m] = [first.length, second.length]
  const u = ranks - (n * (n + 1)) / 2
  return (u - (n * m) / 2) / Math.sqrt((n * m * (n + m + 1)) / 12)
}
