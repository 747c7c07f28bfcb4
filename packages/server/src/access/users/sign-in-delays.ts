import { createHash } from 'node:crypto'

export type Failures = { failures: number; failedAt: Date }

/**
 * Failures that cost nothing: everybody mistypes. Each door counts by itself: whoever failed to open a
 * seller's link signs in as before.
 */
const free = { account: 4, address: 20, 'link-address': 20, 'link-documents': 10, device: 10 }
/** After this time without a failure the count begins anew. */
export const failureResetMilliseconds = 86_400_000
/**
 * An account can always be tried again within a minute; an address that guesses at many accounts waits longer.
 * A known device has its free attempts alone: after them its owner is counted with strangers.
 */
const longest = {
  account: 60_000,
  address: 15 * 60_000,
  'link-address': 15 * 60_000,
  'link-documents': 15 * 60_000,
  device: failureResetMilliseconds,
}

export type ThrottleKind = keyof typeof free

/** Names neither the account nor the address, also for those who read the store. */
export function throttleKey(kind: ThrottleKind, name: string): string {
  return createHash('sha256').update(`${kind}:${name}`).digest('hex')
}

/** IPv6 callers have a whole network of addresses: a /64 counts as one. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%[^]*/, '')
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

/** How many milliseconds after its last failure the next attempt may come: 1 s, 2 s, 4 s …; of a device, a day. */
export function delayOf(kind: ThrottleKind, failures: number): number {
  const beyond = failures - free[kind]
  if (beyond < 0) return 0
  return kind === 'device'
    ? longest.device
    : Math.min(1000 * 2 ** Math.min(beyond, 20), longest[kind])
}

/** How long to wait from now on: never longer than the delay itself, wherever the clock has been. */
export function remainingDelayOf(
  kind: ThrottleKind,
  past: Failures | undefined,
  now: number,
): number {
  if (past === undefined || isForgotten(past, now)) return 0
  const delay = delayOf(kind, past.failures)
  return clampedWaitUntil(past.failedAt.getTime() + delay, { now, longest: delay })
}

/**
 * How long to wait for a moment that was stored, at most `longest`. Where the clock was ahead and was set
 * back since, that moment lies further off than any wait that was meant.
 */
export function clampedWaitUntil(
  moment: number,
  { now, longest }: { now: number; longest: number },
): number {
  return Math.min(Math.max(0, moment - now), longest)
}

/** Wrong codes of a second factor that are judged before it is locked. */
export const maxWrongCodes = 10
const hour = 3_600_000
const longestLock = 24 * hour

/**
 * How long a second factor is locked after so many wrong codes: an hour after the tenth, then twice as long
 * after each, a day at most. So that who knows the password guesses about one code a day.
 */
export function lockDurationOf(failures: number): number {
  const beyond = failures - maxWrongCodes
  return beyond < 0 ? 0 : Math.min(hour * 2 ** Math.min(beyond, 20), longestLock)
}

function isForgotten({ failedAt }: Failures, now: number): boolean {
  return failedAt.getTime() + failureResetMilliseconds <= now
}
