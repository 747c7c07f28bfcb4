import { randomUUID } from 'node:crypto'
import type {
  PasswordChangeInput,
  ProfileChangeInput,
  SessionView,
  SignInInput,
} from '@touchstone/contract'
import { recordEvent } from '../../audit/index.ts'
import type { Context, Transaction } from '../../../platform/db/index.ts'
import { AppError, type ProblemClass } from '../../../platform/errors/index.ts'
import { hasRecoveryForm } from '../one-time-codes.ts'
import { networkOf } from '../sign-in-delays.ts'
import { hashToken, type SignedIn } from '../types.ts'
import { hashPassword, verifyPassword, weaknessOf } from '../password.ts'
import { findUser, findUserByEmail, listMemberships, updateProfile } from '../repository/users.ts'
import {
  findCredential,
  findSecondFactor,
  upsertCredential,
  replacePasswordHash,
} from '../repository/credentials.ts'
import { deleteSession, findSessionByToken } from '../repository/sessions.ts'
import { limitCodeAttempts } from './second-factor-lockout.ts'
import { attemptsOf, findDevice, issueDevice, sealDevice } from './known-device.ts'
import {
  endOtherSessions,
  openSession,
  readSessionState,
  renewSession,
  type OpenedSession,
} from './session.ts'
import { selfContext, type Caller, type UserDependencies } from './sign-in-settings.ts'
import { resetThrottle, throttleAttempt, type ThrottleSubject } from './throttle-attempts.ts'
import { consumeCode, wrongCode } from './two-factor.ts'

/** The same answer for every cause, so that nobody learns which accounts exist. */
export function signInRefused(): AppError {
  return new AppError({
    code: 'sign-in-refused',
    message: 'the address, the password or the code is wrong; check them and try again',
  })
}

type SignInAttempt = { input: SignInInput; caller: Caller; oldToken: string | undefined }

const isWhole = ({ state }: OpenedSession): boolean => state.lacks !== 'code'

/** Signs a user in by address, password and, if given, a code. */
export async function signIn(
  dependencies: UserDependencies,
  options: SignInAttempt,
): Promise<OpenedSession> {
  const { input, caller } = options
  const ways = await attemptsOf(dependencies, input.email, caller)
  try {
    return await throttleAttempt(
      dependencies,
      ways,
      () => proveAndOpen(dependencies, options),
      isWhole,
    )
  } catch (error) {
    const waits = error instanceof AppError && error.class === 'rate-limited'
    if (!waits || !hasRecoveryForm(input.password)) throw error
    return signInByIssued(dependencies, options, error)
  }
}

/**
 * Signs in by a password issued by the operator while the account is throttled: its 80 random bits cannot be guessed,
 * so only the network is counted. Other text of that form is refused like any password while the account is
 * throttled, and like one for a nonexistent account.
 */
async function signInByIssued(
  dependencies: UserDependencies,
  options: SignInAttempt,
  refusal: AppError,
): Promise<OpenedSession> {
  const network: ThrottleSubject = { kind: 'address', name: networkOf(options.caller.address) }
  const attempt = (): Promise<OpenedSession> =>
    proveAndOpen(dependencies, { ...options, onlyIssued: true })
  try {
    return await throttleAttempt(dependencies, [[network]], attempt, isWhole)
  } catch (error) {
    const classes: readonly ProblemClass[] = ['unauthenticated', 'rate-limited']
    throw error instanceof AppError && classes.includes(error.class) ? refusal : error
  }
}

async function proveAndOpen(
  dependencies: UserDependencies,
  options: SignInAttempt & { onlyIssued?: boolean },
): Promise<OpenedSession> {
  const { store, settings } = dependencies
  const { input, caller, oldToken, onlyIssued = false } = options
  const person = await store.transact({ as: 'visitor', email: input.email }, (handle) =>
    findUserByEmail(handle, input.email),
  )
  // Without a user, the same queries run with a random id, so that both take equally long.
  const personId = person?.id ?? randomUUID()
  const known = await store.transact({ as: 'self', personId }, async (handle) => ({
    credential: await findCredential(handle, personId),
    secondFactor: await findSecondFactor(handle, personId),
    memberships: await listMemberships(handle, personId),
  }))
  const { right, outdated } = await verifyPassword(
    input.password,
    known.credential?.passwordHash,
    settings.cost,
  )
  const [membership] = known.memberships
  if (!right || person === undefined || known.credential === undefined) throw signInRefused()
  if (membership === undefined && !person.installationAdmin) throw signInRefused()
  // Only passwords issued by the operator have to be changed.
  if (onlyIssued && !known.credential.mustChange) throw signInRefused()
  const { deviceEpoch: epoch } = known.credential
  const old = known.credential.passwordHash
  const rehashed = outdated ? await hashPassword(input.password, settings.cost) : undefined
  const context: Context = {
    as: 'self',
    personId,
    ...(membership && { organisationId: membership.organisationId }),
  }
  const now = settings.clock()
  const log = membership?.organisationId ?? null
  const secondFactor = known.secondFactor?.confirmed === true && input.code !== undefined
  const open = async (handle: Transaction): Promise<OpenedSession> => {
    if (secondFactor) {
      const proof = { handle, settings, personId, log, code: input.code ?? '' }
      if (!(await consumeCode(proof))) throw signInRefused()
    }
    if (rehashed !== undefined) await replacePasswordHash(handle, personId, { old, new: rehashed })
    if (oldToken !== undefined) {
      const session = await findSessionByToken(handle, hashToken(oldToken))
      if (session) await deleteSession(handle, personId, session.id)
    }
    const method = 'password'
    const opened = await openSession({
      handle,
      personId,
      membership,
      method,
      secondFactor,
      caller,
      now,
    })
    return isWhole(opened)
      ? { ...opened, device: sealDevice(settings, { personId, epoch }) }
      : opened
  }
  const attempt = (): Promise<OpenedSession> => store.transact(context, open)
  return secondFactor ? limitCodeAttempts(dependencies, { personId, log }, attempt) : attempt()
}

/** Proves the second factor of a session that lacks it. */
export async function proveSessionCode(
  dependencies: UserDependencies,
  actor: SignedIn,
  { code, caller }: { code: string; caller: Caller },
): Promise<OpenedSession> {
  const { store, settings } = dependencies
  if (actor.lacks !== 'code') {
    throw new AppError({
      code: 'second-factor-not-pending',
      message: 'the session needs no code: continue with it',
    })
  }
  const prove = (): Promise<OpenedSession> =>
    store.transact(selfContext(actor), async (handle) => {
      const proof = { handle, settings, personId: actor.id, log: actor.actsFor, code }
      if (!(await consumeCode(proof))) throw wrongCode()
      await recordEvent({
        handle,
        organisationId: actor.actsFor,
        action: 'second-factor-proven',
        subject: { kind: 'session', id: actor.sessionId },
      })
      const change = { secondFactor: true }
      const renewed = await renewSession({ handle, actor, change, now: settings.clock() })
      return { ...renewed, device: await issueDevice(settings, handle, actor.id) }
    })
  const prover = { personId: actor.id, log: actor.actsFor }
  const opened = await throttleAttempt(dependencies, [[{ kind: 'account', name: actor.id }]], () =>
    limitCodeAttempts(dependencies, prover, prove),
  )
  const { email } = opened.state.person
  // Password and code are proven now, so earlier failures are reset. Strangers' failures continue to count while this
  // device is known, or each sign-in of the owner would give them a fresh count.
  if ((await findDevice(dependencies, email, caller)) === undefined) {
    await resetThrottle(dependencies, [{ kind: 'account', name: email }])
  }
  return opened
}

/** Changes the password; all other sessions of the user end. */
export async function changePassword(
  dependencies: UserDependencies,
  actor: SignedIn,
  { current, next }: PasswordChangeInput,
): Promise<OpenedSession> {
  const { store, settings } = dependencies
  refuseWhereCodeLacks(actor)
  const { person, credential } = await store.transact(selfContext(actor), async (handle) => ({
    person: await findUser(handle, actor.id),
    credential: await findCredential(handle, actor.id),
  }))
  if (person === undefined || credential === undefined) {
    throw new AppError({
      code: 'password-not-used',
      message: 'you sign in with an identity provider: there is no password to change',
    })
  }
  await throttleAttempt(dependencies, [[{ kind: 'account', name: actor.id }]], async () => {
    const { right } = await verifyPassword(current, credential.passwordHash, settings.cost)
    if (!right) throw wrongPassword()
  })
  assertStrongPassword(next, person.email, '/next')
  if (next.normalize('NFKC') === current.normalize('NFKC')) {
    throw new AppError({
      code: 'password-unchanged',
      message: '/next is your current password; choose another',
      pointer: '/next',
    })
  }
  const passwordHash = await hashPassword(next, settings.cost)
  return store.transact(selfContext(actor), async (handle) => {
    const now = await findCredential(handle, actor.id)
    if (now?.passwordHash !== credential.passwordHash) throw wrongPassword()
    await upsertCredential(handle, actor.id, { passwordHash, mustChange: false })
    await endOtherSessions(handle, actor)
    await recordEvent({
      handle,
      organisationId: actor.actsFor,
      action: 'password-changed',
      subject: { kind: 'person', id: actor.id },
    })
    const renewed = await renewSession({ handle, actor, now: settings.clock() })
    return { ...renewed, device: await issueDevice(settings, handle, actor.id) }
  })
}

export async function changeProfile(
  dependencies: UserDependencies,
  actor: SignedIn,
  change: ProfileChangeInput,
): Promise<SessionView> {
  await dependencies.store.transact(selfContext(actor), async (handle) => {
    if (Object.values(change).every((value) => value === undefined)) return
    await updateProfile(handle, actor.id, change)
    await recordEvent({
      handle,
      organisationId: actor.actsFor,
      action: 'profile-changed',
      subject: { kind: 'person', id: actor.id },
      detail: { fields: Object.keys(change).sort() },
    })
  })
  return readSessionState(dependencies, actor)
}

/** The password alone does not allow changing the account's protection. */
function refuseWhereCodeLacks(actor: SignedIn): void {
  if (actor.lacks !== 'code') return
  throw new AppError({
    code: 'second-factor-required',
    message: 'the session has no second factor yet: send a code to /api/v1/session/code',
  })
}

export function assertStrongPassword(password: string, email: string, pointer: string): void {
  const weakness = weaknessOf(password, email)
  if (weakness === undefined) return
  throw new AppError({ code: 'password-weak', message: `${pointer} ${weakness}`, pointer })
}

function wrongPassword(): AppError {
  return new AppError({
    code: 'password-wrong',
    message: '/current is not your password; check it and try again',
    pointer: '/current',
  })
}
