import { endpoints, type Endpoint } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'

/** The parts of a JSON Schema that the sweep reads. */
export type Schema = {
  $ref?: string
  type?: string | string[]
  format?: string
  pattern?: string
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: boolean | Schema
  propertyNames?: Schema
  items?: Schema
  minItems?: number
  minLength?: number
  minimum?: number
  exclusiveMinimum?: number
}

export type Parameter = {
  in: 'path' | 'query' | 'header'
  name: string
  required?: boolean
  schema: Schema
  example?: unknown
}

export type Operation = {
  id: string
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** With parameters in braces. */
  path: string
  parameters: Parameter[]
  body: { type: string; schema: Schema; examples: unknown[] } | undefined
  /** Allowed callers: everyone, keys and people, or only people. */
  access: 'open' | 'any' | 'person'
}

type RawOperation = {
  operationId: string
  parameters?: Parameter[]
  security?: Record<string, unknown>[]
  requestBody?: {
    content: Record<string, { schema: Schema; examples?: Record<string, { value: unknown }> }>
  }
}

type Raw = {
  paths: Record<string, Record<string, RawOperation>>
  components: { schemas: Record<string, Schema> }
}

export type ApiDocument = { operations: Operation[]; resolve(schema: Schema): Schema }

/** The operations in a running server's document. */
export async function readDocument(app: FastifyInstance): Promise<ApiDocument> {
  const { paths, components } = (await app.inject('/api/openapi.json')).json<Raw>()
  const resolve = (schema: Schema): Schema => {
    let resolved = schema
    while (resolved.$ref !== undefined) {
      resolved = components.schemas[resolved.$ref.split('/').at(-1)!]!
    }
    return resolved
  }
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, raw]) => operationOf(path, method, raw)),
  )
  return { operations, resolve }
}

/** Operations that handle idempotency keys themselves; all others do so alike, which has its own test. */
const ownKeys = new Set(
  Object.entries(endpoints).flatMap(([room, ofRoom]) =>
    Object.entries<Endpoint>(ofRoom).flatMap(([name, { headers }]) =>
      headers !== undefined && 'idempotency-key' in headers.shape ? [`${room}.${name}`] : [],
    ),
  ),
)

function operationOf(path: string, method: string, raw: RawOperation): Operation {
  const { operationId: id, parameters = [], security = [], requestBody } = raw
  // Rows as NDJSON have no schema of their own: the schema of the body describes them as JSON.
  const isRows = ([type]: [string, unknown]): number => Number(type === 'application/x-ndjson')
  const contents = Object.entries(requestBody?.content ?? {}).sort(
    (one, other) => isRows(one) - isRows(other),
  )
  const [type, { schema }] = contents[0] ?? ['', { schema: {} }]
  const examples = contents
    .filter(([other]) => other === type)
    .flatMap(([, content]) => Object.values(content.examples ?? {}).map(({ value }) => value))
  return {
    id,
    path,
    parameters: parameters.filter(({ name }) => name !== 'idempotency-key' || ownKeys.has(id)),
    method: method.toUpperCase() as Operation['method'],
    body: contents.length === 0 ? undefined : { type, schema, examples },
    access:
      security.length === 0
        ? 'open'
        : security.some((requirement) => 'key' in requirement)
          ? 'any'
          : 'person',
  }
}
