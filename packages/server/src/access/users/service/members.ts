import { type MemberRightsInput } from '@touchstone/contract'
import { recordEvent } from '../../audit/index.ts'
import {
  covers,
  revokeApiKeysOf,
  seesWholeOrganisation,
  type Actor,
} from '../../organisations/index.ts'
import type { Transaction } from '../../../platform/db/index.ts'
import { AppError, type ErrorCode } from '../../../platform/errors/index.ts'
import { rowsOfPage } from '../../../platform/http/index.ts'
import { disableWebhooksOf, mayManageWebhooks } from '../../../messaging/webhooks/index.ts'
import type { Member } from '../types.ts'
import { mayGrantRights, mayManageMembers, mayReadMembers } from '../policy.ts'
import {
  deleteMembership,
  findMember,
  listMembers,
  lockAdmins,
  updateMembership,
} from '../repository/users.ts'
import { closeInvitation, lockInvitationsOf } from '../repository/invitations.ts'
import { deleteSessions } from '../repository/sessions.ts'

export type UserActor = Actor & { kind: 'person' }
type ServiceInput<T> = { handle: Transaction; actor: UserActor; input: T }

/** A page of the members of the actor's organisation; recorded in its log. */
export async function readMembers(
  options: ServiceInput<{ limit: number; after?: string }>,
): Promise<Member[]> {
  const { handle, actor, input } = options
  const { organisationId } = actor
  if (!mayReadMembers(actor, organisationId)) throw notAllowed('only members can list the members')
  const members = await listMembers(handle, organisationId, input)
  await recordEvent({
    handle,
    organisationId,
    action: 'members-read',
    subject: { kind: 'organisation', id: organisationId },
    detail: { count: rowsOfPage(members, input).length },
  })
  return members
}

/** Changes a member's roles, brands and territories. */
export async function changeMember(
  options: ServiceInput<{ id: string; rights: MemberRightsInput }>,
): Promise<Member> {
  const { handle, actor, input } = options
  const { organisationId } = actor
  const { id, rights } = input
  const member = await managedMember(options, id)
  if (!mayGrantRights(actor, organisationId, rights)) throw beyond()
  if (!rights.roles.includes('admin')) await requireAnotherAdmin(handle, organisationId, id)
  await updateMembership(handle, organisationId, id, rights)
  await endBeyond(handle, { organisationId, id, rights })
  await recordEvent({
    handle,
    organisationId,
    action: 'member-changed',
    subject: { kind: 'person', id },
    detail: { before: rightsOf(member), after: rightsOf(rights) },
  })
  return { ...member, ...rights }
}

/** Removes a member, and ends their sessions for the organisation and anything they created that acts later. */
export async function removeMember(options: ServiceInput<{ id: string }>): Promise<void> {
  const { handle, actor, input } = options
  const { organisationId } = actor
  const member = await managedMember(options, input.id)
  await requireAnotherAdmin(handle, organisationId, input.id)
  await deleteSessions(handle, input.id, { organisationId })
  await deleteMembership(handle, organisationId, input.id)
  await endBeyond(handle, { organisationId, id: input.id, rights: null })
  await recordEvent({
    handle,
    organisationId,
    action: 'member-removed',
    subject: { kind: 'person', id: input.id },
    detail: { before: rightsOf(member) },
  })
}

/**
 * Ends what a member created beyond their current rights: open invitations that they could no longer send, webhooks
 * that they could no longer add, and keys if they are no longer a member. Keys of remaining members are checked at
 * each use.
 */
async function endBeyond(
  handle: Transaction,
  {
    organisationId,
    id,
    rights,
  }: { organisationId: string; id: string; rights: MemberRightsInput | null },
): Promise<void> {
  if (rights === null) await revokeApiKeysOf(handle, { organisationId, madeBy: id })
  const maker = rights && ({ kind: 'person', id, organisationId, ...rights } as const)
  const keepsWebhooks =
    maker !== null && mayManageWebhooks(maker, organisationId) && seesWholeOrganisation(maker)
  if (!keepsWebhooks) {
    await disableWebhooksOf(handle, { organisationId, madeBy: id, hasLeft: rights === null })
  }
  for (const invitation of await lockInvitationsOf(handle, { organisationId, invitedBy: id })) {
    if (rights?.roles.includes('admin') && covers(rights, invitation)) continue
    await closeInvitation(handle, invitation.id, 'revoked_at')
    await recordEvent({
      handle,
      organisationId,
      action: 'invitation-revoked',
      subject: { kind: 'invitation', id: invitation.id },
      detail: { reason: 'inviter-limited' },
    })
  }
}

async function managedMember(
  { handle, actor }: ServiceInput<unknown>,
  id: string,
): Promise<Member> {
  const { organisationId } = actor
  if (!mayManageMembers(actor, organisationId)) throw notAllowed('only admins can manage members')
  const member = await findMember(handle, organisationId, id)
  // A member of another organisation and a nonexistent one look the same.
  if (member === undefined) {
    throw new AppError({ code: 'not-found', message: `there is no member ${id}`, pointer: '/id' })
  }
  if (!mayGrantRights(actor, organisationId, member)) throw beyond()
  return member
}

async function requireAnotherAdmin(
  handle: Transaction,
  organisationId: string,
  id: string,
): Promise<void> {
  const admins = await lockAdmins(handle, organisationId)
  if (!admins.includes(id) || admins.length > 1) return
  throw new AppError({
    code: 'last-admin',
    message: 'this is the last admin of the organisation: make another member an admin first',
    pointer: '/id',
  })
}

function rightsOf({ roles, brands, territories }: MemberRightsInput): MemberRightsInput {
  return { roles, brands, territories }
}

function beyond(): AppError {
  return notAllowed(
    'this exceeds your own brands or territories: ask an admin without limits',
    'beyond-own-limits',
  )
}

export function notAllowed(message: string, code: ErrorCode = 'permission-required'): AppError {
  return new AppError({ code, message })
}
