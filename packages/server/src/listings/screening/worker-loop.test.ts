import { once } from 'node:events'
import { MessageChannel } from 'node:worker_threads'
import type { Assessment, Catalog } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { runToEnd } from '../../platform/time-slicing/index.ts'
import { compileParts } from './engine.ts'
import { catalogJson, partsOf } from './engine-parts.ts'
import { idle, runWorker } from './worker-loop.ts'

test('a worker reads a disguised word before it is ready, so that no sender waits for the index', async () => {
  const catalog: Catalog = { brands: [{ id: 'cotton', name: 'Cotton' }] }
  const parts = partsOf(runToEnd(catalogJson(catalog)))
  const before: Assessment[] = []
  const { port1, port2 } = new MessageChannel()
  const progress = new Int32Array(new SharedArrayBuffer(8)).fill(idle, 0, 1)
  runWorker(
    port2,
    (engineParts) => {
      const engine = compileParts(engineParts)
      const screen: typeof engine.screen = (listing) => {
        const assessment = engine.screen(listing)
        before.push(assessment)
        return assessment
      }
      return { engine: { name: engine.name, screen } }
    },
    { progress },
  )
  port1.postMessage({ parts })
  const [message] = await once(port1, 'message')
  port1.close()
  expect(message).toHaveProperty('ready')
  expect(before.flatMap(({ signals }) => signals.map(({ code }) => code))).toContain(
    'brand.disguised-name',
  )
})
