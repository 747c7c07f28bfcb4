import { memberEndpoints } from '@touchstone/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { contextOf, route } from '../../organisations/index.ts'
import { AppError } from '../../../platform/errors/index.ts'
import {
  addRoute,
  TimeCursor,
  valueCursor,
  toPageQuery,
  pageOf,
} from '../../../platform/http/index.ts'
import type { Invitation, Member, SignedIn } from '../types.ts'
import {
  acceptInvitation,
  inviteUser,
  readInvitation,
  readInvitations,
  revokeInvitation,
} from '../service/invitations.ts'
import { changeMember, readMembers, removeMember } from '../service/members.ts'
import { authenticateSession } from '../service/session.ts'
import type { UserDependencies } from '../service/sign-in-settings.ts'
import { callerOf, setDevice, type SessionCookie } from './cookie.ts'
import { requireSignedIn } from './sessions.ts'

const MemberPlace = valueCursor(z.uuid())

/** Endpoints for an organisation's admins to manage members. */
export function memberRoutes(
  app: FastifyInstance,
  dependencies: UserDependencies,
  cookie: SessionCookie,
): void {
  const { store, settings } = dependencies

  route(app, memberEndpoints.list, async ({ request, query }) => {
    const actor = requireSignedIn(request)
    const input = toPageQuery(query, MemberPlace)
    const members = await store.transact(contextOf(actor), (handle) =>
      readMembers({ handle, actor, input }),
    )
    const { items, next } = pageOf(members, query.limit, ({ id }) => [id])
    return { items: items.map(showMember), next }
  })

  route(app, memberEndpoints.change, async ({ request, params: { id }, body: rights }) => {
    const actor = requireSignedIn(request)
    return showMember(
      await store.transact(contextOf(actor), (handle) =>
        changeMember({ handle, actor, input: { id, rights } }),
      ),
    )
  })

  route(app, memberEndpoints.remove, async ({ request, params: { id } }) => {
    const actor = requireSignedIn(request)
    await store.transact(contextOf(actor), (handle) =>
      removeMember({ handle, actor, input: { id } }),
    )
    return {}
  })

  route(app, memberEndpoints.invite, async ({ request, body: input }) => {
    const actor = requireSignedIn(request)
    const { organisationId } = actor
    const now = settings.clock()
    const { invitation, token } = await store.transact(contextOf(actor), (handle) =>
      inviteUser({ handle, actor, organisationId, input, now }),
    )
    return { invitation: showInvitation(invitation), token }
  })

  route(app, memberEndpoints.listInvitations, async ({ request, query }) => {
    const actor = requireSignedIn(request)
    const input = toPageQuery(query, TimeCursor)
    const invitations = await store.transact(contextOf(actor), (handle) =>
      readInvitations({ handle, actor, input }),
    )
    const { items, next } = pageOf(invitations, query.limit, (last) => [last.createdAt, last.id])
    return { items: items.map(showInvitation), next }
  })

  route(app, memberEndpoints.revokeInvitation, async ({ request, params: { id } }) => {
    const actor = requireSignedIn(request)
    await store.transact(contextOf(actor), (handle) =>
      revokeInvitation({ handle, actor, input: { id } }),
    )
    return {}
  })

  addRoute(app, memberEndpoints.readInvitation, async ({ body }) => {
    const { organisation, email, expiresAt } = await readInvitation(dependencies, body.token)
    return { organisation, email, expiresAt }
  })

  addRoute(app, memberEndpoints.accept, async ({ request, reply, body: input }) => {
    const session = await sessionIn(request)
    const caller = callerOf(request, cookie)
    setDevice(reply, cookie, await acceptInvitation(dependencies, { input, caller, session }))
    return {}
  })

  async function sessionIn(request: FastifyRequest): Promise<SignedIn | undefined> {
    const token = request.cookies[cookie.name]
    if (token === undefined) return undefined
    try {
      return await authenticateSession(dependencies, token)
    } catch (error) {
      if (error instanceof AppError && error.class === 'unauthenticated') return undefined
      throw error
    }
  }
}

function showMember(member: Member): Member {
  const { id, email, name, roles, brands, territories, since } = member
  return { id, email, name, roles, brands, territories, since }
}

function showInvitation(invitation: Invitation): Omit<Invitation, 'organisationId' | 'invitedBy'> {
  const { id, email, roles, brands, territories } = invitation
  const { createdAt, expiresAt, acceptedAt, revokedAt } = invitation
  return {
    id,
    email,
    roles,
    brands,
    territories,
    createdAt,
    expiresAt,
    acceptedAt,
    revokedAt,
  }
}
