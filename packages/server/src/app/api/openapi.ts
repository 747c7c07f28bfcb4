import {
  bodyLimitsOf,
  endpoints,
  ProblemDetails,
  problemMediaType,
  type Endpoint,
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
import { byteCount } from '../../platform/http/index.ts'
import { curlExample, contentTypeOf } from './curl-example.ts'
import { tagDescriptions } from './tag-descriptions.ts'

type Document = ReturnType<typeof createDocument>
const examplesOf: Record<string, Record<string, readonly AnyExample[]>> = examples

const problems = {
  '4XX': {
    '401': 'not authenticated',
    '403': 'not permitted for this key or user',
    '404': 'not found, or not visible to the caller',
    '409': 'conflicts with the current state',
    '422': 'invalid input; the message states the field, the value and how to fix it',
    '429': 'too many requests; retry after the time in Retry-After',
  },
  '5XX': {
    '500': 'internal server error; the request ID identifies it in the server log',
    '503': 'the store is unavailable or the server overloaded; the same request may succeed later',
  },
} as const

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
      { description: summary, content: { [responseType]: { schema: response } } },
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
      ...(headers && { header: headers }),
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
        Object.entries(problems).map(([range, statuses]) => [
          range,
          {
            description: Object.entries(statuses)
              .map(([status, what]) => `- \`${status}\` ${what}`)
              .join('\n'),
            content: { [problemMediaType]: { schema: ProblemDetails } },
          },
        ]),
      ),
    },
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
