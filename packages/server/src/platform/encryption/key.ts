import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Secret } from '../config/index.ts'
import { AppError } from '../errors/index.ts'
import { readOrMakeKey } from './key-file.ts'
import { keyBytes } from './sealer.ts'

/** SECRET_KEY, or the key in DATA_DIR, created if missing. */
export function openSecretKey(options: { dataDir: string; secretKey: Secret | undefined }): Buffer {
  const { dataDir, secretKey } = options
  if (secretKey !== undefined) return Buffer.from(secretKey.reveal(), 'base64')
  const file = join(dataDir, 'secret.key')
  const newKey = () => `${randomBytes(keyBytes).toString('base64')}\n`
  const key = Buffer.from(readOrMakeKey(file, newKey).trim(), 'base64')
  if (key.length === keyBytes) return key
  throw new AppError({
    code: 'bad-configuration',
    message: `${file} does not contain a key of ${keyBytes} bytes in base64: restore it from your backup, or set SECRET_KEY`,
  })
}
