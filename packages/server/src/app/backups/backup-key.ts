import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  type DecipherGCM,
} from 'node:crypto'
import { readFileSync } from 'node:fs'
import { AppError } from '../../platform/errors/index.ts'

/** A key that encrypts backups: one part of it names the objects, another encrypts their content. */
export type BackupKey = {
  /** Tells keys apart without revealing them. */
  id: string
  /** The name of an object: equal contents get equal names under one key, and reveal nothing without it. */
  nameOf(sha256: string): string
  encrypt(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer>
  /** Throws at the end if the bytes were changed: what it yielded counts only after that. */
  decrypt(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer>
}

const keyBytes = 32
const nonceBytes = 12
const tagBytes = 16

/** Bytes that encryption adds to a content. */
export const encryptionOverhead = nonceBytes + tagBytes

/** Reads a key file: 32 random bytes in base64, as `openssl rand -base64 32` writes them. */
export function readBackupKey(file: string): BackupKey {
  let text: string
  try {
    text = readFileSync(file, 'utf8').trim()
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw new AppError({
      code: 'bad-option',
      message: `the key file ${file} cannot be read (${code}): create one with openssl rand -base64 32`,
      cause,
    })
  }
  if (!/^[A-Za-z0-9+/]{43}=$/.test(text)) {
    throw new AppError({
      code: 'bad-option',
      message: `the key file ${file} does not contain ${keyBytes} bytes in base64: create one with openssl rand -base64 ${keyBytes}`,
    })
  }
  return backupKeyOf(Buffer.from(text, 'base64'))
}

function backupKeyOf(secret: Buffer): BackupKey {
  const part = (use: string): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, '', `touchstone backup ${use}`, keyBytes))
  const [id, names, contents] = [part('id'), part('names'), part('contents')]
  return {
    id: id.toString('hex').slice(0, 16),
    nameOf: (sha256) => createHmac('sha256', names).update(sha256).digest('hex'),
    encrypt: async function* (content) {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', contents, nonce)
      yield nonce
      for await (const piece of content) yield cipher.update(piece)
      cipher.final()
      yield cipher.getAuthTag()
    },
    decrypt: async function* (bytes) {
      let decipher: DecipherGCM | undefined
      // The last bytes are the tag, and only the end shows which ones they are.
      let rest: Buffer = Buffer.alloc(0)
      for await (const piece of bytes) {
        rest = rest.length === 0 ? piece : Buffer.concat([rest, piece])
        if (decipher === undefined && rest.length >= nonceBytes) {
          decipher = createDecipheriv('aes-256-gcm', contents, rest.subarray(0, nonceBytes))
          rest = rest.subarray(nonceBytes)
        }
        if (decipher !== undefined && rest.length > tagBytes) {
          yield decipher.update(rest.subarray(0, -tagBytes))
          rest = rest.subarray(-tagBytes)
        }
        // A piece is valid until the next one.
        rest = Buffer.from(rest)
      }
      if (decipher === undefined || rest.length !== tagBytes) throw new Error('it was cut off')
      decipher.setAuthTag(rest)
      decipher.final()
    },
  }
}
