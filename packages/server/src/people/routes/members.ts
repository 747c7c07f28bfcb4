import { memberEndpoints } from '@touchstone/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { contextOf, route } from '../../identity/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { addRoute, MomentPlace, readCursor, writeCursor } from '../../platform/http/index.ts'
import type { Invitation, Member, SignedIn } from '../model.ts'
import {
  acceptInvitation,
  invite,
  readInvitation,
  readInvitations,
  revokeInvitation,
} from '../service/invitations.ts'
import { changeMember, readMembers, removeMember } from '../service/members.ts'
import { signInBySession } from '../service/session.ts'
import type { House } from '../service/settings.ts'
import { callerOf, type SessionCookie } from './cookie.ts'
import { personOf } from './sessions.ts'

/** A member's id. */
const MemberPlace = z.tuple([z.uuid()])

/** The addresses under which an organisation's admins look after its members. */
export function memberRoutes(app: FastifyInstance, house: House, cookie: SessionCookie): void {
  const { store, settings } = house

  route(app, memberEndpoints.list, async ({ request, query: { limit, after } }) => {
    const actor = personOf(request)
    const [last] = after === undefined ? [] : readCursor(MemberPlace, after)
    const members = await store.transact(contextOf(actor), (handle) =>
      readMembers({ handle, actor, input: { limit, after: last } }),
    )
    const end = members.length === limit ? members.at(-1) : undefined
    return {
      items: members.map(showMember),
      next: end === undefined ? null : writeCursor([end.id]),
    }
  })

  route(app, memberEndpoints.change, async ({ request, params: { id }, body: rights }) => {
    const actor = personOf(request)
    return showMember(
      await store.transact(contextOf(actor), (handle) =>
        changeMember({ handle, actor, input: { id, rights } }),
      ),
    )
  })

  route(app, memberEndpoints.remove, async ({ request, params: { id } }) => {
    const actor = personOf(request)
    await store.transact(contextOf(actor), (handle) =>
      removeMember({ handle, actor, input: { id } }),
    )
    return {}
  })

  route(app, memberEndpoints.invite, async ({ request, body: input }) => {
    const actor = personOf(request)
    const { organisationId } = actor
    const now = settings.clock()
    const { invitation, token } = await store.transact(contextOf(actor), (handle) =>
      invite({ handle, actor, organisationId, input, now }),
    )
    return { invitation: showInvitation(invitation), token }
  })

  route(app, memberEndpoints.listInvitations, async ({ request, query: { limit, after } }) => {
    const actor = personOf(request)
    const [createdAt, id] = after === undefined ? [] : readCursor(MomentPlace, after)
    const input = { limit, after: createdAt && id ? { createdAt, id } : undefined }
    const invitations = await store.transact(contextOf(actor), (handle) =>
      readInvitations({ handle, actor, input }),
    )
    const end = invitations.length === limit ? invitations.at(-1) : undefined
    return {
      items: invitations.map(showInvitation),
      next: end === undefined ? null : writeCursor([end.createdAt, end.id]),
    }
  })

  route(app, memberEndpoints.revokeInvitation, async ({ request, params: { id } }) => {
    const actor = personOf(request)
    await store.transact(contextOf(actor), (handle) =>
      revokeInvitation({ handle, actor, input: { id } }),
    )
    return {}
  })

  addRoute(app, memberEndpoints.readInvitation, async ({ body }) => {
    const { organisation, email, expiresAt } = await readInvitation(house, body.token)
    return { organisation, email, expiresAt }
  })

  addRoute(app, memberEndpoints.accept, async ({ request, body: input }) => {
    const session = await sessionIn(request)
    await acceptInvitation(house, { input, caller: callerOf(request), session })
    return {}
  })

  async function sessionIn(request: FastifyRequest): Promise<SignedIn | undefined> {
    const token = request.cookies[cookie.name]
    if (token === undefined) return undefined
    try {
      return await signInBySession(house, token)
    } catch (error) {
      if (error instanceof AppError && error.code === 'not-signed-in') return undefined
      throw error
    }
  }
}

function showMember(member: Member): Member {
  const { id, email, name, roles, brands, territories, since } = member
  return { id, email, name, roles, brands, territories, since }
}

function showInvitation(invitation: Invitation): Omit<Invitation, 'organisationId'> {
  const { id, email, roles, brands, territories } = invitation
  const { createdAt, expiresAt, acceptedAt, revokedAt } = invitation
  return {
    ...{ id, email, roles, brands, territories },
    ...{ createdAt, expiresAt, acceptedAt, revokedAt },
  }
}
