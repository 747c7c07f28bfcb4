import { readTogether, startPoller } from '../../platform/poller/index.ts'
import type { Store } from '../../platform/db/index.ts'
import type { AppError } from '../../platform/errors/index.ts'
import { isReplacedKey, type InstallationKeys } from './open-keys.ts'

const everyMs = 2000

export type KeyWatch = {
  /** Throws if the last check found the store in use with other keys. */
  demand(): void
  stop(): Promise<void>
}

/** Checks repeatedly that the store is still used with this process's keys. */
export function watchKeys(store: Store, keys: Pick<InstallationKeys, 'demandKeys'>): KeyWatch {
  let problem: AppError | undefined
  const poller = startPoller({
    everyMs,
    poll: async () => {
      try {
        await readTogether(store, (handle) => keys.demandKeys(handle))
        problem = undefined
      } catch (error) {
        // An unavailable store is reported elsewhere.
        if (isReplacedKey(error)) problem = error
      }
    },
  })
  return {
    demand: () => {
      if (problem !== undefined) throw problem
    },
    stop: () => poller.stop(),
  }
}
