import { AppError } from '../../../platform/errors/index.ts'
import {
  failureResetMilliseconds,
  throttleKey,
  remainingDelayOf,
  type ThrottleKind,
} from '../sign-in-delays.ts'
import {
  recordFailure,
  deleteFailures,
  undoFailure,
  lockFailures,
  clampFailureTime,
} from '../repository/credentials.ts'
import type { UserDependencies } from './sign-in-settings.ts'

export type ThrottleSubject = { kind: ThrottleKind; name: string }

/**
 * Lets `attempt` prove something, unless too many before it failed. It is counted by the first of `ways` that is not
 * throttled, under all of its marks. It counts as failed from the start, so that concurrent guesses count too; on
 * success the count is reversed, and if the proof is complete, earlier failures of the account or device are reset.
 */
export async function throttleAttempt<T>(
  { store, settings }: UserDependencies,
  ways: readonly (readonly ThrottleSubject[])[],
  attempt: () => Promise<T>,
  isWhole: (result: T) => boolean = () => true,
): Promise<T> {
  const keyed = ways.map((marks) =>
    marks.map(({ kind, name }) => ({ kind, key: throttleKey(kind, name) })),
  )
  const context = { as: 'visitor', throttles: keyed.flat().map(({ key }) => key) } as const
  const now = settings.clock()
  const { way, wait } = await store.transact(context, async (handle) => {
    const past = await lockFailures(handle, context.throttles)
    for (const [key, { failedAt }] of past) {
      // The clock was ahead: count from now, or the wait would restart with each attempt.
      if (failedAt.getTime() > now) await clampFailureTime(handle, key, new Date(now))
    }
    const waits = keyed.map((marks) =>
      Math.max(...marks.map(({ kind, key }) => remainingDelayOf(kind, past.get(key), now))),
    )
    const open = keyed.find((_, at) => waits[at] === 0)
    for (const { key } of open ?? []) {
      await recordFailure(handle, key, new Date(now), new Date(now - failureResetMilliseconds))
    }
    return { way: open, wait: Math.min(...waits) }
  })
  if (way === undefined) throw tooManyAttempts(wait)
  const result = await attempt()
  await store.transact(context, async (handle) => {
    // Two that end at once would each leave the other's last failure to it.
    await lockFailures(
      handle,
      way.map(({ key }) => key),
    )
    for (const { kind, key } of way) {
      // Otherwise one right password would let an address continue guessing at all other accounts; and a password
      // without its second factor is an incomplete proof.
      const isOwn = kind === 'account' || kind === 'device'
      if (isOwn && isWhole(result)) await deleteFailures(handle, key)
      else await undoFailure(handle, key)
    }
  })
  return result
}

/** Resets the failures before a proof that is now complete. */
export async function resetThrottle(
  { store }: UserDependencies,
  marks: readonly ThrottleSubject[],
): Promise<void> {
  const throttles = marks.map(({ kind, name }) => throttleKey(kind, name))
  await store.transact({ as: 'visitor', throttles }, async (handle) => {
    for (const key of throttles) await deleteFailures(handle, key)
  })
}

export function tooManyAttempts(wait: number): AppError {
  const seconds = Math.ceil(wait / 1000)
  return new AppError({
    code: 'attempts-exceeded',
    message: `too many attempts: try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}`,
    retryable: true,
    retryAfter: seconds,
  })
}
