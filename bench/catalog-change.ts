import { openStore } from '@touchstone/server'
import { changeUnderway, fillCatalog, withAlias } from '../packages/server/test/catalog-change.ts'
import { startServing } from '../packages/server/test/start-server.ts'
import type { StoreConfig } from '../packages/server/src/platform/config/index.ts'
import { onBothStores, type Engine } from './fill-stores.ts'
import { catalogOf } from './large-catalog.ts'
import { percentile } from './percentile.ts'

const BRANDS = 10_000
const ALIASES = 10
const REAL = 150
const CHANGES = 5
const MAX_SECONDS = 5

/** From a change of a large catalog over HTTP to the first listing that is judged by it. */
export function catalogChange(_rows: number, only?: Engine): AsyncGenerator<string> {
  return onBothStores('catalog-change', 0, changesOn, only)
}

async function* changesOn(config: StoreConfig): AsyncGenerator<string> {
  const catalog = catalogOf(BRANDS, ALIASES, REAL)
  const store = await openStore(config)
  const organisation = await fillCatalog(store, catalog)
  await store.close()
  const count = `${BRANDS.toLocaleString('en')} brands, ${(BRANDS * ALIASES).toLocaleString('en')} aliases`
  yield `Changes of a catalog of ${count}, on the ${config.engine} store, offers coming in all along:`
  const began = performance.now()
  const server = await startServing(config)
  yield `  listens after                   ${((performance.now() - began) / 1000).toFixed(1)} s`
  try {
    const effects: number[] = []
    const waits: number[] = []
    let unanswered = 0
    for (let at = 0; at < CHANGES; at++) {
      const name = `Qorvelin${'abcde'[at]}mu`
      const brand = withAlias(catalog.brands[(at + 1) * 1000], name)
      const change = await changeUnderway(server.url, organisation, { brand, name })
      effects.push(change.effect / 1000)
      waits.push(...change.waits)
      unanswered += change.unanswered.length
    }
    const [median, most] = [percentile(effects, 0.5), Math.max(...effects)]
    yield `  in effect after                 median ${median.toFixed(1)} s, most ${most.toFixed(1)} s of ${CHANGES} (target ${MAX_SECONDS} s)`
    yield `  offers meanwhile                p50 ${percentile(waits, 0.5).toFixed(0)} ms, p99 ${percentile(waits, 0.99).toFixed(0)} ms, most ${Math.max(...waits).toFixed(0)} ms; ${unanswered} of ${waits.length} not answered`
  } finally {
    await server.kill()
  }
}
