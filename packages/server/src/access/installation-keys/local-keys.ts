import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Signer } from '@touchstone/evidence'
import { openEvidenceKey } from '../../investigation/evidence/index.ts'
import type { ServerConfig } from '../../platform/config/index.ts'
import { openSecretKey } from '../../platform/encryption/index.ts'
import { fingerprintOf, type KeyName, type RecordedKey } from './types.ts'

export type KeyConfig = Pick<ServerConfig, 'dataDir'> & {
  people: Pick<ServerConfig['people'], 'secretKey'>
}

/** `unrecorded`: the store has not been used with any key yet. */
export type KeyState = {
  key: KeyName
  /** Source of the key: a variable or a file. */
  source: string
  state: 'same' | 'differs' | 'missing' | 'unrecorded'
}

export type OpenKeys = { secretKey: Buffer; keeper: Signer }

/** Opens both keys and creates missing files. */
export function openLocalKeys({ dataDir, people }: KeyConfig): OpenKeys {
  return {
    secretKey: openSecretKey({ dataDir, secretKey: people.secretKey }),
    keeper: openEvidenceKey(dataDir),
  }
}

export function fingerprintsOf({ secretKey, keeper }: OpenKeys): Record<KeyName, string> {
  return {
    'secret-key': fingerprintOf('secret-key', secretKey),
    // Of the public half, which is not secret.
    'evidence-key': fingerprintOf('evidence-key', Buffer.from(keeper.publicKey.id, 'hex')),
  }
}

/** Compares this process's keys with those of the store. Creates none. */
export function keyStates(
  config: KeyConfig,
  recorded: readonly Pick<RecordedKey, 'key' | 'fingerprint'>[],
): KeyState[] {
  const { dataDir, people } = config
  const [secretFile, evidenceFile] = [join(dataDir, 'secret.key'), join(dataDir, 'evidence.key')]
  const local: { key: KeyName; source: string; isThere: boolean; fingerprint: () => string }[] = [
    {
      key: 'secret-key',
      source: people.secretKey === undefined ? secretFile : 'SECRET_KEY',
      isThere: people.secretKey !== undefined || existsSync(secretFile),
      fingerprint: () =>
        fingerprintOf('secret-key', openSecretKey({ dataDir, secretKey: people.secretKey })),
    },
    {
      key: 'evidence-key',
      source: evidenceFile,
      isThere: existsSync(evidenceFile),
      fingerprint: () =>
        fingerprintOf('evidence-key', Buffer.from(openEvidenceKey(dataDir).publicKey.id, 'hex')),
    },
  ]
  return local.map(({ key, source, isThere, fingerprint }) => {
    const known = recorded.find((recordedKey) => recordedKey.key === key)
    if (known === undefined) return { key, source, state: 'unrecorded' }
    if (!isThere) return { key, source, state: 'missing' }
    return { key, source, state: fingerprint() === known.fingerprint ? 'same' : 'differs' }
  })
}

/** Why a process with this key must not start, and how to fix it; undefined if it may. */
export function keyProblem({ source, state }: KeyState): string | undefined {
  if (state !== 'missing' && state !== 'differs') return undefined
  const what =
    state === 'missing'
      ? `${source} is missing, but this store is already used with such a key`
      : `${source} is not the key used with this store`
  return `${what}: restore the right one from your backup or from another process of this installation; if it is lost for good, run touchstone db accept-keys, after which nothing sealed with the lost key can be opened`
}
