import type { FastifyInstance, FastifyRequest } from 'fastify'
import { beginSpan, type Log, type Metrics } from '../telemetry/index.ts'

/** The caller as far as a log may record it: ids, no names. */
type ObservedRequest = { kind?: string; id?: string; organisationId?: string }

/** The route's pattern, because an address itself may contain personal data. */
export function routeOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? 'none'
}

/** Writes a line for each request and counts it, by the pattern of its route. */
export function observeRequests(
  app: FastifyInstance,
  { log, metrics }: { log?: Log | undefined; metrics?: Metrics | undefined },
): void {
  if (log === undefined && metrics === undefined) return
  app.addHook('onResponse', async (request, reply) => {
    const route = routeOf(request)
    const milliseconds = reply.elapsedTime
    const { method } = request
    const status = reply.statusCode
    metrics?.requestEnded({ method, route, status, seconds: milliseconds / 1000 })
    log?.info(lineOf(request, { method, route, status, milliseconds }), 'answered')
  })
  // The caller left before it was answered.
  app.addHook('onRequestAbort', async (request) => {
    log?.info(lineOf(request, { method: request.method, route: routeOf(request) }), 'left')
  })
}

/**
 * Makes a span of each request, by the pattern of its route; what happens for it is part of it. Before all other hooks,
 * since one that refuses a request ends it for those behind.
 */
export function traceRequests(app: FastifyInstance): void {
  const spans = new WeakMap<FastifyRequest, NonNullable<ReturnType<typeof beginSpan>>>()
  app.addHook('onRequest', (request, _reply, done) => {
    const { method } = request
    const route = routeOf(request)
    const attributes = { 'http.request.method': method, 'http.route': route }
    const span = beginSpan({ name: `${method} ${route}`, kind: 'server', attributes })
    if (span === undefined) return done()
    spans.set(request, span)
    span.within(done)
  })
  // A body arrives as events of the connection, which knows nothing of the request's span.
  app.addHook('preValidation', (request, _reply, done) => {
    const span = spans.get(request)
    if (span === undefined) done()
    else span.within(done)
  })
  app.addHook('onResponse', async (request, { statusCode }) =>
    spans.get(request)?.end({
      attributes: { 'http.response.status_code': statusCode },
      failed: statusCode >= 500,
    }),
  )
}

function lineOf(
  request: FastifyRequest,
  answer: { method: string; route: string; status?: number; milliseconds?: number },
): Record<string, unknown> {
  const { kind, id, organisationId } = (request.actor ?? {}) as ObservedRequest
  const { milliseconds, ...rest } = answer
  return {
    requestId: request.id,
    ...rest,
    ...(milliseconds !== undefined && { milliseconds: Math.round(milliseconds * 10) / 10 }),
    ...(organisationId !== undefined && { organisation: organisationId }),
    ...(kind !== undefined && { actor: { kind, id } }),
  }
}
