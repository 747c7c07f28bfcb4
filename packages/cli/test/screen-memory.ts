import { openListings, ownThread, screenStream } from '../src/stream/index.ts'
import { tinyScreener } from './builders.ts'

// Screens a file and prints the most memory that it retained, in bytes: what a full collection leaves.
const input = await openListings(process, process.argv[2] ?? '-', new AbortController().signal)
let most = 0
let blocks = 0

/** What a collection leaves, outside the heap too: buffers of the stream and of decompression. */
const retained = (): number => {
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

const nowhere = {
  write: async () => true,
  finish: async () => undefined,
  discard: async () => undefined,
}
const summary = await screenStream({
  chunks: input.chunks,
  table: input.table,
  lane: ownThread(tinyScreener, { strict: false, withPairs: true }),
  out: nowhere,
  rejects: nowhere,
  onPair: () => undefined,
  onProgress: () => {
    blocks += 1
    if (blocks % 8 === 0) most = Math.max(most, retained())
  },
})
await input.close()
console.log(JSON.stringify({ rows: summary.rows, rejects: summary.rejects, most }))
