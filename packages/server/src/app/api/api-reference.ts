import { readFileSync } from 'node:fs'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { openApiDocument } from './openapi.ts'

/** The same for all servers of a process, and the slowest part of creating one. */
let document: ReturnType<typeof openApiDocument> | undefined

/** The API description for programs (/api/openapi.json) and for people (/reference). */
export function referenceRoutes(app: FastifyInstance): void {
  const described = (document ??= openApiDocument(ownVersion()))
  app.get('/api/openapi.json', { config: { access: 'open' } }, async () => described)
  app.register(swagger, { mode: 'static', specification: { document: described as never } })
  app.register(swaggerUi, {
    routePrefix: '/reference',
    // The page loads nothing from elsewhere and cannot send anything elsewhere.
    staticCSP:
      "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    theme: {
      title: 'Touchstone API reference',
      css: [{ filename: 'reference.css', content: style }],
    },
    uiConfig: {
      layout: 'BaseLayout',
      docExpansion: 'list',
      deepLinking: true,
      validatorUrl: null,
      // Generated example values explain less than the schema itself.
      defaultModelRendering: 'model',
      defaultModelExpandDepth: 2,
      defaultModelsExpandDepth: 0,
    },
  })
}

/** Space on a phone, and examples in a readable font. */
const style = `
.swagger-ui .response-col_links { display: none }
.swagger-ui .markdown pre, .swagger-ui .renderedMarkdown pre {
  background: #1f2430; border-radius: 4px; padding: 10px 12px; overflow-x: auto
}
.swagger-ui .markdown pre code, .swagger-ui .renderedMarkdown pre code {
  background: none; color: #e6e9f0; font-weight: 400; padding: 0; white-space: pre
}
.swagger-ui .markdown code, .swagger-ui .renderedMarkdown code { color: #3b4151 }
@media (max-width: 640px) {
  .swagger-ui .wrapper { padding: 0 10px }
  .swagger-ui .info { margin: 20px 0 }
  .swagger-ui .scheme-container { padding: 10px 0; margin: 0 0 10px }
  .swagger-ui .opblock .opblock-summary { flex-wrap: wrap }
  .swagger-ui .opblock-summary-method { min-width: 64px; padding: 6px 0 }
  .swagger-ui table.responses-table, .swagger-ui table.parameters { table-layout: fixed }
  .swagger-ui .response-col_status { width: 52px; min-width: 0 }
  .swagger-ui .parameters-col_name { width: 110px; min-width: 0; overflow-wrap: anywhere }
  .swagger-ui .responses-inner { padding: 10px 0 }
  .swagger-ui .opblock-description-wrapper { padding: 10px }
}
`

function ownVersion(): string {
  const file = new URL('../../../package.json', import.meta.url)
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}
