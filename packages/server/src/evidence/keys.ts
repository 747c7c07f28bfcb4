import { generateKeyPairSync } from 'node:crypto'
import { join } from 'node:path'
import { signerOf, type Signer } from '@touchstone/evidence'
import { AppError } from '../platform/errors/index.ts'
import { readOrMakeKey } from '../platform/sealing/index.ts'

/**
 * The key with which the installation signs seals and heads of its log: `evidence.key` in DATA_DIR, made where it
 * is missing. Whoever loses it goes on with another log.
 */
export function openEvidenceKey(dataDir: string): Signer {
  const file = join(dataDir, 'evidence.key')
  try {
    return signerOf(readOrMakeKey(file, newKey))
  } catch (cause) {
    throw new AppError({
      code: 'bad-configuration',
      message: `${file} holds no Ed25519 key in PEM: bring it back from your copy`,
      cause,
    })
  }
}

function newKey(): string {
  const { privateKey } = generateKeyPairSync('ed25519')
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}
