import { readFileSync } from 'node:fs'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { openApiDocument } from './openapi.ts'

/** The description of the interface for programs (/api/openapi.json) and for readers (/reference). */
export function referenceRoutes(app: FastifyInstance): void {
  const document = openApiDocument(ownVersion())
  app.get('/api/openapi.json', { config: { access: 'open' } }, async () => document)
  app.register(swagger, { mode: 'static', specification: { document: document as never } })
  app.register(swaggerUi, {
    routePrefix: '/reference',
    // Nothing of the page comes from elsewhere, and it may send nothing elsewhere.
    staticCSP:
      "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    theme: { title: 'Touchstone: the HTTP interface' },
    uiConfig: { layout: 'BaseLayout', docExpansion: 'list', deepLinking: true, validatorUrl: null },
  })
}

function ownVersion(): string {
  const file = new URL('../../package.json', import.meta.url)
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}
