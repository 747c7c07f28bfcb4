import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createConfig, lintFromString } from '@redocly/openapi-core'
import { Validator } from '@seriousme/openapi-schema-validator'
import { endpoints, listingEndpoints, type Endpoint } from '@touchstone/contract'
import openapiTypes, { astToString } from 'openapi-typescript'
import { afterAll, expect, test } from 'vitest'
import { allExamples } from '../../../test/examples.ts'
import { openApiDocument } from './openapi.ts'
import { curlExample } from './curl-example.ts'

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

test('the document satisfies the schema of OpenAPI 3.1', async () => {
  const validator = new Validator()
  const { valid, errors } = await validator.validate(JSON.parse(JSON.stringify(document)))
  expect([valid, errors]).toEqual([true, undefined])
  expect(validator.version).toBe('3.1')
})

test('the recommended rules of Redocly find nothing in the document but redirects', async () => {
  const config = await createConfig({ extends: ['recommended'] })
  const findings = await lintFromString({ source: JSON.stringify(document), config })
  const found = findings.map(({ ruleId, location: [place] }) => `${ruleId}: ${place?.pointer}`)
  // Browsers are redirected to the identity provider and back to the console.
  expect(found).toEqual([
    'operation-2xx-response: #/paths/~1auth~1oidc~1start/get/responses',
    'operation-2xx-response: #/paths/~1auth~1oidc~1callback/get/responses',
  ])
  const broken = JSON.stringify({ ...document, servers: [] })
  const faults = await lintFromString({ source: broken, config })
  expect(faults.map(({ ruleId }) => ruleId)).toContain('no-empty-servers')
})

const folder = mkdtempSync(join(tmpdir(), 'touchstone-openapi-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('the types that openapi-typescript makes of the document compile, and know the answers', async () => {
  const types = await openapiTypes(JSON.stringify(document))
  const root = fileURLToPath(new URL('../../../../../', import.meta.url))
  const compilerOptions = {
    strict: true,
    noEmit: true,
    module: 'esnext',
    moduleResolution: 'bundler',
    target: 'es2022',
    types: [],
    allowImportingTsExtensions: true,
  }
  const files: Record<string, string> = {
    'interface.ts': astToString(types),
    'client.ts': clientText,
    'tsconfig.json': JSON.stringify({ compilerOptions, include: ['*.ts'] }),
    'oxlint.json': '{}',
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  const options = ['--type-aware', '--type-check', '--quiet', '--format', 'unix']
  const inFolder = ['-c', join(folder, 'oxlint.json'), '--tsconfig', join(folder, 'tsconfig.json')]
  const program = join(root, 'node_modules/oxlint/bin/oxlint')
  const check = (): string =>
    execFileSync(process.execPath, [program, ...options, ...inFolder, folder], {
      cwd: root,
      encoding: 'utf8',
    })
  expect(check()).not.toContain('TS')
  writeFileSync(join(folder, 'client.ts'), clientText.replace('// @ts-expect-error', '//'))
  expect(check).toThrow()
})

const clientText = `import type { paths } from './interface.ts'
type Responses = paths['/api/v1/listings']['post']['responses']
type Answer = Responses[200]['content']['application/json']
type Problem = Responses[422]['content']['application/problem+json']
export const verdictOf = (answer: Answer): string => answer.assessment.verdict
export const codeOf = ({ code, detail, pointer }: Problem): string => code + detail + (pointer ?? '')
// @ts-expect-error there is no such member
export const nothing = (answer: Answer): unknown => answer.nothing
`

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
  const text = curlExample(listingEndpoints.takeFile, {
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
