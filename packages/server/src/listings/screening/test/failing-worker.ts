// A worker whose engine fails as its listings say, to test the effect on others.
import { parentPort, workerData } from 'node:worker_threads'
import type { Assessment, Listing } from '@touchstone/contract'
// The engine itself takes half a second to load.
import type { Engine } from '../engine.ts'
import { catalogDigest, releaseDigest, type EngineParts } from '../engine-parts.ts'
import { runWorker, type WorkerStart } from '../worker-loop.ts'

let name = ''

function compile(parts: EngineParts): Engine {
  if (parts.catalog.includes('does-not-compile')) throw new Error('the brand is no brand')
  const weights = parts.weights ? `+weights.${parts.weights.id}` : ''
  name = `odd@1${releaseDigest(parts)}${catalogDigest(parts)}${weights}`
  return { name, screen: judge }
}

function busyFor(ms: number): void {
  const until = performance.now() + ms
  while (performance.now() < until);
}

function judge(listing: Listing): Assessment {
  const [what, more] = listing.title.split(' ')
  if (what === 'throw') throw new Error('the listing is odd')
  if (what === 'exit') process.exit(3)
  if (what === 'hang') busyFor(Infinity)
  if (what === 'busy') busyFor(Number(more))
  if (what === 'memory') {
    const allocated: number[][] = []
    for (;;) allocated.push(Array.from({ length: 100_000 }, (_, at) => at * 1.5))
  }
  return {
    listing: listing.id,
    verdict: 'clear',
    probability: 0.5,
    baseRate: 0.02,
    brands: [],
    signals: [],
    engine: name,
    complete: true,
  }
}

if (parentPort)
  runWorker(parentPort, (parts) => ({ engine: compile(parts) }), workerData as WorkerStart)
