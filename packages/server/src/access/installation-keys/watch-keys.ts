import { startPoller } from '../../platform/poller/index.ts'
import type { Store } from '../../platform/db/index.ts'
import type { AppError } from '../../platform/errors/index.ts'
import { isReplacedKey, type InstallationKeys } from './open-keys.ts'

const everyMs = 2000
const context = { as: 'operator', actor: { kind: 'operator', id: 'installation-keys' } } as const

export type KeyWatch = {
  /** Throws where the store is used with other keys than this process has, as was found last. */
  demand(): void
  stop(): Promise<void>
}

/** Asks the store again and again whether it is still used with the keys of this process. */
export function watchKeys(store: Store, keys: Pick<InstallationKeys, 'demandKeys'>): KeyWatch {
  let problem: AppError | undefined
  const looking = startPoller({
    everyMs,
    look: async () => {
      try {
        await store.transact(context, (handle) => keys.demandKeys(handle))
        problem = undefined
      } catch (error) {
        // A store that does not answer is told by others.
        if (isReplacedKey(error)) problem = error
      }
    },
  })
  return {
    demand: () => {
      if (problem !== undefined) throw problem
    },
    stop: () => looking.stop(),
  }
}
