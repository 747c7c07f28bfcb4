import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Transaction } from '../../../platform/db/index.ts'
import { networkOf } from '../sign-in-delays.ts'
import { deviceDays, dayMilliseconds } from '../types.ts'
import { findUser } from '../repository/users.ts'
import { findCredential } from '../repository/credentials.ts'
import type { Caller, UserDependencies, SignInSettings } from './sign-in-settings.ts'
import type { ThrottleSubject } from './throttle-attempts.ts'

const DeviceCookie = z.object({
  person: z.uuid(),
  epoch: z.uuid(),
  /** Identifies the failure count of this cookie. */
  nonce: z.uuid(),
  until: z.number(),
})
type DeviceCookie = z.infer<typeof DeviceCookie>

const purpose = 'known-device'

/**
 * How an attempt at an account is counted: by the device that proved this account before; otherwise by account and
 * network, together with all strangers (OWASP, "Slow Down Online Guessing Attacks with Device Cookies").
 * Strangers with unlimited addresses share one guess a minute, about 1,440 a day, and can use up all of them. An
 * owner on a device without the cookie waits with them: an allowance for each new network would let many addresses
 * guess without limit, and one for networks with earlier sign-ins would reveal to neighbours there which accounts
 * exist. Such an owner can sign in through an identity provider, or with a password issued by the operator.
 */
export async function attemptsOf(
  dependencies: UserDependencies,
  email: string,
  caller: Caller,
): Promise<ThrottleSubject[][]> {
  const nonce = await findDevice(dependencies, email, caller)
  const strangers: ThrottleSubject[] = [
    { kind: 'account', name: email },
    { kind: 'address', name: networkOf(caller.address) },
  ]
  return nonce === undefined ? [strangers] : [[{ kind: 'device', name: nonce }], strangers]
}

/** The nonce of the caller's device cookie, if valid for this account. */
export async function findDevice(
  { store, settings }: UserDependencies,
  email: string,
  { device }: Caller,
): Promise<string | undefined> {
  const cookie = device === undefined ? undefined : openCookie(device, settings)
  if (cookie === undefined || cookie.until <= settings.clock()) return undefined
  const { person: personId, epoch, nonce } = cookie
  return store.transact({ as: 'self', personId }, async (handle) => {
    const person = await findUser(handle, personId)
    const credential = await findCredential(handle, personId)
    const isValid = person?.email === email && credential?.deviceEpoch === epoch
    return isValid ? nonce : undefined
  })
}

/** The cookie for a device whose user has just completed the sign-in; none for users without a password. */
export async function issueDevice(
  settings: SignInSettings,
  handle: Transaction,
  personId: string,
): Promise<string | undefined> {
  const credential = await findCredential(handle, personId)
  return credential && sealDevice(settings, { personId, epoch: credential.deviceEpoch })
}

export function sealDevice(
  { sealer, clock }: SignInSettings,
  { personId, epoch }: { personId: string; epoch: string },
): string {
  const until = clock() + deviceDays * dayMilliseconds
  const cookie: DeviceCookie = { person: personId, epoch, nonce: randomUUID(), until }
  return sealer.seal(Buffer.from(JSON.stringify(cookie)), purpose).toString('base64url')
}

function openCookie(cookie: string, { sealer }: SignInSettings): DeviceCookie | undefined {
  try {
    const text = sealer.open(Buffer.from(cookie, 'base64url'), purpose)
    return DeviceCookie.parse(JSON.parse(text.toString('utf8')))
  } catch {
    // Forged, or sealed under an earlier key: the device is unknown.
    return undefined
  }
}
