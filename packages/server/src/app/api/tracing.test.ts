import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@touchstone/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newKey, newOrganisation } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import {
  readScreeningConfig,
  readServerConfig,
  readTelemetryConfig,
} from '../../platform/config/index.ts'
import { openStore } from '../../platform/db/index.ts'
import { beginSpan } from '../../platform/telemetry/index.ts'
import { serve, type RunningServer } from './serve.ts'

type Span = {
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  kind: number
  startTimeUnixNano: string
  endTimeUnixNano: string
  attributes: { key: string; value: { stringValue?: string; intValue?: string } }[]
  status: { code: number }
}

const planted = {
  mail: 'anna.kowalczyk@example.com',
  name: 'Wioletta Zaremba',
  query: 'planted-query-value',
  path: 'planted-path-value',
  title: 'planted-title-value',
  agent: 'planted-agent-value',
}

test('without a collector no span is made', () => {
  expect(beginSpan({ name: 'x', kind: 'internal', attributes: {} })).toBeUndefined()
})

onOneEngine((engine) => {
  let folder: string
  let collector: Server
  let shop: Server
  let server: RunningServer
  let key: string
  let organisation: string
  const bodies: string[] = []
  const received: { path: string; headers: Record<string, unknown> }[] = []

  const portOf = (open: Server): number => (open.address() as AddressInfo).port
  const listen = (open: Server): Promise<void> =>
    new Promise((resolve) => open.listen(0, '127.0.0.1', resolve))
  const spans = (): Span[] =>
    bodies.flatMap((text) => {
      const { resourceSpans } = JSON.parse(text) as {
        resourceSpans: { scopeSpans: { spans: Span[] }[] }[]
      }
      return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans))
    })

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'touchstone-tracing-'))
    collector = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk: Buffer) => (body += chunk.toString()))
      request.on('end', () => {
        received.push({ path: request.url ?? '', headers: request.headers })
        bodies.push(body)
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
      })
    })
    shop = createServer((_request, response) => {
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end(`<title>${planted.title}</title><h1>${planted.name}</h1>`)
    })
    await listen(collector)
    await listen(shop)
    const config = await engine.newStore()
    const store = await openStore(config)
    organisation = (await newOrganisation(store, 'market-a')).id
    key = (await newKey(store, 'market-a', ['listings:read', 'listings:write'])).text
    await store.close()
    const dataDir = config.engine === 'embedded' ? config.dataDir : folder
    const outbound = `127.0.0.1:${portOf(shop)}`
    server = await serve({
      config: {
        ...readServerConfig({ DATA_DIR: dataDir, OUTBOUND_ALLOW: outbound }),
        store: config,
      },
      screening: readScreeningConfig({}),
      telemetry: readTelemetryConfig({
        LOG_LEVEL: 'silent',
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${portOf(collector)}/otlp/`,
        OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20collector-word',
      }),
      host: '127.0.0.1',
      port: 0,
    })
  })
  afterAll(async () => {
    await server?.close()
    for (const open of [collector, shop]) {
      open?.closeAllConnections()
      open?.close()
    }
    rmSync(folder, { recursive: true, force: true })
  })

  test('requests, jobs and outbound calls are spans of one trace each, without personal data', async () => {
    const { url } = server
    const client = createClient({ url, key })
    const listing = {
      id: planted.path,
      title: planted.title,
      seller: { id: planted.mail, name: planted.name },
    }
    const { id } = await client.listings.take({ body: listing })
    const headers = { authorization: `Bearer ${key}`, 'user-agent': planted.agent }
    await fetch(`${url}/api/v1/listings/${id}?mail=${planted.mail}`, { headers })
    await fetch(`${url}/${planted.path}?q=${planted.query}`, { headers })
    await fetch(`${url}/api/v1/cases`)
    const address = `http://127.0.0.1:${portOf(shop)}/${planted.path}?q=${planted.query}`
    const page = await fetch(`${url}/api/v1/listings/page?preview=true`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ url: address }),
    })
    expect([page.status, await page.text()]).toEqual([422, expect.any(String)])
    await expect
      .poll(() => spans().map(({ name }) => name))
      .toEqual(
        expect.arrayContaining([
          'POST /api/v1/listings',
          'GET /api/v1/listings/:id',
          'POST /api/v1/listings/page',
          'GET /api/v1/cases',
          'call web-page',
          'job referral-package-sweep',
        ]),
      )
    const named = (name: string): Span => spans().find((span) => span.name === name)!
    const [request, call] = [named('POST /api/v1/listings/page'), named('call web-page')]
    expect([call.traceId, call.parentSpanId]).toEqual([request.traceId, request.spanId])
    expect([request.kind, call.kind, request.parentSpanId]).toEqual([2, 3, undefined])
    expect(request.attributes).toContainEqual({
      key: 'http.response.status_code',
      value: { intValue: '422' },
    })
    expect(named('GET /api/v1/listings/:id').traceId).not.toBe(request.traceId)
    for (const { traceId, spanId, startTimeUnixNano, endTimeUnixNano } of spans()) {
      expect([traceId, spanId]).toEqual([
        expect.stringMatching(/^[0-9a-f]{32}$/),
        expect.stringMatching(/^[0-9a-f]{16}$/),
      ])
      expect(BigInt(endTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(startTimeUnixNano))
    }
    expect(received[0]).toMatchObject({
      path: '/otlp/v1/traces',
      headers: {
        authorization: 'Bearer collector-word',
        'content-type': 'application/json',
      },
    })
    const text = bodies.join('\n')
    const keys = new Set(spans().flatMap(({ attributes }) => attributes.map((one) => one.key)))
    expect([...keys].sort()).toEqual(
      [
        'error.type',
        'http.request.method',
        'http.response.status_code',
        'http.route',
        'touchstone.host.kind',
        'touchstone.job',
      ].filter((name) => keys.has(name)),
    )
    const shopHost = `127.0.0.1:${portOf(shop)}`
    for (const value of [...Object.values(planted), id, organisation, key, shopHost])
      expect([value, text.includes(value)]).toEqual([value, false])
  })
})
