import { Validator } from '@seriousme/openapi-schema-validator'
import { endpoints, listingEndpoints, type Endpoint } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { allExamples } from '../../../test/examples.ts'
import { openApiDocument } from './openapi.ts'
import { requestText } from './request-text.ts'

type Operation = {
  operationId: string
  description: string
  parameters?: unknown[]
  requestBody?: { content: Record<string, { examples?: Record<string, unknown> }> }
}

const all = Object.entries(endpoints).flatMap(([room, ofRoom]) =>
  Object.entries<Endpoint>(ofRoom).map(([name, endpoint]) => ({ id: `${room}.${name}`, endpoint })),
)
const document = openApiDocument('1.2.3')

test('every address is in the document, once, with who may call it', () => {
  const operations = Object.values(document.paths ?? {}).flatMap((path) => Object.values(path))
  expect(operations.map(({ operationId }) => operationId as string).sort()).toEqual(
    all.map(({ id }) => id).sort(),
  )
  expect(new Set(all.map(({ endpoint: { method, path } }) => `${method} ${path}`)).size).toBe(
    all.length,
  )
  for (const { endpoint } of all) {
    const path = document.paths?.[endpoint.path.replaceAll(/:(\w+)/g, '{$1}')]
    const operation = path?.[endpoint.method.toLowerCase() as 'get']
    expect(operation?.security).toEqual(
      endpoint.access === 'open'
        ? []
        : expect.arrayContaining([
            endpoint.access === 'person' || endpoint.access === 'session'
              ? { session: [] }
              : { key: [] },
          ]),
    )
  }
})

test('every parameter in a path is described, and every reference leads somewhere', () => {
  for (const { id, endpoint } of all) {
    const named = [...endpoint.path.matchAll(/:(\w+)/g)].map(([, name]) => name).sort()
    expect([id, Object.keys(endpoint.params?.shape ?? {}).sort()]).toEqual([id, named])
  }
  const text = JSON.stringify(document)
  const schemas = Object.keys(document.components?.schemas ?? {})
  for (const [, name] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
    expect(schemas).toContain(name)
  }
  expect(schemas).toEqual(expect.arrayContaining(['Listing', 'Assessment', 'Problem']))
})

test('every address that takes a body states how large it may be, in its answer 413', () => {
  const operations = Object.values(document.paths ?? {}).flatMap((path) => Object.values(path))
  for (const { id, endpoint } of all) {
    const { responses } = operations.find(({ operationId }) => operationId === id) as {
      responses: Record<string, { description: string } | undefined>
    }
    const stated = responses['413']?.description
    if (endpoint.body === undefined) expect([id, stated]).toEqual([id, undefined])
    else expect([id, stated]).toEqual([id, expect.stringMatching(/larger than \d+ [KM]iB/)])
  }
})

test('the document is what the schema of OpenAPI 3.1 asks for', async () => {
  const validator = new Validator()
  const { valid, errors } = await validator.validate(JSON.parse(JSON.stringify(document)))
  expect([valid, errors]).toEqual([true, undefined])
  expect(validator.version).toBe('3.1')
})

test('every example is shown with its request, its body and its parameters', () => {
  const operations = new Map(
    Object.values(document.paths ?? {})
      .flatMap((path) => Object.values(path) as Operation[])
      .map((operation) => [operation.operationId, operation]),
  )
  for (const { room, name, ...example } of allExamples) {
    const operation = operations.get(`${room}.${name}`)
    expect(operation?.description).toContain(`**${example.what}.**`)
    const bodies = Object.values(operation?.requestBody?.content ?? {}).flatMap(
      ({ examples = {} }) => Object.values(examples),
    )
    if (example.body !== undefined) {
      expect(bodies).toContainEqual({ summary: example.what, value: example.body })
    }
    for (const parameter of Object.keys(example.params ?? {})) {
      expect(operation?.parameters).toContainEqual(
        expect.objectContaining({ name: parameter, example: expect.any(String) as string }),
      )
    }
  }
})

test('an example is written as a shell takes it', () => {
  const text = requestText(listingEndpoints.takeFile, {
    what: '',
    by: 'market-a',
    query: { currency: 'EUR' },
    contentType: 'text/csv',
    body: "id,title\n1,Ada's bag",
  })
  expect(text.split(' \\\n  ')).toEqual([
    "curl -X POST 'https://touchstone.example.com/api/v1/listings/file?currency=EUR'",
    '-H "Authorization: Bearer $KEY"',
    "-H 'content-type: text/csv'",
    "--data-binary 'id,title\n1,Ada'\\''s bag'",
  ])
})
