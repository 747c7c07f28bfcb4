import { recordEvent } from '../../audit/index.ts'
import type { Transaction } from '../../../platform/db/index.ts'
import { AppError } from '../../../platform/errors/index.ts'
import {
  describeTotp,
  hashRecoveryCode,
  isTotpCode,
  latestStep,
  newRecoveryCode,
  newTotpSecret,
  stepOf,
  normaliseCode,
} from '../one-time-codes.ts'
import type { SignedIn } from '../types.ts'
import { findUser } from '../repository/users.ts'
import {
  confirmSecondFactor,
  deleteSecondFactor,
  findSecondFactor,
  insertSecondFactor,
  replaceRecoveryCodes,
  consumeRecoveryCode,
  consumeTotpStep,
} from '../repository/credentials.ts'
import { updateSession } from '../repository/sessions.ts'
import { limitCodeAttempts } from './second-factor-lockout.ts'
import { issueDevice } from './known-device.ts'
import { endOtherSessions, renewSession, type OpenedSession } from './session.ts'
import { selfContext, type UserDependencies, type SignInSettings } from './sign-in-settings.ts'
import { throttleAttempt } from './throttle-attempts.ts'

const recoveryCodes = 10

const purposeOf = (personId: string): string => `totp:${personId}`

type Proof = {
  handle: Transaction
  settings: SignInSettings
  personId: string
  /** The log that records a used recovery code. */
  log: string | null
  code: string
}

/** Accepts a code of the user's device or a recovery code, each once. False if it is wrong. */
export async function consumeCode(proof: Proof): Promise<boolean> {
  const { handle, personId, log } = proof
  const code = normaliseCode(proof.code)
  if (isTotpCode(code)) return acceptTotp({ ...proof, code })
  if (!(await consumeRecoveryCode(handle, personId, hashRecoveryCode(code)))) return false
  await recordEvent({
    handle,
    organisationId: log,
    action: 'recovery-code-used',
    subject: { kind: 'person', id: personId },
  })
  return true
}

async function acceptTotp({ handle, settings, personId, code }: Proof): Promise<boolean> {
  const factor = await findSecondFactor(handle, personId)
  if (factor === undefined) return false
  const secret = settings.sealer.open(factor.sealedSecret, purposeOf(personId))
  const step = stepOf(secret, code, settings.clock())
  const latest = latestStep(settings.clock())
  return step !== undefined && (await consumeTotpStep(handle, personId, { step, latest }))
}

/** Starts setting up a second factor, replacing one that was never confirmed. */
export async function startTwoFactorSetup(
  { store, settings }: UserDependencies,
  actor: SignedIn,
): Promise<{ secret: string; uri: string }> {
  if (actor.lacks === 'code' || actor.lacks === 'password') throw notYet(actor.lacks)
  return store.transact(selfContext(actor), async (handle) => {
    const factor = await findSecondFactor(handle, actor.id)
    if (factor?.confirmed) {
      throw new AppError({
        code: 'second-factor-exists',
        message: 'a second factor already exists: remove it first at /api/v1/two-factor/removal',
      })
    }
    const person = await findUser(handle, actor.id)
    const secret = newTotpSecret()
    await deleteSecondFactor(handle, actor.id)
    await insertSecondFactor(handle, actor.id, settings.sealer.seal(secret, purposeOf(actor.id)))
    return describeTotp(secret, person?.email ?? '')
  })
}

/** Confirms the second factor by a first code; from then on every sign-in needs one. */
export async function confirmTwoFactor(
  dependencies: UserDependencies,
  actor: SignedIn,
  code: string,
): Promise<OpenedSession & { recoveryCodes: string[] }> {
  const { store, settings } = dependencies
  if (actor.lacks === 'code' || actor.lacks === 'password') throw notYet(actor.lacks)
  return throttleAttempt(dependencies, [[{ kind: 'account', name: actor.id }]], () =>
    store.transact(selfContext(actor), async (handle) => {
      const factor = await findSecondFactor(handle, actor.id)
      if (factor === undefined || factor.confirmed) {
        throw new AppError({
          code: 'second-factor-not-pending',
          message: 'no second factor is awaiting a code: start at /api/v1/two-factor',
        })
      }
      const proof = { handle, settings, personId: actor.id, log: actor.actsFor }
      if (!(await acceptTotp({ ...proof, code: normaliseCode(code) }))) throw wrongCode()
      await confirmSecondFactor(handle, actor.id)
      const codes = await makeRecoveryCodes(handle, actor)
      await recordEvent({
        handle,
        organisationId: actor.actsFor,
        action: 'two-factor-enrolled',
        subject: { kind: 'person', id: actor.id },
      })
      await endOtherSessions(handle, actor)
      const change = { secondFactor: true }
      const opened = await renewSession({ handle, actor, change, now: settings.clock() })
      const device = await issueDevice(settings, handle, actor.id)
      return { ...opened, device, recoveryCodes: codes }
    }),
  )
}

export async function renewRecoveryCodes(
  dependencies: UserDependencies,
  actor: SignedIn,
  code: string,
): Promise<string[]> {
  return proven(dependencies, actor, code, async (handle) => {
    await recordEvent({
      handle,
      organisationId: actor.actsFor,
      action: 'recovery-codes-made',
      subject: { kind: 'person', id: actor.id },
    })
    return makeRecoveryCodes(handle, actor)
  })
}

export async function removeTwoFactor(
  dependencies: UserDependencies,
  actor: SignedIn,
  code: string,
): Promise<void> {
  await proven(dependencies, actor, code, async (handle) => {
    await deleteSecondFactor(handle, actor.id)
    await recordEvent({
      handle,
      organisationId: actor.actsFor,
      action: 'two-factor-removed',
      subject: { kind: 'person', id: actor.id },
    })
    // If the organisation requires a second factor, the next request has to set one up.
    await updateSession(handle, actor.sessionId, { secondFactor: false })
  })
}

function proven<T>(
  dependencies: UserDependencies,
  actor: SignedIn,
  code: string,
  work: (handle: Transaction) => Promise<T>,
): Promise<T> {
  const { store, settings } = dependencies
  const prove = (): Promise<T> =>
    store.transact(selfContext(actor), async (handle) => {
      if (!(await findSecondFactor(handle, actor.id))?.confirmed) {
        throw new AppError({
          code: 'second-factor-missing',
          message: 'there is no second factor: start at /api/v1/two-factor',
        })
      }
      const proof = { handle, settings, personId: actor.id, log: actor.actsFor, code }
      if (!(await consumeCode(proof))) throw wrongCode()
      return work(handle)
    })
  const prover = { personId: actor.id, log: actor.actsFor }
  return throttleAttempt(dependencies, [[{ kind: 'account', name: actor.id }]], () =>
    limitCodeAttempts(dependencies, prover, prove),
  )
}

async function makeRecoveryCodes(handle: Transaction, actor: SignedIn): Promise<string[]> {
  const codes = Array.from({ length: recoveryCodes }, newRecoveryCode)
  await replaceRecoveryCodes(handle, actor.id, codes.map(hashRecoveryCode))
  return codes
}

function notYet(lacks: 'code' | 'password'): AppError {
  const remedy =
    lacks === 'code' ? 'send a code to /api/v1/session/code' : 'change the password first'
  return new AppError({
    code: lacks === 'code' ? 'second-factor-required' : 'password-change-required',
    message: `the session is not complete: ${remedy}`,
  })
}

export function wrongCode(): AppError {
  return new AppError({
    code: 'second-factor-code-wrong',
    message: '/code is wrong or was already used; wait for the next one',
    pointer: '/code',
  })
}
