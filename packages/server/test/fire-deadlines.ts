import { sweepDeadlines } from '../src/enforcement/proceedings/index.ts'
import type { StoreConfig } from '../src/platform/config/index.ts'
import { inStore } from './kill-ingest.ts'

/** Lets it be this moment for the deadlines of every proceeding, in a store that nobody else has open; how many passed. */
export function letBe(config: StoreConfig, moment: Date): Promise<number> {
  return inStore(config, (store) => sweepDeadlines(store, () => moment))
}
