import { randomUUID } from 'node:crypto'
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import cookie from '@fastify/cookie'
import {
  bodyLimits,
  fileTypes,
  pageTypes,
  pictureTypes,
  valueLimits,
  problemMediaType,
  problemTypes,
  problemTypeUri,
  type Access,
  type ErrorCode,
  type ProblemDetails,
} from '@touchstone/contract'
import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify'
import { AppError } from '../errors/index.ts'
import { runWithUrgency, type Urgency } from '../fairness/index.ts'
import type { Log, Metrics } from '../telemetry/index.ts'
import { trackRequests, type Announce } from './track-requests.ts'
import { defaultBodyPolicy, isFileBody, limitBodies, type BodyPolicy } from './body-limits.ts'
import type { RepeatedRequests } from './answer-once.ts'
import { mediaTypeOf } from './content-types.ts'
import { readJsonBody, type ValueLimit } from './json.ts'
import { limitRequests } from './limit-requests.ts'
import { observeRequests, routeOf, traceRequests } from './observe-requests.ts'
import { readLines } from './ndjson.ts'
import { unknownAddress } from './unknown-address.ts'
import { addEntityTags } from './entity-tags.ts'
import { allowOrigins } from './allow-origins.ts'
import { RouteAddresses } from './route-addresses.ts'
import { assertOwnOrigin } from './assert-own-origin.ts'
import { drainBody } from './drain-body.ts'
import { textOfBody } from './utf8.ts'

/** Why a caller may not call an address. */
type Refusal = { code: ErrorCode; message: string }

/** The actor that a key or a session identifies, before any route is called. */
export type SignIn<A> = (secret: string) => Promise<A>

export type HttpOptions<A> = {
  signIn: SignIn<A>
  sessions?: {
    cookie: string
    signIn: SignIn<A>
    /** Where browsers reach the server; where it is not known, the host that they name. */
    origin: string | undefined
  }
  /** Addresses of proxies whose word on the caller's address is believed. */
  trustedProxies?: string[]
  /** Why this actor may not call an address of this access at all; undefined where it may. */
  refusalOf: (actor: A, access: Access, wholeOrganisation: boolean) => Refusal | undefined
  /** Holds every answer against its description; for tests. */
  checkAnswers?: boolean
  /** Receives internal errors, which are never shown to the caller. */
  onFault?: (error: unknown, requestId: string) => void
  /** Records each request after its response. */
  log?: Log | undefined
  metrics?: Metrics | undefined
  /** How long a request may take to come in whole; as long as the largest file takes at the slowest pace. */
  requestMilliseconds?: number | undefined
  /** Limits of request bodies in this process. */
  bodies?: Partial<BodyPolicy> | undefined
  /** Announces a request in progress, until the returned function is called. */
  announce?: Announce | undefined
  /** Requests a minute of one caller; without limit where it is 0 or not given. */
  rateLimit?: number | undefined
  /** Answers a request that is repeated under its idempotency key; without it, keys are ignored. */
  repeatedRequests?: RepeatedRequests | undefined
  /** Origins of other sites whose pages may call the API by a key; none by default. */
  corsOrigins?: readonly string[] | undefined
  /** Responds to requests for pages that no route handles. */
  answerPage?:
    | ((request: FastifyRequest, reply: FastifyReply) => FastifyReply | undefined)
    | undefined
}

declare module 'fastify' {
  interface FastifyInstance {
    routeAddresses: RouteAddresses
    repeatedRequests: RepeatedRequests | undefined
  }
  interface FastifyRequest {
    actor?: unknown
  }
}

/** What a caller without valid credentials must send: RFC 6750. */
function challengeOf({ headers }: FastifyRequest): string {
  const realm = 'Bearer realm="Touchstone"'
  return headers.authorization === undefined ? realm : `${realm}, error="invalid_token"`
}

function valueLimitOf({ routeOptions }: FastifyRequest): ValueLimit {
  const { bodyLimits: stated, hasRows = false } = routeOptions.config
  return { most: stated?.values ?? valueLimits.open, hasRows }
}

function urgencyOf({ routeOptions }: FastifyRequest): Urgency {
  return routeOptions.config.urgency ?? 'interactive'
}

/** An HTTP server in which everything under /api/ requires a key, and every error is problem details (RFC 9457). */
export function createHttp<A>(options: HttpOptions<A>): FastifyInstance {
  const { refusalOf, checkAnswers = false, onFault, log, trustedProxies = [] } = options
  const bodies = { ...defaultBodyPolicy, ...options.bodies }
  const { requestMilliseconds = longestMilliseconds(bodies) } = options
  const app = fastify({
    genReqId: () => randomUUID(),
    // A request id of the caller's could write anything into the log.
    requestIdHeader: false,
    requestTimeout: requestMilliseconds,
    // For requests that no route declares: pages, images of the console, unknown addresses.
    bodyLimit: bodyLimits.none,
    // Node ends no request whose headers may take longer than the whole.
    http: {
      requestTimeout: requestMilliseconds,
      headersTimeout: Math.min(60_000, requestMilliseconds),
      connectionsCheckingInterval: Math.min(30_000, requestMilliseconds),
    },
    forceCloseConnections: 'idle',
    logger: false,
    ...(trustedProxies.length > 0 && { trustProxy: trustedProxies }),
    // An id of 200 characters in an address, each of up to 9 signs.
    routerOptions: { maxParamLength: 2000 },
  })
  traceRequests(app)
  app.register(cookie)
  const addresses = new RouteAddresses(app)
  app.decorate('routeAddresses', addresses)
  app.decorate('repeatedRequests', options.repeatedRequests)
  allowOrigins(app, options.corsOrigins ?? [])
  app.decorate('checksAnswers', checkAnswers)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    ['application/json', 'application/ld+json'],
    async (request: FastifyRequest, payload: Readable) =>
      isFileBody(request)
        ? payload
        : readJsonBody(
            textOfBody(await buffer(payload)),
            valueLimitOf(request),
            urgencyOf(request),
          ),
  )
  app.addContentTypeParser(
    ['application/x-ndjson', 'application/ndjson'],
    async (request: FastifyRequest, payload: Readable) => {
      if (isFileBody(request)) return payload
      const { bodyTypes = [] } = request.routeOptions.config
      const isTaken = bodyTypes.includes('application/x-ndjson')
      if (!isTaken) throw notRead(request.headers['content-type'], bodyTypes)
      return readLines(textOfBody(await buffer(payload)), valueLimitOf(request), urgencyOf(request))
    },
  )
  // Files are streamed: their readers limit what they hold and unpack.
  app.addContentTypeParser(
    [...fileTypes, ...pageTypes, ...pictureTypes],
    async (request: FastifyRequest, payload: unknown) => {
      const { bodyTypes = [] } = request.routeOptions.config
      const type = request.headers['content-type']
      if (!bodyTypes.includes(mediaTypeOf(type))) throw notRead(type, bodyTypes)
      return payload
    },
  )
  const announced = trackRequests(app, options.announce)
  app.addHook('onRequest', async (request) => {
    // The address of the route, not that of the request: /%61pi/ leads to the same one.
    const route = request.routeOptions.url ?? request.url
    const { access = 'signed-in', wholeOrganisation = false } = request.routeOptions.config
    if (!route.startsWith('/api/')) return
    // If no sign-in is needed, a cookie counts whatever else the request states about its sender.
    if (request.headers.authorization === undefined || access === 'open') {
      assertOwnOrigin(request, options.sessions?.origin, hasOwnCookie(request))
    }
    if (access === 'open') return
    const actor = await runWithUrgency('interactive', () => callerOf(request, options))
    const refusal = refusalOf(actor, access, wholeOrganisation)
    if (refusal !== undefined) throw new AppError(refusal)
    request.actor = actor
    announced(request)
  })
  const countRequest = limitRequests(app, options.rateLimit ?? 0)
  limitBodies(app, bodies)
  observeRequests(app, options)
  addEntityTags(app)
  app.addHook('onSend', async (request, reply) => {
    // The unread rest of a body would be parsed as the next request.
    if (request.raw.complete === false) {
      reply.header('connection', 'close')
      drainBody(reply.raw)
    }
    reply.header('x-request-id', request.id)
    reply.header('x-content-type-options', 'nosniff')
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  })
  app.setNotFoundHandler(async (request, reply) => {
    const page = options.answerPage?.(request, reply)
    if (page !== undefined) return page
    const error = addresses.refuseMethod(request, reply) ?? unknownAddress(request)
    return sendProblem(reply, error)
  })
  app.setErrorHandler(async (thrown: FastifyError | AppError, request, reply) => {
    let error = asAppError(thrown, request.headers['content-type'])
    if (error.class === 'unauthenticated') {
      // Failed keys count too, by address.
      await countRequest(request, reply).catch((refusal: AppError) => (error = refusal))
    }
    if (error.status >= 500) {
      log?.error({ requestId: request.id, route: routeOf(request), err: thrown }, 'failed')
      onFault?.(thrown, request.id)
    }
    if (error.retryable) reply.header('retry-after', String(error.retryAfter))
    if (error.status === 401) reply.header('www-authenticate', challengeOf(request))
    return sendProblem(reply, error)
  })
  return app
}

/** Maximum characters of a message: room for twenty faults, each with the value found. */
const mostMessage = 8000

function longestMilliseconds({ bytesPerSecond, patienceMilliseconds }: BodyPolicy): number {
  return patienceMilliseconds + (bodyLimits.file / bytesPerSecond) * 1000
}

/** A session of a user, or of a seller with an opened link. */
function hasOwnCookie({ cookies }: FastifyRequest): boolean {
  return Object.keys(cookies).some((name) => /^(__Host-)?touchstone_/.test(name))
}

function tokenIn<A>(request: FastifyRequest, options: HttpOptions<A>): string | undefined {
  const { sessions } = options
  return sessions && request.cookies[sessions.cookie]
}

async function callerOf<A>(request: FastifyRequest, options: HttpOptions<A>): Promise<A> {
  const { authorization } = request.headers
  const [, key] = /^Bearer ([\x21-\x7e]{1,500})$/.exec(authorization ?? '') ?? []
  if (key !== undefined) return options.signIn(key)
  const token = tokenIn(request, options)
  if (authorization === undefined && options.sessions && token !== undefined) {
    return options.sessions.signIn(token)
  }
  throw new AppError({
    code: 'credentials-missing',
    message:
      'the request has no key and no session: send the header Authorization: Bearer <key>, or sign in at /api/v1/session',
  })
}

/** The actor of a request; only under /api/, where every request requires a key. */
export function actorOfRequest<A>(request: FastifyRequest): A {
  if (request.actor === undefined) {
    throw new AppError({ code: 'internal', message: 'a route outside /api/ has no actor' })
  }
  return request.actor as A
}

const internalFailure = 'the request failed inside the server; give its request ID to the operator'

function sendProblem(reply: FastifyReply, error: AppError): FastifyReply {
  return reply
    .status(error.status)
    .type(problemMediaType)
    .send(JSON.stringify(problemOf(error, reply.request.id)))
}

function problemOf(error: AppError, requestId: string): ProblemDetails {
  // Internal errors and their kinds are only for the operator's log.
  const isInternal = error.status === 500
  const code = isInternal ? 'internal' : error.code
  const { pointer, readings, faults } = isInternal ? {} : error
  const words = isInternal ? internalFailure : error.publicMessage
  return {
    type: problemTypeUri(code),
    title: problemTypes[code].title,
    status: error.status,
    detail: words.length > mostMessage ? `${words.slice(0, mostMessage)}…` : words,
    instance: `urn:uuid:${requestId}`,
    code,
    class: problemTypes[code].class,
    ...(pointer !== undefined && { pointer }),
    ...(faults !== undefined && {
      faults: faults.map((fault) => ({
        pointer: fault.pointer,
        detail: fault.problem,
        value: fault.found,
        remedy: fault.remedy,
      })),
    }),
    retryable: !isInternal && error.retryable,
    requestId,
    ...(readings !== undefined && { readings: [...readings] }),
  }
}

const ownWords: Record<string, Refusal> = {
  FST_ERR_CTP_EMPTY_JSON_BODY: { code: 'body-empty', message: 'the body is empty; send JSON' },
  FST_ERR_CTP_BODY_TOO_LARGE: { code: 'body-too-large', message: 'the body is too large' },
}

function asAppError(thrown: FastifyError | AppError, type: string | undefined): AppError {
  if (thrown instanceof AppError) return thrown
  if (thrown.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return notRead(type, [])
  const known = ownWords[thrown.code]
  if (known !== undefined) return new AppError({ ...known, cause: thrown })
  if (thrown.statusCode !== undefined && thrown.statusCode < 500) {
    return new AppError({ code: 'request-invalid', message: thrown.message, cause: thrown })
  }
  return new AppError({ code: 'internal', message: 'unforeseen', cause: thrown })
}

function notRead(type: string | undefined, read: readonly string[]): AppError {
  const described =
    type === undefined || type === '' ? 'without a content type' : `as ${type.slice(0, 80)}`
  const types = read.length === 0 ? 'application/json' : read.join(', ')
  return new AppError({
    code: 'content-type-unsupported',
    message: `the body comes ${described}, which is not supported here; send ${types}`,
  })
}
