import type { Signer } from '@touchstone/evidence'
import type { EarlierKey } from '../audit-proofs/index.ts'
import { openDataDir } from '../../platform/data-dir/index.ts'
import type { Transaction, Store } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { sealerOf, type Sealer } from '../../platform/encryption/index.ts'
import { readEarlierKeys } from './earlier-keys.ts'
import {
  fingerprintsOf,
  keyProblem,
  keyStates,
  openLocalKeys,
  type KeyConfig,
} from './local-keys.ts'
import { recordedKeys, recordKey } from './repository.ts'
import { keyNames, type KeyName } from './types.ts'

export type InstallationKeys = {
  sealer: Sealer
  keeper: Signer
  /** Keys that sealed the logs earlier, from DATA_DIR. */
  earlier: readonly EarlierKey[]
  /** Throws if the store has been switched to other keys. */
  demandKeys(handle: Transaction): Promise<void>
}

const context = { as: 'operator', actor: { kind: 'operator', id: 'installation-keys' } } as const

/**
 * This process's keys, once the store confirms that it is used with them; a new store records them. A process with
 * other keys would seal what no other can open, and fail on what they sealed.
 */
export async function openKeys(options: {
  store: Store
  config: KeyConfig
}): Promise<InstallationKeys> {
  const { store, config } = options
  openDataDir(config.dataDir)
  // Compared before any key is created: a folder without keys, or the wrong folder, stays unchanged.
  const known = await store.transact(context, recordedKeys)
  refuseOthers(keyStates(config, known).map(keyProblem))
  const keys = openLocalKeys(config)
  const fingerprints = fingerprintsOf(keys)
  const recorded = await store.transact(context, async (handle) => {
    for (const key of keyNames) await recordKey(handle, key, fingerprints[key])
    return recordedKeys(handle)
  })
  // Another process may have recorded its keys at the same moment.
  refuseOthers(keyStates(config, recorded).map(keyProblem))
  return {
    sealer: sealerOf(keys.secretKey),
    keeper: keys.keeper,
    earlier: readEarlierKeys(config.dataDir),
    demandKeys: async (handle) => {
      const now = await recordedKeys(handle)
      const replaced = now.filter(({ key, fingerprint }) => fingerprint !== fingerprints[key])
      if (replaced.length > 0) throw keysReplaced(replaced.map(({ key }) => key))
    },
  }
}

/** Keys other than this process's were accepted. */
class ReplacedKey extends AppError {}

export function isReplacedKey(error: unknown): error is AppError {
  return error instanceof ReplacedKey
}

function keysReplaced(keys: readonly KeyName[]): AppError {
  return new ReplacedKey({
    code: 'store-unavailable',
    message: `the store has been used with a different ${keys.join(' and ')} since touchstone db accept-keys was run: this process no longer seals anything; stop it and start it with the accepted keys`,
    publicMessage: 'this server does not have the installation’s keys: inform its operator',
  })
}

function refuseOthers(problems: readonly (string | undefined)[]): void {
  const reasons = problems.filter((problem) => problem !== undefined)
  if (reasons.length === 0) return
  throw new AppError({ code: 'bad-configuration', message: reasons.join('\n') })
}
