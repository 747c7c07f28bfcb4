import { AppError } from '../../platform/errors/index.ts'
import { forgottenMilliseconds, throttleKey, waitOf, type ThrottleKind } from '../delay.ts'
import { addFailure, forgetFailures, forgiveFailure, holdFailures } from '../store/proofs.ts'
import type { House } from './settings.ts'

export type Mark = { kind: ThrottleKind; name: string }

/**
 * Lets `attempt` prove something, unless too many before it failed. It counts as failed from the
 * start, so that guesses that come at once are counted too; where it succeeds, that is taken back.
 */
export async function throttled<T>(
  { store, settings }: House,
  marks: readonly Mark[],
  attempt: () => Promise<T>,
): Promise<T> {
  const keyed = marks.map(({ kind, name }) => ({ kind, key: throttleKey(kind, name) }))
  const context = { as: 'visitor', throttles: keyed.map(({ key }) => key) } as const
  const now = settings.clock()
  await store.transact(context, async (handle) => {
    const past = await holdFailures(handle, context.throttles)
    const wait = Math.max(...keyed.map(({ kind, key }) => waitOf(kind, past.get(key), now)))
    if (wait > 0) throw tooMany(wait)
    for (const { key } of keyed) {
      await addFailure(handle, key, new Date(now), new Date(now - forgottenMilliseconds))
    }
  })
  const result = await attempt()
  await store.transact(context, async (handle) => {
    for (const { kind, key } of keyed) {
      // Else one right password would let an address guess on at all other accounts.
      if (kind === 'address') await forgiveFailure(handle, key)
      else await forgetFailures(handle, key)
    }
  })
  return result
}

function tooMany(wait: number): AppError {
  const seconds = Math.ceil(wait / 1000)
  return new AppError({
    code: 'too-many-requests',
    message: `there were too many attempts: try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}`,
    retryable: true,
    retryAfter: seconds,
  })
}
