import { endpoints, type Endpoint } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { openApiDocument } from './openapi.ts'

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
        : expect.arrayContaining([endpoint.access === 'person' ? { session: [] } : { key: [] }]),
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
  expect(schemas).toEqual(expect.arrayContaining(['Listing', 'Assessment', 'Error']))
})
