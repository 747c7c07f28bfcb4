import { createCipheriv, createDecipheriv, randomBytes, type KeyObject } from 'node:crypto'
import { AppError } from '../errors/index.ts'

const algorithm = 'aes-256-gcm'
const version = 1
const nonceBytes = 12
const tagBytes = 16

/**
 * Encrypts a secret that must be read again, for keeping in the store: version, nonce, tag, text.
 * `purpose` names what it is and whose; it opens under the same purpose only, so that nobody who
 * can write rows moves one secret into the place of another.
 */
export function sealSecret(key: KeyObject, text: string, purpose: string): Buffer {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes })
  cipher.setAAD(Buffer.from(purpose))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([Buffer.from([version]), nonce, cipher.getAuthTag(), sealed])
}

/** Throws `bad-configuration` where the key is another one than it was sealed with. */
export function openSecret(key: KeyObject, sealed: Buffer, purpose: string): string {
  const nonce = sealed.subarray(1, 1 + nonceBytes)
  const tag = sealed.subarray(1 + nonceBytes, 1 + nonceBytes + tagBytes)
  try {
    if (sealed[0] !== version) throw new Error('sealed by another version')
    const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes })
    decipher.setAAD(Buffer.from(purpose))
    decipher.setAuthTag(tag)
    const rest = sealed.subarray(1 + nonceBytes + tagBytes)
    return Buffer.concat([decipher.update(rest), decipher.final()]).toString('utf8')
  } catch (cause) {
    throw new AppError({
      code: 'bad-configuration',
      message:
        'a secret in the store cannot be opened: set SECRET_KEY, or put secret.key back into DATA_DIR, as it was when the secret was made',
      cause,
    })
  }
}
