import { createHash } from 'node:crypto'

/** By what a written link, network or hub is compared with what would be written now. */
export function shortDigest(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32)
}
