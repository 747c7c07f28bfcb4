import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { contentSecurityPolicy } from './report/index.ts'

export interface ServeReportOptions {
  html: string
  host: string
  /** 0 chooses any free port. */
  port: number
}

export interface ReportServer {
  url: string
  close(): Promise<void>
}

/** Serves one report at `/`; `/ready` responds as soon as it can. */
export async function serveReport(options: ServeReportOptions): Promise<ReportServer> {
  const { html, host, port } = options
  const page = Buffer.from(html)
  const policy = `${contentSecurityPolicy(html)}; frame-ancestors 'none'`
  const server = createServer((request, response) => {
    answer(request, response, page, policy)
  })
  await listen(server, host, port)
  const address = server.address()
  const boundPort = typeof address === 'object' && address !== null ? address.port : port
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${boundPort}/`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => {
          if (error) reject(error)
          else resolve()
        })
        server.closeAllConnections()
      }),
  }
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  page: Buffer,
  policy: string,
): void {
  const send = (status: number, type: string, body: Buffer | string) => {
    response.writeHead(status, {
      'content-type': `${type}; charset=utf-8`,
      'content-length': Buffer.byteLength(body),
      'cache-control': 'no-store',
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
    response.end(request.method === 'HEAD' ? undefined : body)
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD')
    send(405, 'text/plain', 'Only GET and HEAD are supported.\n')
    return
  }
  const path = (request.url ?? '').split('?', 1)[0]
  if (path === '/') send(200, 'text/html', page)
  else if (path === '/ready') send(200, 'application/json', '{"status":"ready"}')
  else send(404, 'text/plain', 'Not found. The report is at /\n')
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(new Error(whyNotListening(error, host, port), { cause: error }))
    })
    server.listen({ host, port }, () => {
      server.removeAllListeners('error')
      resolve()
    })
  })
}

function whyNotListening(error: NodeJS.ErrnoException, host: string, port: number): string {
  const another = port === 7071 ? 7072 : 7071
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is taken by another program. Choose another one: PORT=${another} npm start`
    case 'EACCES':
      return `This user may not use port ${port}. Choose one above 1023: PORT=7071 npm start`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `This machine has no address ${host}. Choose another one: HOST=127.0.0.1 npm start`
    default:
      return `The report cannot be served on ${host}, port ${port}: ${error.message}`
  }
}
