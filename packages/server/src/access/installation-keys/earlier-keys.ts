import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readPublicKey } from '@touchstone/evidence'
import { z } from 'zod'
import type { EarlierKey } from '../audit-proofs/index.ts'
import { AppError } from '../../platform/errors/index.ts'

const Recorded = z.array(z.strictObject({ key: z.string(), replacedAt: z.iso.datetime() }))

/**
 * Public halves of keys that this installation sealed with earlier. They are in DATA_DIR, where an operator put them,
 * and not in the store, whose owner could add a key of their own and sign with it.
 */
function earlierKeysFile(dataDir: string): string {
  return join(dataDir, 'earlier-evidence-keys.json')
}

export function readEarlierKeys(dataDir: string): EarlierKey[] {
  const file = earlierKeysFile(dataDir)
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
  try {
    return Recorded.parse(JSON.parse(text)).map(({ key, replacedAt }) => ({
      key: readPublicKey(key),
      replacedAt: new Date(replacedAt),
    }))
  } catch (cause) {
    throw new AppError({
      code: 'bad-configuration',
      message: `${file} does not contain a list of earlier keys: restore it from your backup`,
      cause,
    })
  }
}

/** Records a key in PEM as replaced at this moment; one already recorded is unchanged. */
export function recordEarlierKey(dataDir: string, pem: string, replacedAt: Date): void {
  const key = readPublicKey(pem)
  const known = readEarlierKeys(dataDir)
  if (known.some((knownKey) => knownKey.key.id === key.id)) return
  const all = [...known, { key, replacedAt }].map((earlierKey) => ({
    key: earlierKey.key.pem,
    replacedAt: (earlierKey.replacedAt ?? replacedAt).toISOString(),
  }))
  const file = earlierKeysFile(dataDir)
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, `${JSON.stringify(all, null, 2)}\n`, { mode: 0o600, flush: true })
  renameSync(draft, file)
}
