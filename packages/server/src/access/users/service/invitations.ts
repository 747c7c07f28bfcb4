import { randomUUID } from 'node:crypto'
import type { InvitationAcceptanceInput, InvitationInput } from '@touchstone/contract'
import { recordEvent } from '../../audit/index.ts'
import { covers, limitsOf, type Actor } from '../../organisations/index.ts'
import { violates, type Transaction } from '../../../platform/db/index.ts'
import { AppError } from '../../../platform/errors/index.ts'
import { rowsOfPage } from '../../../platform/http/index.ts'
import {
  dayMilliseconds,
  hashToken,
  invitationDays,
  isOpen,
  newToken,
  type Invitation,
  type User,
  type SignedIn,
} from '../types.ts'
import { hashPassword, verifyPassword } from '../password.ts'
import { mayGrantRights, mayManageMembers } from '../policy.ts'
import {
  closeInvitation,
  findInvitation,
  findInvitationByToken,
  insertInvitation,
  listInvitations,
} from '../repository/invitations.ts'
import {
  findMember,
  findMembership,
  findUserByEmail,
  insertMembership,
  insertUser,
} from '../repository/users.ts'
import { findCredential, upsertCredential } from '../repository/credentials.ts'
import { attemptsOf, issueDevice } from './known-device.ts'
import { notAllowed, type UserActor } from './members.ts'
import type { Caller, UserDependencies } from './sign-in-settings.ts'
import { signInRefused, assertStrongPassword } from './sign-in.ts'
import { throttleAttempt } from './throttle-attempts.ts'

type ServiceInput<T> = { handle: Transaction; actor: UserActor; input: T }

/** Invites a user to an organisation. The token is not stored and never shown again. */
export async function inviteUser(options: {
  handle: Transaction
  actor: Actor
  organisationId: string
  input: InvitationInput
  now: number
}): Promise<{ invitation: Invitation; token: string }> {
  const { handle, actor, organisationId, input, now } = options
  if (!mayManageMembers(actor, organisationId)) throw notAllowed('only admins can invite')
  if (!mayGrantRights(actor, organisationId, input)) {
    throw notAllowed(
      'this exceeds your own brands or territories: ask an admin without limits',
      'beyond-own-limits',
    )
  }
  const person = await findUserByEmail(handle, input.email)
  if (person && (await findMember(handle, organisationId, person.id))) {
    throw new AppError({
      code: 'already-member',
      message: `${input.email} is already a member: change the member’s roles instead`,
      pointer: '/email',
    })
  }
  const token = newToken()
  const { email, roles, brands, territories } = input
  const invitation = await insertInvitation(handle, {
    id: randomUUID(),
    organisationId,
    email,
    roles,
    brands,
    territories,
    invitedBy: actor.kind === 'person' ? actor.id : null,
    tokenHash: hashToken(token),
    expiresAt: new Date(now + invitationDays * dayMilliseconds),
  })
  await recordEvent({
    handle,
    organisationId,
    action: 'member-invited',
    subject: { kind: 'invitation', id: invitation.id },
    detail: { roles, brands, territories },
  })
  return { invitation, token }
}

export async function readInvitations(
  options: ServiceInput<{ limit: number; after?: { at: Date; id: string } }>,
): Promise<Invitation[]> {
  const { handle, actor, input } = options
  const { organisationId } = actor
  if (!mayManageMembers(actor, organisationId)) throw notAllowed('only admins can see invitations')
  const page = { ...input, within: limitsOf(actor) }
  const invitations = await listInvitations(handle, organisationId, page)
  await recordEvent({
    handle,
    organisationId,
    action: 'invitations-read',
    subject: { kind: 'organisation', id: organisationId },
    detail: { count: rowsOfPage(invitations, input).length },
  })
  return invitations
}

export async function revokeInvitation(options: ServiceInput<{ id: string }>): Promise<void> {
  const { handle, actor, input } = options
  const { organisationId } = actor
  if (!mayManageMembers(actor, organisationId))
    throw notAllowed('only admins can revoke invitations')
  const invitation = await findInvitation(handle, input.id)
  // An invitation beyond the actor's limits and a nonexistent one look the same.
  if (invitation === undefined || !mayGrantRights(actor, organisationId, invitation)) {
    throw new AppError({
      code: 'not-found',
      message: `there is no invitation ${input.id}`,
      pointer: '/id',
    })
  }
  if (!(await closeInvitation(handle, invitation.id, 'revoked_at'))) return
  await recordEvent({
    handle,
    organisationId,
    action: 'invitation-revoked',
    subject: { kind: 'invitation', id: invitation.id },
  })
}

/** The invitation of a token. */
export async function readInvitation(
  { store, settings }: UserDependencies,
  token: string,
): Promise<Invitation & { organisation: string }> {
  const hash = hashToken(token)
  const context = { as: 'visitor', invitation: hash.toString('hex') } as const
  const invitation = await store.transact(context, (handle) => findInvitationByToken(handle, hash))
  if (invitation === undefined || !isOpen(invitation, settings.clock())) throw notOpen()
  return invitation
}

/**
 * Accepts an invitation. New users get an account with the given password. The inviter may know the token, so it does
 * not prove who owns the mailbox: an existing account is never opened by it, but requires its own password or
 * session. Missing fields get the same answer whether or not the account exists; only trying to create it tells.
 * Returns the device cookie of a new account, whose first sign-in does not wait for strangers' guesses.
 */
export async function acceptInvitation(
  dependencies: UserDependencies,
  options: { input: InvitationAcceptanceInput; caller: Caller; session: SignedIn | undefined },
): Promise<string | undefined> {
  const { store } = dependencies
  const { input, caller, session } = options
  const invitation = await readInvitation(dependencies, input.token)
  const { email } = invitation
  const person = await store.transact({ as: 'visitor', email }, (handle) =>
    findUserByEmail(handle, email),
  )
  const isSignedIn = session !== undefined && session.id === person?.id && session.lacks === null
  const password = isSignedIn ? '' : passwordOf(input, email)
  if (person === undefined) return acceptAsNew(dependencies, invitation, { ...input, password })
  if (!isSignedIn) {
    const ways = await attemptsOf(dependencies, email, caller)
    await throttleAttempt(dependencies, ways, () => provePassword(dependencies, person, password))
  }
  await store.transact(invitationContext(person.id, invitation), async (handle) => {
    await joinOrganisation(handle, person.id, invitation)
  })
  return undefined
}

/** Checked before anything reveals whether an account exists. */
function passwordOf({ name, password }: InvitationAcceptanceInput, email: string): string {
  if (name === undefined) throw missing('/name', 'write the name your colleagues know you by')
  if (password === undefined) {
    throw missing(
      '/password',
      'choose one of 12 characters or more, or enter the password of your account',
    )
  }
  assertStrongPassword(password, email, '/password')
  return password
}

async function acceptAsNew(
  dependencies: UserDependencies,
  invitation: Invitation,
  input: InvitationAcceptanceInput & { password: string },
): Promise<string | undefined> {
  const { name = '', password, locale = 'en' } = input
  const passwordHash = await hashPassword(password, dependencies.settings.cost)
  const id = randomUUID()
  return dependencies.store.transact(invitationContext(id, invitation), async (handle) => {
    await addUser(handle, { id, email: invitation.email, name, locale })
    await upsertCredential(handle, id, { passwordHash, mustChange: false })
    await joinOrganisation(handle, id, invitation)
    return issueDevice(dependencies.settings, handle, id)
  })
}

export async function addUser(
  handle: Transaction,
  person: Omit<User, 'installationAdmin'>,
): Promise<void> {
  try {
    await insertUser(handle, person)
  } catch (cause) {
    if (!violates(cause, 'people_email_taken')) throw cause
    throw new AppError({
      code: 'email-taken',
      message: 'this account was just created: sign in and accept again',
      cause,
    })
  }
}

async function provePassword(
  dependencies: UserDependencies,
  person: User,
  password: string,
): Promise<void> {
  const credential = await dependencies.store.transact(
    { as: 'self', personId: person.id },
    (handle) => findCredential(handle, person.id),
  )
  const { right } = await verifyPassword(
    password,
    credential?.passwordHash,
    dependencies.settings.cost,
  )
  if (!right) throw signInRefused()
}

/** The context of a user in the inviting organisation. */
export function invitationContext(
  personId: string,
  { organisationId }: Invitation,
): { as: 'self'; personId: string; organisationId: string } {
  return { as: 'self', personId, organisationId }
}

/** Adds the invited user as a member and consumes the invitation. */
export async function joinOrganisation(
  handle: Transaction,
  personId: string,
  invitation: Invitation,
): Promise<void> {
  const { id, organisationId } = invitation
  if (!(await mayInviterStillGive(handle, invitation))) throw notOpen()
  if (!(await closeInvitation(handle, id, 'accepted_at'))) throw notOpen()
  if (await findMember(handle, organisationId, personId)) {
    throw new AppError({
      code: 'already-member',
      message: 'you are already a member of the organisation',
    })
  }
  await insertMembership(handle, personId, invitation)
  await recordEvent({
    handle,
    organisationId,
    action: 'invitation-accepted',
    subject: { kind: 'invitation', id },
    detail: { roles: invitation.roles },
  })
}

/** An invitation grants no more than its inviter could grant now; the operator's grants what it states. */
async function mayInviterStillGive(
  handle: Transaction,
  { organisationId, invitedBy, ...limits }: Invitation,
): Promise<boolean> {
  if (invitedBy === null) return true
  const inviter = await findMembership(handle, organisationId, invitedBy)
  return inviter !== undefined && inviter.roles.includes('admin') && covers(inviter, limits)
}

function missing(pointer: string, remedy: string): AppError {
  return new AppError({
    code: 'validation-failed',
    message: `${pointer} is missing; ${remedy}`,
    pointer,
  })
}

function notOpen(): AppError {
  return new AppError({
    code: 'not-found',
    message: 'the invitation is unknown, used or expired: ask for a new one',
    pointer: '/token',
  })
}
