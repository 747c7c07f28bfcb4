import { endpoints, ErrorAnswer, type Endpoint } from '@touchstone/contract'
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
} from 'zod-openapi'

const errors = {
  '401': 'Not signed in',
  '403': 'Not allowed to this key or person',
  '404': 'There is none, or not for the caller',
  '409': 'In conflict with what is there',
  '413': 'Larger than is taken',
  '422': 'Bad input; the message names field, value and mend',
  '429': 'Too many requests; wait as long as Retry-After says',
  '503': 'The store is away; the same call may succeed later',
} as const

/** The whole interface as an OpenAPI 3.1 document, made from the table of its addresses. */
export function openApiDocument(version: string): ReturnType<typeof createDocument> {
  const paths: ZodOpenApiPathsObject = {}
  for (const [room, ofRoom] of Object.entries(endpoints)) {
    for (const [name, endpoint] of Object.entries<Endpoint>(ofRoom)) {
      const path = endpoint.path.replaceAll(/:(\w+)/g, '{$1}')
      const method = endpoint.method.toLowerCase() as 'get'
      paths[path] = { ...paths[path], [method]: operationOf(endpoint, room, name) }
    }
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Touchstone',
      version,
      description:
        'Recognise counterfeits in marketplace listings, trace their sellers and act, together. Every error has one shape; lists come in pages that `next` and `after` join.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    security: [{ key: [] }],
    paths,
    components: {
      securitySchemes: {
        key: {
          type: 'http',
          scheme: 'bearer',
          description: 'A machine key: tsk_…, as `keys create` prints it.',
        },
        session: { type: 'apiKey', in: 'cookie', name: 'touchstone_session' },
      },
    },
  })
}

function operationOf(endpoint: Endpoint, room: string, name: string): ZodOpenApiOperationObject {
  const { summary, description, access, params, query, headers, body, answer } = endpoint
  const types = endpoint.bodyTypes ?? ['application/json']
  const answerType = endpoint.answerType ?? 'application/json'
  const success = Object.fromEntries(
    (endpoint.statuses ?? [200]).map((status) => [
      String(status),
      { description: summary, content: { [answerType]: { schema: answer } } },
    ]),
  )
  return {
    operationId: `${room}.${name}`,
    tags: [room],
    summary,
    description: [description, accessText(access)]
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
        content: Object.fromEntries(types.map((type) => [type, { schema: body }])),
      },
    }),
    responses: {
      ...success,
      ...Object.fromEntries(
        Object.entries(errors).map(([status, what]) => [
          status,
          { description: what, content: { 'application/json': { schema: ErrorAnswer } } },
        ]),
      ),
    },
  }
}

function accessText(access: Endpoint['access']): string {
  if (access === 'open') return 'Needs no sign-in.'
  if (access === 'signed-in') return 'For every key and person.'
  if (access === 'person') return 'For persons; a machine key is refused.'
  return `For persons, and for keys with the scope \`${access}\`.`
}

function securityOf(access: Endpoint['access']): ZodOpenApiOperationObject['security'] {
  if (access === 'open') return []
  if (access === 'person') return [{ session: [] }]
  return [{ key: [] }, { session: [] }]
}
