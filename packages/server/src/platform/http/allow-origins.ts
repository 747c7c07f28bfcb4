import type { FastifyInstance } from 'fastify'

/** Headers of responses that pages of other sites may read. */
const readable =
  'Allow, ETag, Location, Idempotency-Replayed, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After, X-Request-Id'

const oneDay = '86400'

/**
 * Lets pages of these origins call the API by an API key; browsers refuse all others. Cookies are never allowed: a
 * session belongs to the console alone. Must be added before the sign-in, which a preflight request cannot pass.
 */
export function allowOrigins(app: FastifyInstance, origins: readonly string[]): void {
  if (origins.length === 0) return
  app.addHook('onRequest', async (request, reply) => {
    const { origin, 'access-control-request-method': method } = request.headers
    if (!request.url.startsWith('/api/')) return
    reply.header('vary', 'Origin')
    if (origin === undefined || !origins.includes(origin)) return
    reply.header('access-control-allow-origin', origin)
    reply.header('access-control-expose-headers', readable)
    if (request.method !== 'OPTIONS' || method === undefined) return
    reply.header('access-control-allow-methods', 'GET, HEAD, POST, PUT, PATCH, DELETE')
    reply.header(
      'access-control-allow-headers',
      'Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match',
    )
    reply.header('access-control-max-age', oneDay)
    return reply.status(204).send()
  })
}
