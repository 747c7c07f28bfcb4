/** crypto.randomUUID does not exist on pages without HTTPS. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** A version 4 UUID (RFC 9562). */
export function randomUuid(): string {
  const digits = randomId()
  const variant = '89ab'.charAt(Number.parseInt(digits.charAt(16), 16) % 4)
  const parts = [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `${variant}${digits.slice(17, 20)}`,
    digits.slice(20),
  ]
  return parts.join('-')
}
