import { generateKeyPairSync } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { signerOf, type Signer } from '@touchstone/evidence'
import { AppError } from '../platform/errors/index.ts'

/**
 * The key with which the installation signs seals and heads of its log: `evidence.key` in DATA_DIR, made where it
 * is missing. Whoever loses it goes on with another log.
 */
export function openEvidenceKey(dataDir: string): Signer {
  const file = join(dataDir, 'evidence.key')
  try {
    return signerOf(readOrMake(dataDir, file))
  } catch (cause) {
    throw new AppError({
      code: 'bad-configuration',
      message: `${file} holds no Ed25519 key in PEM: bring it back from your copy`,
      cause,
    })
  }
}

function readOrMake(dataDir: string, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  mkdirSync(dataDir, { recursive: true })
  const { privateKey } = generateKeyPairSync('ed25519')
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' })
  // Another process may make it at the same moment: a link is there whole or not at all.
  const own = `${file}.${process.pid}`
  writeFileSync(own, pem, { mode: 0o600, flush: true })
  try {
    linkSync(own, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(own)
  }
  return readFileSync(file, 'utf8')
}
