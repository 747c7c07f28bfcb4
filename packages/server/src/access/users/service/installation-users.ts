import { randomUUID } from 'node:crypto'
import { rmSync, writeFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { InvitationInput, Slug, type MemberRightsInput } from '@touchstone/contract'
import { recordEvent } from '../../audit/index.ts'
import { findOrganisation, type Actor } from '../../organisations/index.ts'
import { violates, type Transaction, type Store } from '../../../platform/db/index.ts'
import { AppError, parseInput } from '../../../platform/errors/index.ts'
import { newRecoveryCode } from '../one-time-codes.ts'
import { failureResetMilliseconds, throttleKey } from '../sign-in-delays.ts'
import { idleMilliseconds, type Invitation } from '../types.ts'
import { hashPassword, type Cost } from '../password.ts'
import { mayAdministerUsers } from '../policy.ts'
import {
  hasUsers,
  redactUser,
  findUserByEmail,
  insertInstallationAdmin,
  insertMembership,
  insertSampleUser,
  listMemberships,
  listUsers,
  type UserOverview,
} from '../repository/users.ts'
import {
  deleteOldFailures,
  deleteSecondFactor,
  deleteFailures,
  upsertCredential,
} from '../repository/credentials.ts'
import { deleteExpiredSessions, deleteSessions } from '../repository/sessions.ts'
import { inviteUser } from './invitations.ts'
import { notAllowed } from './members.ts'

type OperatorInput<T> = { handle: Transaction; actor: Actor & { kind: 'operator' }; input: T }

export type FirstAdmin = { email: string; password: string; file: string }

const fileOf = (dataDir: string): string => join(dataDir, 'admin-password.txt')

/**
 * Creates the installation's first user if there is none. The random password is in a file readable by its owner
 * only, until it is changed. Opens its own transactions.
 */
export async function ensureFirstAdmin(
  store: Store,
  { email, dataDir, cost }: { email: string; dataDir: string; cost?: Cost | undefined },
): Promise<FirstAdmin | undefined> {
  const context = { as: 'operator', actor: { kind: 'operator', id: 'first start' } } as const
  if (await store.transact(context, hasUsers)) return undefined
  const password = newRecoveryCode()
  const passwordHash = await hashPassword(password, cost)
  const file = fileOf(dataDir)
  try {
    await store.transact(context, async (handle) => {
      const id = randomUUID()
      await insertInstallationAdmin(handle, { id, email, name: 'Administrator', locale: 'en' })
      await upsertCredential(handle, id, { passwordHash, mustChange: true })
      await recordEvent({
        handle,
        organisationId: null,
        action: 'installation-admin-created',
        subject: { kind: 'person', id },
      })
      // Before the commit: a lost password would leave a user that nobody can use.
      mkdirSync(dataDir, { recursive: true, mode: 0o700 })
      rmSync(file, { force: true })
      writeFileSync(file, `${password}\n`, { mode: 0o600, flag: 'wx', flush: true })
    })
  } catch (error) {
    // Another process came first: its password is the one in the file.
    if (violates(error, 'people_email_taken')) return undefined
    throw error
  }
  return { email, password, file }
}

/** The first password is no longer valid. */
export function deleteFirstPassword(dataDir: string): void {
  rmSync(fileOf(dataDir), { force: true })
}

/** A page of all users of the installation, by email address. */
export async function listAllUsers(
  options: OperatorInput<{ after?: string | undefined }>,
): Promise<UserOverview[]> {
  const { handle, actor, input } = options
  if (!mayAdministerUsers(actor))
    throw notAllowed('only the operator can list all users', 'operator-required')
  const people = await listUsers(handle, input.after)
  await recordEvent({
    handle,
    organisationId: null,
    action: 'people-read',
    subject: { kind: 'installation', id: 'people' },
    detail: { count: people.length },
  })
  return people
}

/** Invites a user on behalf of an organisation, such as its first admin. */
export async function inviteToOrganisation(
  options: OperatorInput<{ organisation: string } & Record<string, unknown>> & { now: number },
): Promise<{ invitation: Invitation; token: string }> {
  const { handle, actor, now } = options
  const { organisation: slug, ...rest } = options.input
  const organisation = await findOrganisation(handle, parseInput(Slug, slug))
  if (organisation === undefined) {
    throw new AppError({
      code: 'not-found',
      message: `there is no organisation ${slug}`,
      pointer: '/organisation',
    })
  }
  const input = parseInput(InvitationInput, rest)
  return inviteUser({ handle, actor, organisationId: organisation.id, input, now })
}

type Enrolment = MemberRightsInput & {
  organisationId: string
  email: string
  name: string
  passwordHash: string
}

/** Adds a sample user, whose id it returns, to a sample organisation: there is nobody to invite. */
export async function addSampleMember(options: OperatorInput<Enrolment>): Promise<string> {
  const { handle, actor, input } = options
  if (!mayAdministerUsers(actor))
    throw notAllowed('only the operator can enrol users', 'operator-required')
  const { organisationId, email, name, passwordHash, roles } = input
  const id = randomUUID()
  try {
    await insertSampleUser(handle, { id, email, name, locale: 'en' })
  } catch (cause) {
    if (!violates(cause, 'people_email_taken')) throw cause
    throw new AppError({
      code: 'email-taken',
      message: `a user with the address ${email} already exists`,
      cause,
    })
  }
  await upsertCredential(handle, id, { passwordHash, mustChange: false })
  await insertMembership(handle, id, input)
  await recordEvent({
    handle,
    organisationId,
    action: 'member-enrolled',
    subject: { kind: 'person', id },
    detail: { roles },
  })
  return id
}

/**
 * Gives a user a new password for one sign-in, which must then be changed; ends the user's sessions and second
 * factor. The password comes from `newPassword`, so that no transaction waits for hashing.
 */
export async function resetUserPassword(
  options: OperatorInput<{ email: string; passwordHash: string }>,
): Promise<void> {
  const { handle, actor, input } = options
  if (!mayAdministerUsers(actor))
    throw notAllowed('only the operator can reset users', 'operator-required')
  const email = input.email.toLowerCase()
  const person = await findUserByEmail(handle, email)
  if (person === undefined) {
    throw new AppError({ code: 'not-found', message: `there is no user with the address ${email}` })
  }
  await upsertCredential(handle, person.id, { passwordHash: input.passwordHash, mustChange: true })
  await deleteSecondFactor(handle, person.id)
  await deleteSessions(handle, person.id)
  await deleteFailures(handle, throttleKey('account', email))
  await recordEvent({
    handle,
    organisationId: null,
    action: 'person-reset',
    subject: { kind: 'person', id: person.id },
  })
}

/**
 * Erases a user who no longer belongs to any organisation: name, address, credentials. The id stays, so that the log
 * remains readable.
 */
export async function eraseUser(options: OperatorInput<{ email: string }>): Promise<void> {
  const { handle, actor, input } = options
  if (!mayAdministerUsers(actor))
    throw notAllowed('only the operator can erase users', 'operator-required')
  const email = input.email.toLowerCase()
  const person = await findUserByEmail(handle, email)
  if (person === undefined) {
    throw new AppError({ code: 'not-found', message: `there is no user with the address ${email}` })
  }
  const memberships = await listMemberships(handle, person.id)
  if (person.installationAdmin || memberships.length > 0) {
    const still = person.installationAdmin
      ? 'is an operator'
      : `is a member of ${memberships.map(({ slug }) => slug).join(', ')}`
    throw new AppError({ code: 'user-still-member', message: `${email} ${still}; end that first` })
  }
  await deleteFailures(handle, throttleKey('account', email))
  await redactUser(handle, { id: person.id, email })
  await recordEvent({
    handle,
    organisationId: null,
    action: 'person-erased',
    subject: { kind: 'person', id: person.id },
  })
}

/** A random password for one sign-in, with its hash. */
export async function generatePassword(): Promise<{ password: string; passwordHash: string }> {
  const password = newRecoveryCode()
  return { password, passwordHash: await hashPassword(password) }
}

/** Deletes expired sessions and failures. */
export async function purgeSignIns(store: Store, now: number): Promise<void> {
  const context = { as: 'operator', actor: { kind: 'operator', id: 'server' } } as const
  await store.transact(context, async (handle) => {
    await deleteExpiredSessions(handle, new Date(now), new Date(now - idleMilliseconds))
    await deleteOldFailures(handle, new Date(now - failureResetMilliseconds))
  })
}
