import { sessionEndpoints } from '@touchstone/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { actorOf, route } from '../../organisations/index.ts'
import { AppError } from '../../../platform/errors/index.ts'
import { addRoute } from '../../../platform/http/index.ts'
import type { SignedIn } from '../types.ts'
import { deleteFirstPassword } from '../service/installation-users.ts'
import { openProvider } from '../service/oidc.ts'
import {
  endOwnSession,
  listOwnSessions,
  readSessionState,
  signOut,
  switchOrganisation,
  type OpenedSession,
} from '../service/session.ts'
import type { UserDependencies } from '../service/sign-in-settings.ts'
import { changePassword, changeProfile, proveSessionCode, signIn } from '../service/sign-in.ts'
import {
  confirmTwoFactor,
  startTwoFactorSetup,
  removeTwoFactor,
  renewRecoveryCodes,
} from '../service/two-factor.ts'
import {
  callerOf,
  clearSession,
  setDevice,
  setPendingSignIn,
  setSession,
  consumePendingSignIn,
  type SessionCookie,
} from './cookie.ts'

/** Endpoints for signing in and managing one's own account. */
export function sessionRoutes(
  app: FastifyInstance,
  dependencies: UserDependencies,
  cookie: SessionCookie,
): void {
  const { oidc, dataDir } = dependencies.settings
  const opened = (
    reply: FastifyReply,
    { token, state, device }: OpenedSession,
  ): OpenedSession['state'] => {
    setSession(reply, cookie, token)
    setDevice(reply, cookie, device)
    return state
  }

  addRoute(app, sessionEndpoints.ways, async () => ({
    password: true as const,
    oidc: oidc?.name ?? null,
  }))

  addRoute(app, sessionEndpoints.signIn, async ({ body, request, reply }) => {
    const oldToken = request.cookies[cookie.name]
    const caller = callerOf(request, cookie)
    return opened(reply, await signIn(dependencies, { input: body, caller, oldToken }))
  })

  route(app, sessionEndpoints.state, async ({ request }) =>
    readSessionState(dependencies, requireSignedIn(request)),
  )

  route(app, sessionEndpoints.signOut, async ({ request, reply }) => {
    await signOut(dependencies, requireSignedIn(request))
    clearSession(reply, cookie)
    return {}
  })

  route(app, sessionEndpoints.proveCode, async ({ request, reply, body: { code } }) => {
    const caller = callerOf(request, cookie)
    return opened(
      reply,
      await proveSessionCode(dependencies, requireSignedIn(request), { code, caller }),
    )
  })

  route(app, sessionEndpoints.switch, async ({ request, reply, body }) =>
    opened(
      reply,
      await switchOrganisation(dependencies, requireSignedIn(request), body.organisation),
    ),
  )

  route(app, sessionEndpoints.list, async ({ request }) => {
    const sessions = await listOwnSessions(dependencies, requireSignedIn(request))
    return {
      items: sessions.map(
        ({ id, current, method, agent, createdAt, lastSeenAt, expiresAt }) =>
          ({ id, current, method, agent, createdAt, lastSeenAt, expiresAt }) as const,
      ),
    }
  })

  route(app, sessionEndpoints.end, async ({ request, reply, params }) => {
    setDevice(reply, cookie, await endOwnSession(dependencies, requireSignedIn(request), params.id))
    return {}
  })

  route(app, sessionEndpoints.changePassword, async ({ request, reply, body }) => {
    const state = opened(reply, await changePassword(dependencies, requireSignedIn(request), body))
    if (state.person.installationAdmin && dataDir !== undefined) deleteFirstPassword(dataDir)
    return state
  })

  route(app, sessionEndpoints.changeProfile, async ({ request, body }) =>
    changeProfile(dependencies, requireSignedIn(request), body),
  )

  route(app, sessionEndpoints.enrol, async ({ request }) =>
    startTwoFactorSetup(dependencies, requireSignedIn(request)),
  )

  route(app, sessionEndpoints.confirm, async ({ request, reply, body }) => {
    const confirmed = await confirmTwoFactor(dependencies, requireSignedIn(request), body.code)
    opened(reply, confirmed)
    return { recoveryCodes: confirmed.recoveryCodes }
  })

  route(app, sessionEndpoints.renewRecoveryCodes, async ({ request, body }) => ({
    recoveryCodes: await renewRecoveryCodes(dependencies, requireSignedIn(request), body.code),
  }))

  route(app, sessionEndpoints.removeTwoFactor, async ({ request, body }) => {
    await removeTwoFactor(dependencies, requireSignedIn(request), body.code)
    return {}
  })

  oidcRoutes(app, dependencies, cookie)
}

function oidcRoutes(
  app: FastifyInstance,
  dependencies: UserDependencies,
  cookie: SessionCookie,
): void {
  const { oidc, publicUrl = '' } = dependencies.settings
  const provider = oidc && openProvider(dependencies, oidc)
  const needed = (): NonNullable<typeof provider> => {
    if (provider) return provider
    throw new AppError({
      code: 'not-found',
      message: 'no identity provider is set up: sign in with your password',
    })
  }

  addRoute(app, sessionEndpoints.oidcStart, async ({ reply }) => {
    const { address, pending } = await needed().start()
    setPendingSignIn(reply, cookie, pending)
    return reply.redirect(address)
  })

  addRoute(app, sessionEndpoints.oidcCallback, async ({ request, reply }) => {
    const finish = needed().finish
    const pending = consumePendingSignIn(request, reply, cookie) ?? ''
    try {
      const address = new URL(request.url, publicUrl)
      const { token } = await finish(address, pending, callerOf(request, cookie))
      setSession(reply, cookie, token)
      return reply.redirect('/')
    } catch (error) {
      if (!(error instanceof AppError) || error.class !== 'unauthenticated') throw error
      // The reason goes only to the operator's log: the page says no more than for a wrong password.
      request.log.info({ error }, 'sign-in at the identity provider failed')
      return reply.redirect('/sign-in?problem=identity-provider')
    }
  })
}

/** The user of this request's session. */
export function requireSignedIn(request: FastifyRequest): SignedIn {
  const actor = actorOf(request)
  if (actor.kind === 'person' && 'sessionId' in actor) return actor as SignedIn
  throw new AppError({
    code: 'session-required',
    message: 'this requires a session: sign in as a user',
  })
}
