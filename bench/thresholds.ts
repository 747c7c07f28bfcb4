import { verdicts, type Thresholds } from '@touchstone/contract'
import { createApi, openStore, type Store } from '@touchstone/server'
import { personOf, tenantContext } from '../packages/server/test/builders.ts'
import type { StoreConfig } from '../packages/server/src/platform/config/index.ts'
import { compileEngine, screenInProcess } from '../packages/server/src/listings/screening/index.ts'
import {
  readHistogram,
  listThresholds,
  previewThresholds,
  setThresholds,
  type ServiceInput,
} from '../packages/server/src/brands/thresholds/index.ts'
import { fill, onBothStores, type Engine } from './fill-stores.ts'
import { both, pages } from './queue.ts'

const rounds = 20
const own: Thresholds = { askProof: 7, review: 30, block: 90 }
const ofBrand: Thresholds = { askProof: 12, review: 20, block: 75 }
const proposed: Thresholds = { askProof: 8, review: 22, block: 70 }

/** Pages by verdict under an organisation's own thresholds, and the cost of reading them. */
export function thresholds(rows: number, only?: Engine): AsyncGenerator<string> {
  return onBothStores('thresholds', rows, thresholdsOn, only)
}

async function* thresholdsOn(config: StoreConfig, rows: number): AsyncGenerator<string> {
  const store = await openStore(config)
  const app = createApi({ store, screening: screenInProcess(compileEngine()) })
  try {
    const who = await fill(store, rows)
    yield `Thresholds over ${rows.toLocaleString('en')} judged offers, store ${store.engine}:`
    const url = await app.listen({ host: '127.0.0.1', port: 0 })
    for (const slug of ['market', 'house'] as const) {
      const askStore = askAs(store, who[slug].id)
      for (const [brand, values] of [
        [null, own],
        ['gucci', ofBrand],
      ] as const) {
        const input = { brand, thresholds: values, expectedVersion: 0 }
        await askStore((options) => setThresholds({ ...options, input }))
      }
      for (const verdict of verdicts) {
        const filters = { verdict }
        const { first, later } = await pages(`${url}/api/v1/listings`, who[slug].key, filters)
        yield `  ${slug}, page of ${verdict.padEnd(9)}  first ${both(first)}; further ones ${both(later)}`
      }
      const brand = { brand: 'gucci' }
      const looks: Record<string, (options: ServiceInput) => Promise<unknown>> = {
        'the list of brands': (options: ServiceInput) =>
          listThresholds({ ...options, input: { limit: 50 } }),
        'the histogram of a brand': (options: ServiceInput) =>
          readHistogram({ ...options, input: brand }),
        'the preview of a brand': (options: ServiceInput) =>
          previewThresholds({ ...options, input: { ...brand, thresholds: proposed } }),
        'the preview of all others': (options: ServiceInput) =>
          previewThresholds({ ...options, input: { brand: null, thresholds: proposed } }),
      }
      for (const [name, work] of Object.entries(looks)) {
        const times: number[] = []
        for (let round = -2; round < rounds; round++) {
          const began = performance.now()
          await askStore<unknown>(work)
          if (round >= 0) times.push(performance.now() - began)
        }
        yield `  ${slug}, ${name.padEnd(26)} ${both(times)}`
      }
    }
  } finally {
    await app.close()
    await store.close()
  }
}

function askAs(store: Store, organisationId: string) {
  return <T>(work: (options: ServiceInput) => Promise<T>): Promise<T> =>
    store.transact(tenantContext(organisationId), (handle) =>
      work({ handle, actor: personOf(organisationId), organisationId }),
    )
}
