import type { FastifyReply, FastifyRequest } from 'fastify'
import { dayMilliseconds, deviceDays } from '../types.ts'
import type { Caller } from '../service/sign-in-settings.ts'

/** Settings of the session cookie. */
export type SessionCookie = { name: string; secure: boolean }

/**
 * The prefix binds the cookie to this exact host and to https (RFC 6265bis, 4.1.3.2), so that no sibling domain can
 * set one.
 */
export function sessionCookie(secure: boolean): SessionCookie {
  return { name: secure ? '__Host-touchstone_session' : 'touchstone_session', secure }
}

export function setSession(reply: FastifyReply, cookie: SessionCookie, token: string): void {
  // Without a max age: it ends with the browser's session, and the store knows when it expires.
  reply.setCookie(cookie.name, token, { ...attributes, secure: cookie.secure })
}

export function clearSession(reply: FastifyReply, cookie: SessionCookie): void {
  reply.clearCookie(cookie.name, { ...attributes, secure: cookie.secure })
}

const attributes = { path: '/', httpOnly: true, sameSite: 'lax' } as const

const pendingName = (cookie: SessionCookie): string => `${cookie.name}_oidc`

/** Lax, since the provider's page sends the browser back. */
export function setPendingSignIn(
  reply: FastifyReply,
  cookie: SessionCookie,
  pending: string,
): void {
  reply.setCookie(pendingName(cookie), pending, {
    ...attributes,
    secure: cookie.secure,
    maxAge: 600,
  })
}

export function consumePendingSignIn(
  request: FastifyRequest,
  reply: FastifyReply,
  cookie: SessionCookie,
): string | undefined {
  const pending = request.cookies[pendingName(cookie)]
  reply.clearCookie(pendingName(cookie), { ...attributes, secure: cookie.secure })
  return pending
}

const deviceName = (cookie: SessionCookie): string => `${cookie.name}_device`

/** Strict, since only this server's pages sign in. It outlasts the session and signing out. */
export function setDevice(
  reply: FastifyReply,
  cookie: SessionCookie,
  device: string | undefined,
): void {
  if (device === undefined) return
  reply.setCookie(deviceName(cookie), device, {
    ...attributes,
    sameSite: 'strict',
    secure: cookie.secure,
    maxAge: (deviceDays * dayMilliseconds) / 1000,
  })
}

export function callerOf(request: FastifyRequest, cookie: SessionCookie): Caller {
  return {
    address: request.ip,
    agent: request.headers['user-agent'] ?? '',
    device: request.cookies[deviceName(cookie)],
  }
}
