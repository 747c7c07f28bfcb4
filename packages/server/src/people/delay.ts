import { createHash } from 'node:crypto'

export type Failures = { failures: number; failedAt: Date }

/** Failures that cost nothing: everybody mistypes. */
const free = { account: 4, address: 20 }
/**
 * Nobody is locked out: an account can always be tried again within a minute, else anyone could
 * keep its owner out. An address that guesses at many accounts waits longer.
 */
const longest = { account: 60_000, address: 15 * 60_000 }
/** After this time without a failure the count begins anew. */
export const forgottenMilliseconds = 86_400_000

export type ThrottleKind = keyof typeof free

/** Names neither the account nor the address, also for those who read the store. */
export function throttleKey(kind: ThrottleKind, name: string): string {
  return createHash('sha256').update(`${kind}:${name}`).digest('hex')
}

/** IPv6 callers have a whole network of addresses: a /64 counts as one. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
  if (!plain.includes(':')) return plain
  const [head = '', tail] = plain.split('::', 2)
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length)
  const groups = [...left, ...Array.from({ length: zeros }, () => '0'), ...right]
  return groups
    .slice(0, 4)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':')
}

/** How many milliseconds after its last failure the next attempt may come: 1 s, 2 s, 4 s … */
export function delayOf(kind: ThrottleKind, failures: number): number {
  const beyond = failures - free[kind]
  return beyond < 0 ? 0 : Math.min(1000 * 2 ** Math.min(beyond, 20), longest[kind])
}

/** How long to wait from now on. */
export function waitOf(kind: ThrottleKind, past: Failures | undefined, now: number): number {
  if (past === undefined || isForgotten(past, now)) return 0
  return Math.max(0, past.failedAt.getTime() + delayOf(kind, past.failures) - now)
}

function isForgotten({ failedAt }: Failures, now: number): boolean {
  return failedAt.getTime() + forgottenMilliseconds <= now
}
