import { setTimeout as sleep } from 'node:timers/promises'
import { readPublicKey } from '@touchstone/evidence'
import { lockTrees } from '../audit-proofs/index.ts'
import { recordEvent } from '../audit/index.ts'
import { otherConnections, type Transaction, type Store } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { recordEarlierKey } from './earlier-keys.ts'
import { fingerprintsOf, openLocalKeys, type KeyConfig } from './local-keys.ts'
import { recordedKeys, replaceKey } from './repository.ts'
import { fingerprintOf, keyNames, type KeyName } from './types.ts'

const patienceMilliseconds = 2000
const pauseMilliseconds = 100

/**
 * Refuses while another process uses the store, since it would continue with the earlier keys. The database may still
 * list connections that have just ended.
 */
export async function requireUnused(store: Store): Promise<void> {
  const deadline = Date.now() + patienceMilliseconds
  let count = await otherConnections(store)
  while (count > 0 && Date.now() < deadline) {
    await sleep(pauseMilliseconds)
    count = await otherConnections(store)
  }
  if (count === 0) return
  throw inUse(count === 1 ? '1 connection' : `${count} connections`)
}

export function inUse(what: string): AppError {
  return new AppError({
    code: 'store-has-other-processes',
    message: `another Touchstone process is using this store (${what}) and would continue with the earlier keys: stop all servers and commands, then accept the keys`,
  })
}

/**
 * Switches the store to this process's keys after the previous ones were lost. Returns the keys that changed. The
 * public half of the earlier evidence key is stored in DATA_DIR, so that its signatures remain verifiable.
 */
export async function acceptKeys(
  handle: Transaction,
  config: KeyConfig,
  { earlierKey }: { earlierKey?: string | undefined } = {},
): Promise<{ accepted: KeyName[]; earlierKey?: string }> {
  // Prevents sealing meanwhile.
  await lockTrees(handle)
  const recorded = await recordedKeys(handle)
  const fingerprints = fingerprintsOf(openLocalKeys(config))
  const isReplaced = recorded.some(
    ({ key, fingerprint }) => key === 'evidence-key' && fingerprint !== fingerprints[key],
  )
  const earlier = earlierKey === undefined ? undefined : publicKeyIn(earlierKey)
  if (earlier !== undefined && isReplaced) {
    const named = fingerprintOf('evidence-key', Buffer.from(earlier.id, 'hex'))
    if (!recorded.some(({ fingerprint }) => fingerprint === named)) throw notEarlier(earlier.id)
  }
  const accepted: KeyName[] = []
  for (const key of keyNames) {
    if (await replaceKey(handle, key, fingerprints[key])) accepted.push(key)
  }
  if (accepted.length > 0) {
    await recordEvent({
      handle,
      organisationId: null,
      action: 'installation-keys-accepted',
      subject: { kind: 'installation', id: 'keys' },
      detail: { keys: accepted, ...(earlier && { earlierKey: earlier.id }) },
    })
  }
  if (earlier !== undefined) recordEarlierKey(config.dataDir, earlier.pem, new Date())
  return { accepted, ...(earlier && { earlierKey: earlier.id }) }
}

function publicKeyIn(pem: string): ReturnType<typeof readPublicKey> {
  try {
    return readPublicKey(pem)
  } catch (cause) {
    throw new AppError({
      code: 'bad-option',
      message: 'the earlier key is not an Ed25519 key in PEM format',
      cause,
    })
  }
}

function notEarlier(id: string): AppError {
  return new AppError({
    code: 'bad-option',
    message: `key ${id} is not the one used with this store until now: pass the public key from the latest heads and evidence packages`,
  })
}
