import { many, testGrowth, type Work } from '../../../test/growth.ts'
import { openCatalogFile } from './catalog-file.ts'

async function* streamed(bytes: Uint8Array | string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(bytes)
}

async function allOf(rows: AsyncIterable<unknown>): Promise<number> {
  let count = 0
  for await (const row of rows) if (row !== undefined) count++
  return count
}

const catalog: Work = async (text) => {
  const wishes = { brandOf: () => 'acme', currency: 'EUR' }
  return allOf((await openCatalogFile({ bytes: streamed(text) }, wishes)).rows)
}

testGrowth([
  ['rows of a catalog', 60_000, (n) => `id,name,price\n${many('1,bag,0.0001\n')(n)}`, catalog],
])
