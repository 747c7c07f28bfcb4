import type { FastifyRequest } from 'fastify'
import { AppError } from '../errors/index.ts'

/**
 * Refuses what another site's page has a browser send (OWASP: verifying the origin with standard headers):
 * whatever changes something, and readings that leave a record. What says nothing of its origin comes from
 * no browser of today, and may not use a session.
 */
export function assertOwnOrigin(
  request: FastifyRequest,
  origin: string | undefined,
  session: boolean,
): void {
  const isReading = request.method === 'GET' || request.method === 'HEAD'
  const { records } = request.routeOptions.config
  if (isReading && records === undefined) return
  const { origin: sent, 'sec-fetch-site': site, referer } = request.headers
  if (site === 'same-origin') return
  // A browser names no origin where it reads from its own; over plain HTTP it sends the referrer alone.
  const from = sent ?? (isReading && site === undefined ? originOf(referer) : undefined)
  if (from === undefined && site === undefined && !session) return
  const own = origin ?? `${request.protocol}://${request.host}`
  if (from !== undefined && from === own) return
  throw new AppError({
    code: 'not-allowed',
    message: isReading
      ? `reading this leaves a record, so the request has to come from a page of this server: it needs the header Origin: ${own}`
      : `a request that changes something has to come from a page of this server: it needs the header Origin: ${own}`,
  })
}

function originOf(referer: string | undefined): string | undefined {
  return referer !== undefined && URL.canParse(referer) ? new URL(referer).origin : undefined
}

/**
 * True where a request names this machine as its host, or the host of PUBLIC_URL. A page whose name is made
 * to lead to this machine (DNS rebinding) names its own.
 */
export function isOwnHost({ hostname }: FastifyRequest, origin: string | undefined): boolean {
  if (/^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i.test(hostname)) return true
  return origin !== undefined && new URL(origin).hostname === hostname.toLowerCase()
}
