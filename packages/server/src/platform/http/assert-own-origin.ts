import { isIP } from 'node:net'
import type { FastifyRequest } from 'fastify'
import { AppError } from '../errors/index.ts'

/**
 * Refuses requests that another site's page makes a browser send (OWASP: verifying the origin with standard headers):
 * all changes, and reads that leave an entry in the log.
 */
export function assertOwnOrigin(
  request: FastifyRequest,
  origin: string | undefined,
  session: boolean,
): void {
  const own = origin ?? `${request.protocol}://${request.host}`
  if (origin === undefined && isBrowser(request, session) && !isNamedByAddress(request)) {
    throw new AppError({
      code: 'host-not-served',
      message: `this server does not serve the host name ${request.hostname}: use localhost or its address, or set PUBLIC_URL`,
    })
  }
  const isReading = request.method === 'GET' || request.method === 'HEAD'
  const check = isReading ? isOwnReading : isOwnChange
  if (check(request, own, session)) return
  const what = isReading ? 'leaves an audit entry' : 'changes something'
  throw new AppError({
    code: 'origin-not-allowed',
    message: `a request that ${what} must come from a page of this server: it needs the header Origin: ${own}`,
  })
}

/** A request without an origin does not come from a modern browser, and may not use a session. */
function isOwnChange({ headers }: FastifyRequest, own: string, session: boolean): boolean {
  const { origin: from, 'sec-fetch-site': site } = headers
  if (site === 'same-origin') return true
  if (from === undefined && site === undefined && !session) return true
  return from === own
}

/**
 * Browsers send no origin when they read: over HTTPS they send the site of the requesting page, otherwise the
 * referrer, which pages of this server never suppress for it. A session without either is not used by a browser.
 */
function isOwnReading(
  { headers, routeOptions }: FastifyRequest,
  own: string,
  session: boolean,
): boolean {
  if (routeOptions.config.records === undefined) return true
  const { origin: from, 'sec-fetch-site': site, referer } = headers
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const named = from ?? originOf(referer)
  return named === undefined ? !session : named === own
}

/** Modern browsers state where a request comes from, and only they have sessions. */
function isBrowser({ headers }: FastifyRequest, session: boolean): boolean {
  const origin = headers.origin ?? headers['sec-fetch-site'] ?? headers.referer
  return session || origin !== undefined
}

/**
 * A page whose name is made to resolve to this machine (DNS rebinding) sends that name, and the browser treats it as
 * the same origin as this server. Such a name is never an address or localhost.
 */
function isNamedByAddress({ hostname }: FastifyRequest): boolean {
  return isLoopback(hostname) || isIP(hostname.replace(/^\[(.*)\]$/, '$1')) !== 0
}

function isLoopback(hostname: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i.test(hostname)
}

function originOf(referer: string | undefined): string | undefined {
  return referer !== undefined && URL.canParse(referer) ? new URL(referer).origin : undefined
}

/**
 * True where a request names this machine as its host, or the host of PUBLIC_URL. A page whose name is made
 * to lead to this machine (DNS rebinding) names its own.
 */
export function isOwnHost({ hostname }: FastifyRequest, origin: string | undefined): boolean {
  if (isLoopback(hostname)) return true
  return origin !== undefined && new URL(origin).hostname === hostname.toLowerCase()
}
