import { sweepDeadlines } from '../src/enforcement/proceedings/index.ts'
import type { StoreConfig } from '../src/platform/config/index.ts'
import { inStore } from './kill-ingest.ts'

/**
 * Fires the time limits of all proceedings as of this moment, in a store that is not open elsewhere; returns how many
 * expired.
 */
export function letBe(config: StoreConfig, moment: Date): Promise<number> {
  return inStore(config, (store) => sweepDeadlines(store, () => moment))
}
