import { Readable } from 'node:stream'
import { bodyLimitsOf, type Access, type Endpoint } from '@touchstone/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { AppError, parseInput } from '../errors/index.ts'
import { runWithUrgency, type Urgency } from '../fairness/index.ts'
import { runWithoutRecord } from '../audit-guard/index.ts'
import { answerOnce, isAnsweredOnce } from './answer-once.ts'
import type { ProvenCaller } from './body-limits.ts'
import { assertNotDeep } from './json.ts'
import { assertStorable } from './unstorable-text.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Allowed callers; by default, a route of the API requires a sign-in. */
    access?: Access
    /** True if only members who see the whole organisation may call it. */
    wholeOrganisation?: boolean
    /** Media types other than JSON that the body may have. */
    bodyTypes?: readonly string[]
    /** True if a body of JSON is a file like any other, which the leaf reads as it arrives. */
    takesJsonFile?: boolean
    /** A GET that no page of another site may have a browser send. */
    records?: true
    /** True where a body is rows that the room refuses one by one. */
    hasRows?: boolean
    /** Of the work that a request asks for. */
    urgency?: Urgency
  }
  interface FastifyInstance {
    /** True in tests: every response is checked against its description. */
    checksAnswers: boolean
  }
}

/** A value as it is sent: a field that JSON writes as text may still be a Date. */
export type Outgoing<T> = T extends string
  ? T | Date
  : T extends readonly (infer I)[]
    ? readonly Outgoing<I>[]
    : T extends object
      ? { [K in keyof T]: Outgoing<T[K]> }
      : T

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined

/** The input of a route's handler: the whole request, checked against its description. */
export type RouteInput<E extends Endpoint> = {
  params: Parsed<E['params']>
  query: Parsed<E['query']>
  headers: Parsed<E['headers']>
  /** As it came where the room reads it itself. */
  body: E extends { bodyReadBy: 'leaf' } ? unknown : Parsed<E['body']>
  request: FastifyRequest
  reply: FastifyReply
}

export type RouteHandler<E extends Endpoint> = (
  called: RouteInput<E>,
) => Promise<Outgoing<z.output<E['response']>> | FastifyReply>

/** Checks of a route before it reads a body. */
export type RouteOptions<E extends Endpoint> = {
  /** Refuses a caller of an open route who lacks the required proof, before the body is read. */
  prove?: (called: {
    params: Parsed<E['params']>
    request: FastifyRequest
  }) => Promise<ProvenCaller>
}

/** Adds a route according to its description; a fault in the request names the field. */
export function addRoute<E extends Endpoint>(
  app: FastifyInstance,
  endpoint: E,
  handler: RouteHandler<E>,
  { prove }: RouteOptions<E> = {},
): void {
  const { method, path, access, params, query, headers, body, bodyReadBy, response } = endpoint
  const { takesAnyText = false } = endpoint
  const limits = bodyLimitsOf(endpoint)
  const isOnce = isAnsweredOnce(endpoint)
  const urgency = endpoint.isBulk === true ? 'bulk' : 'interactive'
  const paramsOf = (request: FastifyRequest): Parsed<E['params']> => {
    assertStorable(request.params, 'path')
    return (params && parseInput(params, request.params)) as Parsed<E['params']>
  }
  app.route({
    method,
    url: path,
    bodyLimit: limits.json,
    config: {
      access,
      wholeOrganisation: endpoint.wholeOrganisation === true,
      bodyLimits: limits,
      hasRows: bodyReadBy === 'leaf',
      takesJsonFile: endpoint.bodyTypes?.includes('application/x-ndjson') === true,
      urgency,
      ...(endpoint.bodyTypes && { bodyTypes: endpoint.bodyTypes }),
      ...(endpoint.records && { records: endpoint.records }),
    },
    ...(prove && {
      onRequest: async (request: FastifyRequest) => {
        request.proven = await prove({ params: paramsOf(request), request })
      },
    }),
    handler: async (request, reply) => {
      reply.status(endpoint.statuses?.[0] ?? 200)
      if (isJsonValue(request.body, bodyReadBy)) assertNotDeep(request.body)
      const params = paramsOf(request)
      assertStorable(request.query, 'query')
      if (headers) assertStorable(request.headers, 'headers')
      // Rows that a room reads itself are refused one by one.
      if (bodyReadBy !== 'leaf' && !takesAnyText) assertStorable(request.body, 'body')
      const called = {
        params,
        query: query && parseInput(query, request.query),
        headers: headers && parseInput(headers, request.headers),
        body: bodyReadBy === 'leaf' || !body ? request.body : parseInput(body, request.body),
        request,
        reply,
      } as RouteInput<E>
      const answer = async (): ReturnType<typeof handler> => {
        const work = (): ReturnType<typeof handler> =>
          runWithUrgency(urgency, () => handler(called))
        const isChecked = app.checksAnswers && isRecordless(endpoint)
        const result = await (isChecked ? runWithoutRecord(`${method} ${path}`, work) : work())
        if (app.checksAnswers && !reply.sent && endpoint.responseType === undefined) {
          assertMatches(response, result)
        }
        app.routeAddresses.locate(request, reply, result)
        return result
      }
      const { repeatedRequests: repeated } = app
      return isOnce ? answerOnce({ repeated, request, reply }, answer) : answer()
    },
  })
}

/** A reading that pages of other sites may have a browser send; a provider sends people back from its own. */
function isRecordless({ method, path, records }: Endpoint): boolean {
  return method === 'GET' && path.startsWith('/api/') && records !== true
}

/** Files go through as they come, and rows of a list are refused one by one. */
function isJsonValue(body: unknown, bodyReadBy: Endpoint['bodyReadBy']): boolean {
  return !(body instanceof Readable) && !(bodyReadBy === 'leaf' && Array.isArray(body))
}

function assertMatches(response: z.ZodType, result: unknown): void {
  const written: unknown = JSON.parse(JSON.stringify(result))
  const problem = response.safeParse(written).error
  if (problem) {
    throw new AppError({
      code: 'internal',
      message: `the response does not match its description: ${problem.message}`,
    })
  }
}
