import { randomUUID } from 'node:crypto'
import { fileTypes, type Access, type ErrorAnswer } from '@touchstone/contract'
import fastify, { type FastifyError, type FastifyInstance, type FastifyRequest } from 'fastify'
import { AppError } from '../errors/index.ts'
import type { Log, Metrics } from '../telemetry/index.ts'
import { limitRequests } from './limit.ts'
import { observeRequests, routeOf } from './observe.ts'
import { readLines } from './ndjson.ts'

/** Who a request comes from, told by its key before any route sees it. */
export type SignIn<A> = (key: string) => Promise<A>

export type HttpOptions<A> = {
  signIn: SignIn<A>
  /** Why this actor may not call an address of this access at all; undefined where it may. */
  refusalOf: (actor: A, access: Access) => string | undefined
  /** Holds every answer against its description; for tests. */
  checkAnswers?: boolean
  /** Where what went wrong inside is told; never to the caller. */
  onFault?: (error: unknown, requestId: string) => void
  /** Hears of each request, once it is answered. */
  log?: Log | undefined
  metrics?: Metrics | undefined
  /** How long a request may take to come in whole. */
  requestMilliseconds?: number | undefined
  /** Requests a minute of one caller; without limit where it is 0 or not given. */
  rateLimit?: number | undefined
}

declare module 'fastify' {
  interface FastifyRequest {
    actor?: unknown
  }
}

// What the readers of files stop at too, where nobody says beforehand how long the file is.
const mostFileBytes = 1024 ** 3

/** An HTTP server in which everything under /api/ needs a key, and every error has one shape. */
export function createHttp<A>(options: HttpOptions<A>): FastifyInstance {
  const {
    signIn,
    refusalOf,
    checkAnswers = false,
    onFault,
    log,
    requestMilliseconds = 300_000,
  } = options
  const app = fastify({
    genReqId: () => randomUUID(),
    // A request id of the caller's could write anything into the log.
    requestIdHeader: false,
    // Long enough for a large file on a slow line.
    requestTimeout: requestMilliseconds,
    // Node ends no request whose headers may take longer than the whole.
    http: {
      requestTimeout: requestMilliseconds,
      headersTimeout: Math.min(60_000, requestMilliseconds),
      connectionsCheckingInterval: Math.min(30_000, requestMilliseconds),
    },
    forceCloseConnections: 'idle',
    logger: false,
    // An id of 200 characters in an address, each of up to 9 signs.
    routerOptions: { maxParamLength: 2000 },
  })
  app.decorate('checksAnswers', checkAnswers)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'string' },
    async (_request: FastifyRequest, text: string) => parseJson(text),
  )
  app.addContentTypeParser(
    ['application/x-ndjson', 'application/ndjson'],
    { parseAs: 'string' },
    async (_request: FastifyRequest, text: string) => readLines(text),
  )
  // Files go through as they come: their readers bound what they hold and unpack.
  app.addContentTypeParser([...fileTypes], async (request: FastifyRequest, payload: unknown) => {
    if (Number(request.headers['content-length']) > mostFileBytes) {
      throw new AppError({
        code: 'too-large',
        message: `the file is larger than ${mostFileBytes / 1024 ** 2} MiB; split it into several`,
      })
    }
    return payload
  })
  app.addHook('onRequest', async (request) => {
    // The address of the route, not that of the request: /%61pi/ leads to the same one.
    const route = request.routeOptions.url ?? request.url
    const { access = 'signed-in' } = request.routeOptions.config
    if (!route.startsWith('/api/') || access === 'open') return
    const [, key] = /^Bearer ([\x21-\x7e]{1,500})$/.exec(request.headers.authorization ?? '') ?? []
    if (key === undefined) {
      throw new AppError({
        code: 'not-signed-in',
        message: 'the request has no key: send the header Authorization: Bearer <key>',
      })
    }
    const actor = await signIn(key)
    const refusal = refusalOf(actor, access)
    if (refusal !== undefined) throw new AppError({ code: 'not-allowed', message: refusal })
    request.actor = actor
  })
  const countRequest = limitRequests(app, options.rateLimit ?? 0)
  observeRequests(app, options)
  app.addHook('onSend', async (request, reply) => {
    // What is left of a body that nobody read would be taken for the next request.
    if (request.raw.complete === false) reply.header('connection', 'close')
    reply.header('x-request-id', request.id)
    reply.header('x-content-type-options', 'nosniff')
    reply.header('cache-control', 'no-store')
  })
  app.setNotFoundHandler(async (request, reply) => {
    const error = new AppError({
      code: 'not-found',
      message: `there is no ${request.method} ${request.url.split('?', 1)[0]}`,
    })
    return reply.status(error.status).send(bodyOf(error, request.id))
  })
  app.setErrorHandler(async (thrown: FastifyError | AppError, request, reply) => {
    let error = asAppError(thrown)
    if (error.code === 'not-signed-in') {
      // Who guesses keys is counted too, by address.
      await countRequest(request, reply).catch((refusal: AppError) => (error = refusal))
    }
    if (error.status >= 500) {
      log?.error({ requestId: request.id, route: routeOf(request), err: thrown }, 'failed')
      onFault?.(thrown, request.id)
    }
    if (error.retryable) reply.header('retry-after', String(error.retryAfter))
    return reply.status(error.status).send(bodyOf(error, request.id))
  })
  return app
}

/** Who the request comes from; only under /api/, where nobody gets without a key. */
export function actorOfRequest<A>(request: FastifyRequest): A {
  if (request.actor === undefined) {
    throw new AppError({ code: 'internal', message: 'a route outside /api/ has no actor' })
  }
  return request.actor as A
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new AppError({
      code: 'bad-input',
      message: `the body is not JSON: ${(cause as Error).message.slice(0, 200)}`,
      cause,
    })
  }
}

function bodyOf(error: AppError, requestId: string): ErrorAnswer {
  const { code, message, pointer, retryable } = error
  // What broke inside is for the operator's log.
  const shown =
    code === 'internal' ? 'something broke inside; tell the operator the request id' : message
  return {
    error: {
      code,
      message: shown,
      ...(pointer !== undefined && { pointer }),
      retryable,
      requestId,
    },
  }
}

const ownWords: Record<string, { code: 'bad-input' | 'too-large'; message: string }> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    code: 'bad-input',
    message: 'the body has a content type that is not read here; send application/json',
  },
  FST_ERR_CTP_EMPTY_JSON_BODY: { code: 'bad-input', message: 'the body is empty; send JSON' },
  FST_ERR_CTP_BODY_TOO_LARGE: {
    code: 'too-large',
    message: 'the body is larger than 64 MiB; send less at once',
  },
}

function asAppError(thrown: FastifyError | AppError): AppError {
  if (thrown instanceof AppError) return thrown
  const known = ownWords[thrown.code]
  if (known !== undefined) return new AppError({ ...known, cause: thrown })
  if (thrown.statusCode !== undefined && thrown.statusCode < 500) {
    return new AppError({ code: 'bad-input', message: thrown.message, cause: thrown })
  }
  return new AppError({ code: 'internal', message: 'unforeseen', cause: thrown })
}
