import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'
import { pipeline } from 'node:stream/promises'
import type { Listing } from '@touchstone/contract'

const sampleFile = 'samples/listings.ndjson'

export function sampleListings(): Listing[] {
  return readFileSync(sampleFile, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Listing)
}

/**
 * Writes an NDJSON file of `count` rows that repeats the sample listings under
 * ids of their own; kept from an earlier run where its size is right.
 */
export async function makeRows(path: string, count: number): Promise<void> {
  if (existsSync(path) && statSync(path).mtimeMs > statSync(sampleFile).mtimeMs) return
  mkdirSync(dirname(path), { recursive: true })
  const lines: string[] = []
  for await (const line of createInterface({ input: createReadStream(sampleFile) }))
    if (line !== '') lines.push(line)
  async function* rows(): AsyncGenerator<string> {
    for (let first = 0; first < count; first += lines.length) {
      const part = lines.slice(0, Math.min(lines.length, count - first))
      yield `${part.map((line, i) => line.replace('{"id":"', `{"id":"${first + i}-`)).join('\n')}\n`
      await Promise.resolve()
    }
  }
  await pipeline(rows, createWriteStream(path))
}
