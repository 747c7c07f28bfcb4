import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Secret } from '../config/index.ts'
import { AppError } from '../errors/index.ts'
import type { Metrics } from '../telemetry/index.ts'
import { isOwnHost } from './assert-own-origin.ts'

/** Metrics for Prometheus, for holders of the token; without a token, only for this machine. */
export function metricsRoute(
  app: FastifyInstance,
  {
    metrics,
    token,
    origin,
  }: { metrics: Metrics; token?: Secret | undefined; origin?: string | undefined },
): void {
  app.get('/metrics', { config: { access: 'open' } }, async (request, reply) => {
    const isLet =
      token === undefined ? isLocal(request) && isOwnHost(request, origin) : proves(request, token)
    if (!isLet) throw refused(token)
    const { type, text } = await metrics.read()
    return reply.type(type).send(text)
  })
}

/**
 * A proxy on this machine is local too, but forwards requests of strangers: it states that in one of these headers.
 */
function isLocal({ socket, headers }: FastifyRequest): boolean {
  const proxied = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some(
    (name) => headers[name] !== undefined,
  )
  return !proxied && /^(127\.|::1$|::ffff:127\.)/.test(socket.remoteAddress ?? '')
}

function proves(request: FastifyRequest, token: Secret): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  const authorization = request.headers.authorization ?? ''
  return timingSafeEqual(digest(authorization), digest(`Bearer ${token.reveal()}`))
}

function refused(token: Secret | undefined): AppError {
  return token === undefined
    ? new AppError({
        code: 'metrics-not-local',
        message:
          '/metrics can be read from the server’s own machine, as localhost, by one of its addresses or by PUBLIC_URL; set METRICS_TOKEN to read it otherwise',
      })
    : new AppError({
        code: 'metrics-token-required',
        message: '/metrics requires the header Authorization: Bearer <METRICS_TOKEN>',
      })
}
