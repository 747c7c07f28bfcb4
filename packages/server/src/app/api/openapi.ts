import {
  bodyLimitsOf,
  endpoints,
  EventBody,
  eventTypes,
  IdempotencyHeaders,
  moderationEventData,
  ProblemDetails,
  problemMediaType,
  type Endpoint,
  type EventType,
} from '@touchstone/contract'
import { callers, examples, type AnyExample } from '@touchstone/contract/examples'
import { z } from 'zod'
import {
  createDocument,
  type ZodOpenApiObject,
  type ZodOpenApiOperationObject,
  type ZodOpenApiOverride,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponseObject,
} from 'zod-openapi'
import { byteCount, isAnsweredOnce } from '../../platform/http/index.ts'
import { curlExample, contentTypeOf } from './curl-example.ts'
import { tagDescriptions } from './tag-descriptions.ts'

type Document = ReturnType<typeof createDocument>
const examplesOf: Record<string, Record<string, readonly AnyExample[]>> = examples

/** What each error status means; an operation names those that it can return. */
const problems: Readonly<Record<string, string>> = {
  400: 'the body cannot be parsed',
  401: 'not authenticated',
  403: 'not permitted for this key or user',
  404: 'not found, or not visible to the caller',
  409: 'conflicts with the current state',
  415: 'the content type of the body is not supported here',
  422: 'invalid input; the message states the field, the value and how to fix it',
  429: 'too many requests; retry after the time in Retry-After',
  500: 'internal server error; the request ID identifies it in the server log',
  503: 'the store is unavailable or the server overloaded; the same request may succeed later',
}

const text = { type: 'string' } as const
const seconds = { type: 'integer', minimum: 0 } as const

const requestId = {
  'X-Request-Id': { description: 'Identifies the request in the server log.', schema: text },
}

/** Headers of error responses, by status. */
const problemHeaders: Readonly<
  Record<string, Record<string, { description: string; schema: object }>>
> = {
  401: { 'WWW-Authenticate': { description: 'The scheme to authenticate with.', schema: text } },
  429: { 'Retry-After': { description: 'Seconds to wait.', schema: seconds } },
  503: { 'Retry-After': { description: 'Seconds to wait.', schema: seconds } },
}

/** The whole API as an OpenAPI 3.1 document, generated from the endpoints. */
export function openApiDocument(version: string): Document {
  const paths: ZodOpenApiPathsObject = {}
  for (const [room, ofRoom] of Object.entries(endpoints)) {
    for (const [name, endpoint] of Object.entries<Endpoint>(ofRoom)) {
      const path = endpoint.path.replaceAll(/:(\w+)/g, '{$1}')
      const method = endpoint.method.toLowerCase() as 'get'
      paths[path] = { ...paths[path], [method]: operationOf(endpoint, room, name) }
    }
  }
  const described = {
    openapi: '3.1.0',
    info: {
      title: 'Touchstone',
      version,
      description:
        'Recognise counterfeits in marketplace listings, trace their sellers and take action together. All errors are problem details (RFC 9457), with one code for each cause. Lists are paginated: pass `next` of a page as `after` to get the following page.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    // The server that delivers the document answers.
    servers: [{ url: '/' }],
    security: [{ key: [] }],
    tags: Object.entries(tagDescriptions).map(([room, description]) => ({
      name: tagOf(room),
      description,
    })),
    paths,
    webhooks: Object.fromEntries(eventTypes.map((type) => [type, webhookOf(type)])),
    components: {
      securitySchemes: {
        key: {
          type: 'http',
          scheme: 'bearer',
          description: 'An API key: tsk_…, as printed by `keys create`.',
        },
        session: { type: 'apiKey', in: 'cookie', name: 'touchstone_session' },
      },
    },
  } satisfies ZodOpenApiObject
  const document = createDocument(described, { override: leaveOutNoise })
  addToParameters(document)
  return document
}

/** The request by which an event arrives at a webhook. */
function webhookOf(type: EventType): { post: ZodOpenApiOperationObject } {
  const data = (moderationEventData as Partial<Record<EventType, z.ZodObject>>)[type]
  const body = data === undefined ? EventBody : EventBody.extend({ data })
  return {
    post: {
      operationId: `event.${type}`,
      tags: ['webhooks'],
      summary: `Receive an event of the type ${type}`,
      description:
        'Signed according to Standard Webhooks 1.0: verify `webhook-signature` with the secret of the webhook. A message may arrive twice, with the same `webhook-id`.',
      security: [],
      requestParams: { header: WebhookHeaders },
      requestBody: { required: true, content: { 'application/json': { schema: body } } },
      responses: {
        '2XX': { description: 'Received; any other response is followed by further attempts.' },
      },
    },
  }
}

const WebhookHeaders = z.object({
  'webhook-id': z.string().meta({ description: 'ID of the event.' }),
  'webhook-timestamp': z.string().meta({ description: 'Seconds since 1970.' }),
  'webhook-signature': z.string().meta({ description: 'Signatures, separated by spaces.' }),
})

/** Removes what zod adds: bounds of integers, a pattern beside a format. */
function leaveOutNoise({ jsonSchema, io }: Parameters<ZodOpenApiOverride>[0]): void {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern
  // A record with all names required is an object with these members.
  const { propertyNames, additionalProperties, required } = jsonSchema
  if (propertyNames !== undefined && required !== undefined && additionalProperties !== undefined) {
    jsonSchema.properties = Object.fromEntries(
      required.map((name: string) => [name, additionalProperties]),
    )
    delete jsonSchema.propertyNames
    jsonSchema.additionalProperties = false
  }
  // Responses may get additional fields in newer versions.
  if (io === 'output' && jsonSchema.additionalProperties === false) {
    delete jsonSchema.additionalProperties
  }
}

/** Adds example values to the parameters, so that readers can try a call unchanged. */
function addToParameters(document: Document): void {
  for (const operation of operationsOf(document)) {
    const [room = '', name = ''] = operation.operationId.split('.')
    const [example] = examplesOf[room]?.[name] ?? []
    for (const parameter of operation.parameters ?? []) {
      const given = { path: example?.params, query: example?.query, header: example?.headers }
      const value = given[parameter.in]?.[parameter.name]
      if (value !== undefined) parameter.example = value
    }
  }
}

function operationsOf({ paths = {} }: Document): Operation[] {
  return Object.values(paths).flatMap((path) => Object.values(path) as Operation[])
}

type Operation = {
  operationId: string
  parameters?: { in: 'path' | 'query' | 'header'; name: string; example?: unknown }[]
}

function operationOf(endpoint: Endpoint, room: string, name: string): ZodOpenApiOperationObject {
  const { summary, description, access, params, query, headers, body, response } = endpoint
  const responseType = endpoint.responseType ?? 'application/json'
  const shown = examplesOf[room]?.[name] ?? []
  // The page shows the first type with its example.
  const types = new Set([
    ...shown.map((one) => contentTypeOf(endpoint, one)),
    ...(endpoint.bodyTypes ?? ['application/json']),
  ])
  const success = Object.fromEntries(
    (endpoint.statuses ?? [200]).map((status) => [
      String(status),
      {
        description: summary,
        headers: headersOf(endpoint, status),
        content: { [responseType]: { schema: response } },
      },
    ]),
  )
  return {
    operationId: `${room}.${name}`,
    tags: [tagOf(room)],
    summary,
    description: [
      description,
      accessText(access),
      endpoint.wholeOrganisation && limitText,
      ...shown.map((one) => exampleText(endpoint, one)),
    ]
      .filter((text) => text !== undefined)
      .join('\n\n'),
    security: securityOf(access),
    requestParams: {
      ...(params && { path: params }),
      ...(query && { query }),
      ...((headers ?? isAnsweredOnce(endpoint)) && { header: headers ?? IdempotencyHeaders }),
    },
    ...(body && {
      requestBody: {
        required: true,
        content: Object.fromEntries(
          [...types].map((type) => [
            type,
            { schema: schemaOf(body, type), ...bodiesOf(endpoint, shown, type) },
          ]),
        ),
      },
    }),
    responses: {
      ...success,
      ...(body && { 413: tooLargeOf(endpoint) }),
      ...Object.fromEntries(
        errorStatusesOf(endpoint).map((status) => [status, problemResponses[status]]),
      ),
    },
  }
}

/** One response for each error status, to which the operations refer. */
const problemResponses = Object.fromEntries(
  Object.entries(problems).map(([status, description]): [string, ZodOpenApiResponseObject] => [
    status,
    {
      id: `Problem${status}`,
      description,
      headers: { ...requestId, ...problemHeaders[status] },
      content: { [problemMediaType]: { schema: ProblemDetails } },
    },
  ]),
)

/** The error statuses that an operation can return, beside 413. */
function errorStatusesOf({ access, body, params, method, query, headers }: Endpoint): string[] {
  const isOpen = access === 'open'
  const hasInput = [body, params, query, headers].some((one) => one !== undefined)
  const left = new Set([
    ...(body === undefined ? ['400', '415'] : []),
    ...(isOpen ? ['401', '403'] : []),
    ...(params === undefined && body === undefined ? ['404'] : []),
    ...(method === 'GET' ? ['409'] : []),
    ...(hasInput ? [] : ['422']),
  ])
  return Object.keys(problems).filter((status) => !left.has(status))
}

/** Headers of a successful response. */
function headersOf(
  endpoint: Endpoint,
  status: number,
): Record<string, { description: string; schema: object }> {
  const { method, path } = endpoint
  return {
    ...requestId,
    ...(method === 'GET' &&
      path.startsWith('/api/') && {
        ETag: { description: 'Send it as `If-None-Match`; 304 if unchanged.', schema: text },
      }),
    ...(status === 201 && {
      Location: { description: 'Address of what was created, if it has one.', schema: text },
    }),
    ...(isAnsweredOnce(endpoint) && {
      'Idempotency-Replayed': {
        description: '`true` if this is the stored response to an earlier request.',
        schema: text,
      },
    }),
  }
}

/** The schema of a body describes its JSON; files in other formats are text or bytes. */
function schemaOf(body: z.ZodType, type: string): z.ZodType {
  return type === 'application/json' || body instanceof z.ZodString ? body : z.string()
}

/** Name of a group in words: `notice-quality`. */
function tagOf(room: string): string {
  return room.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

/** States the size limit of a body. */
function tooLargeOf(endpoint: Endpoint): ZodOpenApiResponseObject {
  const { json, file } = bodyLimitsOf(endpoint)
  const limits = [
    `the body is larger than ${byteCount(json)}`,
    ...(file === undefined ? [] : [`the file is larger than ${byteCount(file)}`]),
  ]
  return {
    description: limits.join('; '),
    content: { [problemMediaType]: { schema: ProblemDetails } },
  }
}

function exampleText(endpoint: Endpoint, example: AnyExample): string {
  const { what, by, status = 200 } = example
  return `**${what}.** ${callers[by]}; returns ${status}.\n\n\`\`\`sh\n${curlExample(endpoint, example)}\n\`\`\``
}

/** The bodies of the examples with this content type. */
function bodiesOf(
  endpoint: Endpoint,
  shown: readonly AnyExample[],
  type: string,
): { examples?: Record<string, { summary: string; value: unknown }> } {
  const some = shown.filter(
    (one) => one.body !== undefined && contentTypeOf(endpoint, one) === type,
  )
  if (some.length === 0) return {}
  return {
    examples: Object.fromEntries(
      some.map(({ what, body }, at) => [`example${at + 1}`, { summary: what, value: body }]),
    ),
  }
}

const limitText =
  'Requires access to the whole organisation: members and keys limited to brands or territories are refused.'

function accessText(access: Endpoint['access']): string {
  if (access === 'open') return 'No authentication required.'
  if (access === 'signed-in') return 'Available to all keys and users.'
  if (access === 'person') return 'Available to users only; API keys are refused.'
  if (access === 'session') {
    return 'Available to users only, even before they complete every sign-in step; API keys are refused.'
  }
  return `Available to users, and to API keys with the scope \`${access}\`.`
}

function securityOf(access: Endpoint['access']): ZodOpenApiOperationObject['security'] {
  if (access === 'open') return []
  if (access === 'person' || access === 'session') return [{ session: [] }]
  return [{ key: [] }, { session: [] }]
}
