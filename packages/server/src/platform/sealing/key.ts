import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Secret } from '../config/index.ts'
import { AppError } from '../errors/index.ts'
import { keyBytes, sealerOf, type Sealer } from './sealer.ts'

/** The sealer under SECRET_KEY, or under the key in DATA_DIR, which is made where it is missing. */
export function openSealer(options: { dataDir: string; secretKey: Secret | undefined }): Sealer {
  const { dataDir, secretKey } = options
  if (secretKey !== undefined) return sealerOf(Buffer.from(secretKey.reveal(), 'base64'))
  const file = join(dataDir, 'secret.key')
  const key = Buffer.from(readOrMake(dataDir, file).trim(), 'base64')
  if (key.length === keyBytes) return sealerOf(key)
  throw new AppError({
    code: 'bad-configuration',
    message: `${file} holds no key of ${keyBytes} bytes in base64: bring it back from your copy, or set SECRET_KEY`,
  })
}

function readOrMake(dataDir: string, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  mkdirSync(dataDir, { recursive: true })
  // Another process may make it at the same moment: a link is there whole or not at all.
  const own = `${file}.${process.pid}`
  writeFileSync(own, `${randomBytes(keyBytes).toString('base64')}\n`, { mode: 0o600, flush: true })
  try {
    linkSync(own, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(own)
  }
  return readFileSync(file, 'utf8')
}
