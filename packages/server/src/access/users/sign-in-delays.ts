import { createHash } from 'node:crypto'

export type Failures = { failures: number; failedAt: Date }

/**
 * Failures without a delay, since everyone mistypes. Each kind counts separately: failing to open an appeal link does
 * not delay a sign-in.
 */
const free = { account: 4, address: 20, 'link-address': 20, 'link-documents': 10, device: 10 }
/** After this time without a failure the count restarts. */
export const failureResetMilliseconds = 86_400_000
/**
 * An account can be tried again within a minute; an address that guesses at many accounts waits longer. A known
 * device has only its free attempts: afterwards its owner is counted with strangers.
 */
const longest = {
  account: 60_000,
  address: 15 * 60_000,
  'link-address': 15 * 60_000,
  'link-documents': 15 * 60_000,
  device: failureResetMilliseconds,
}

export type ThrottleKind = keyof typeof free

/** Reveals neither the account nor the address, even to readers of the store. */
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

/** Milliseconds from the last failure to the next allowed attempt: 1 s, 2 s, 4 s …; for a device, a day. */
export function delayOf(kind: ThrottleKind, failures: number): number {
  const beyond = failures - free[kind]
  if (beyond < 0) return 0
  return kind === 'device'
    ? longest.device
    : Math.min(1000 * 2 ** Math.min(beyond, 20), longest[kind])
}

/** Remaining wait: never longer than the delay itself, whatever the clock did. */
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
 * Wait until a stored time, at most `longest`. If the clock was ahead and then corrected, that time lies further off
 * than any intended wait.
 */
export function clampedWaitUntil(
  moment: number,
  { now, longest }: { now: number; longest: number },
): number {
  return Math.min(Math.max(0, moment - now), longest)
}

/** Wrong second-factor codes before the second factor is locked. */
export const maxWrongCodes = 10
const hour = 3_600_000
const longestLock = 24 * hour

/**
 * Duration of the lock after so many wrong codes: an hour after the tenth, then doubling, up to a day. Someone who
 * knows the password can therefore guess about one code a day.
 */
export function lockDurationOf(failures: number): number {
  const beyond = failures - maxWrongCodes
  return beyond < 0 ? 0 : Math.min(hour * 2 ** Math.min(beyond, 20), longestLock)
}

function isForgotten({ failedAt }: Failures, now: number): boolean {
  return failedAt.getTime() + failureResetMilliseconds <= now
}
