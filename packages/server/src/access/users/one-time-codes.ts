import { createHash, randomInt } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'

const periodSeconds = 30
/** A code may be one step early or late: clocks differ, and typing takes time (RFC 6238, 5.2). */
const window = 1

export function newTotpSecret(): Buffer {
  return Buffer.from(new Secret({ size: 20 }).bytes)
}

function totpOf(secret: Buffer, email: string): TOTP {
  return new TOTP({
    issuer: 'Touchstone',
    label: email,
    algorithm: 'SHA1',
    digits: 6,
    period: periodSeconds,
    secret: new Secret({ buffer: Uint8Array.from(secret).buffer }),
  })
}

/** The data for an authenticator app: base32 to type, and an address for a QR code. */
export function describeTotp(secret: Buffer, email: string): { secret: string; uri: string } {
  const totp = totpOf(secret, email)
  return { secret: totp.secret.base32, uri: totp.toString() }
}

/** The time step of a code; undefined if the code is wrong. */
export function stepOf(secret: Buffer, code: string, now: number): number | undefined {
  const delta = totpOf(secret, '').validate({ token: code, timestamp: now, window })
  return delta === null ? undefined : Math.floor(now / 1000 / periodSeconds) + delta
}

/** The latest time step whose code is currently accepted. */
export function latestStep(now: number): number {
  return Math.floor(now / 1000 / periodSeconds) + window
}

export function isTotpCode(text: string): boolean {
  return /^\d{6}$/.test(text)
}

export function normaliseCode(text: string): string {
  return text.replace(/[\s-]/g, '').toLowerCase()
}

// 32 characters without look-alikes, so that each encodes 5 bits.
const alphabet = 'abcdefghjkmnpqrstuvwxyz023456789'

/** 80 random bits in four groups: gqdn-8rjw-27ck-h0ye. */
export function newRecoveryCode(): string {
  const letters = Array.from({ length: 16 }, () => alphabet[randomInt(alphabet.length)]).join('')
  return letters.replace(/.{4}(?=.)/g, '$&-')
}

/** Whether a text has the form of a recovery code, like passwords issued by the operator. */
export function hasRecoveryForm(text: string): boolean {
  return new RegExp(`^([${alphabet}]{4}-){3}[${alphabet}]{4}$`).test(text)
}

export function hashRecoveryCode(code: string): Buffer {
  return createHash('sha256')
    .update(`recovery:${normaliseCode(code)}`)
    .digest()
}
