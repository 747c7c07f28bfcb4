import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../errors/index.ts'
import { routeOf } from './observe-requests.ts'
import { RequestCounts } from './request-counts.ts'

// Monitoring requests are frequent, and must be answered when the server is busiest.
const free = new Set(['/health', '/ready', '/metrics'])

type Limiter = ReturnType<FastifyInstance['createRateLimit']>

/** Counts a request against its caller; refuses it once there are too many. */
export type CountRequest = (request: FastifyRequest, reply: FastifyReply) => Promise<void>

/**
 * Limits requests per minute to this process by key, session or (without either) address. Must be added after the
 * sign-in, so that the caller is known.
 */
export function limitRequests(app: FastifyInstance, perMinute: number): CountRequest {
  if (perMinute === 0) return async () => undefined
  const store = RequestCounts
  app.register(rateLimit, { global: false, max: perMinute, timeWindow: 60_000, store })
  let limiter: Limiter | undefined
  const count: CountRequest = async (request, reply) => {
    if (free.has(routeOf(request))) return
    limiter ??= app.createRateLimit({ keyGenerator: callerOf })
    const state = await limiter(request)
    if (state.isAllowed) return
    reply.header('ratelimit-limit', String(state.max))
    reply.header('ratelimit-remaining', String(state.remaining))
    reply.header('ratelimit-reset', String(state.ttlInSeconds))
    if (!state.isExceeded) return
    throw new AppError({
      code: 'request-rate-exceeded',
      message: `more than ${state.max} requests within a minute: wait ${state.ttlInSeconds} s, and send many listings in one request to /api/v1/listings/batch`,
      retryable: true,
      retryAfter: state.ttlInSeconds,
    })
  }
  app.addHook('onRequest', count)
  return count
}

function callerOf(request: FastifyRequest): string {
  const { kind, id } = (request.actor ?? {}) as { kind?: string; id?: string }
  return id === undefined ? `address ${request.ip}` : `${kind} ${id}`
}
