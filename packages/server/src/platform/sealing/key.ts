import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Secret } from '../config/index.ts'
import { AppError } from '../errors/index.ts'
import { readOrMakeKey } from './key-file.ts'
import { keyBytes, sealerOf, type Sealer } from './sealer.ts'

/** The sealer under SECRET_KEY, or under the key in DATA_DIR, which is made where it is missing. */
export function openSealer(options: { dataDir: string; secretKey: Secret | undefined }): Sealer {
  const { dataDir, secretKey } = options
  if (secretKey !== undefined) return sealerOf(Buffer.from(secretKey.reveal(), 'base64'))
  const file = join(dataDir, 'secret.key')
  const made = () => `${randomBytes(keyBytes).toString('base64')}\n`
  const key = Buffer.from(readOrMakeKey(file, made).trim(), 'base64')
  if (key.length === keyBytes) return sealerOf(key)
  throw new AppError({
    code: 'bad-configuration',
    message: `${file} holds no key of ${keyBytes} bytes in base64: bring it back from your copy, or set SECRET_KEY`,
  })
}
