import { recordEvent } from '../../audit/index.ts'
import { queueEmail } from '../../../messaging/email/index.ts'
import type { Context, Transaction } from '../../../platform/db/index.ts'
import { maxWrongCodes, lockDurationOf, clampedWaitUntil } from '../sign-in-delays.ts'
import { findUser } from '../repository/users.ts'
import {
  lockCodeFailures,
  setCodeFailures,
  setSecondFactorLock,
} from '../repository/credentials.ts'
import { secondFactorLockedEmail } from './second-factor-locked-email.ts'
import type { UserDependencies } from './sign-in-settings.ts'
import { tooManyAttempts } from './throttle-attempts.ts'

type Prover = {
  personId: string
  /** The organisation whose log records it; null for the installation's. */
  log: string | null
}

/**
 * Lets `attempt` check a second-factor code, unless too many before it were wrong. Wrong codes are counted per user,
 * across sessions and addresses, until a code is right: a right password does not reset the count.
 */
export async function limitCodeAttempts<T>(
  dependencies: UserDependencies,
  prover: Prover,
  attempt: () => Promise<T>,
): Promise<T> {
  const { store, settings } = dependencies
  const context = contextOf(prover)
  const now = settings.clock()
  const counted = await store.transact(context, (handle) => countAttempt(handle, prover, now))
  if ('wait' in counted) throw tooManyAttempts(counted.wait)
  let result: T
  try {
    result = await attempt()
  } catch (error) {
    if (counted.failures >= maxWrongCodes) await lock(dependencies, prover, counted.failures)
    throw error
  }
  await store.transact(context, (handle) =>
    setCodeFailures(handle, prover.personId, { failures: 0, failedAt: null }),
  )
  return result
}

/** Counts a code as wrong before it is checked, so that concurrent guesses count too. */
async function countAttempt(
  handle: Transaction,
  { personId }: Prover,
  now: number,
): Promise<{ wait: number } | { failures: number }> {
  const past = await lockCodeFailures(handle, personId)
  if (past === undefined) return { failures: 0 }
  // A clock that was ahead must not date anything later than now.
  const failedAt = Math.min(past.failedAt?.getTime() ?? 0, now)
  const longest = lockDurationOf(past.failures)
  const wait = clampedWaitUntil(failedAt + longest, { now, longest })
  if (wait > 0) {
    await setCodeFailures(handle, personId, { ...past, failedAt: new Date(failedAt) })
    return { wait }
  }
  const failures = past.failures + 1
  await setCodeFailures(handle, personId, { failures, failedAt: new Date(now) })
  return { failures }
}

/** Records the lock, and informs the user by email if there is a mail server. */
async function lock(
  { store, settings }: UserDependencies,
  { personId, log }: Prover,
  failures: number,
): Promise<void> {
  const at = new Date(settings.clock())
  await store.transact(contextOf({ personId, log }), async (handle) => {
    await setSecondFactorLock(handle, personId, at)
    await recordEvent({
      handle,
      organisationId: log,
      action: 'second-factor-locked',
      subject: { kind: 'person', id: personId },
      detail: { wrongCodes: failures, minutes: lockDurationOf(failures) / 60_000 },
    })
    const person = await findUser(handle, personId)
    if (settings.sendsMail !== true || person === undefined || log === null) return
    await queueEmail(handle, {
      organisationId: log,
      key: `second-factor-locked:${personId}:${at.toISOString()}`,
      by: 'email',
      to: person.email,
      ...secondFactorLockedEmail(person.locale, {
        at,
        failures,
        minutes: lockDurationOf(failures) / 60_000,
      }),
      about: { kind: 'person', id: personId },
    })
  })
}

function contextOf({ personId, log }: Prover): Context {
  return { as: 'self', personId, ...(log !== null && { organisationId: log }) }
}
