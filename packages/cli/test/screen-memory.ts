import { openInput, ownThread, screenStream } from '../src/stream/index.ts'
import { tinyScreener } from './builders.ts'

// Screens a file and prints its peak memory.
const input = await openInput(process, process.argv[2] ?? '-', new AbortController().signal)
let most = 0

const nowhere = {
  write: async () => true,
  finish: async () => undefined,
  discard: async () => undefined,
}
const summary = await screenStream({
  chunks: input.chunks,
  lane: ownThread(tinyScreener, { strict: false, withPairs: true }),
  out: nowhere,
  rejects: nowhere,
  onPair: () => undefined,
  onProgress: () => {
    most = Math.max(most, process.memoryUsage.rss())
  },
})
await input.close()
console.log(JSON.stringify({ rows: summary.rows, rejects: summary.rejects, most }))
