import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { AppError } from '../errors/index.ts'

/** Encrypts secrets at rest with the installation's key. */
export type Sealer = {
  /** `purpose` binds the ciphertext to its use and owner; it cannot be opened for another. */
  seal(plain: Buffer, purpose: string): Buffer
  /** Throws `bad-configuration` if it was sealed under another key or for another purpose. */
  open(sealed: Buffer, purpose: string): Buffer
  /** What proves that this installation wrote a text for a purpose: HMAC-SHA256, 32 bytes. */
  authenticate(text: string, purpose: string): Buffer
}

export const keyBytes = 32
const version = 1
const ivBytes = 12
const tagBytes = 16

/** AES-256-GCM with a random nonce: version (1 byte), nonce (12), tag (16), ciphertext. */
export function sealerOf(key: Buffer): Sealer {
  // Never the key that encrypts.
  const authenticationKey = createHmac('sha256', key).update('touchstone authentication 1').digest()
  return {
    seal(plain, purpose) {
      const iv = randomBytes(ivBytes)
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(purpose))
      const text = Buffer.concat([cipher.update(plain), cipher.final()])
      return Buffer.concat([Buffer.of(version), iv, cipher.getAuthTag(), text])
    },
    open(sealed, purpose) {
      try {
        if (sealed[0] !== version || sealed.length < 1 + ivBytes + tagBytes) throw new RangeError()
        const iv = sealed.subarray(1, 1 + ivBytes)
        const tag = sealed.subarray(1 + ivBytes, 1 + ivBytes + tagBytes)
        const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes })
        decipher.setAAD(Buffer.from(purpose)).setAuthTag(tag)
        const text = sealed.subarray(1 + ivBytes + tagBytes)
        return Buffer.concat([decipher.update(text), decipher.final()])
      } catch (cause) {
        throw new AppError({
          code: 'bad-configuration',
          message: 'a secret cannot be decrypted: SECRET_KEY or DATA_DIR/secret.key has changed',
          cause,
        })
      }
    },
    authenticate(text, purpose) {
      return createHmac('sha256', authenticationKey).update(`${purpose}\0${text}`).digest()
    },
  }
}
