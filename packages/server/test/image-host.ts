import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { deflateSync } from 'node:zlib'

/** A PNG of one colour that declares this size; only its header is valid if it is too large to fill. */
export function pngOf(width: number, height: number): Buffer {
  const chunk = (name: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
    const frame = Buffer.alloc(8 + body.length)
    frame.writeUInt32BE(data.length)
    body.copy(frame, 4)
    frame.writeUInt32BE(crc32(body), 4 + body.length)
    return frame
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const rows = Math.min(height, 64)
  const lines = Buffer.alloc(rows * (1 + Math.min(width, 64) * 3), 0)
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(lines)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

// ISO 3309, as the PNG standard asks for.
function crc32(bytes: Buffer): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return (crc ^ 0xffffffff) >>> 0
}

const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
const html = '<!doctype html><script>alert(1)</script>'

/** The responses of picture hosts, including hostile ones, by path. */
const answers: Record<string, (response: ServerResponse) => void> = {
  '/good.png': (response) => send(response, 'image/png', pngOf(4, 3)),
  '/as-octets.png': (response) => send(response, 'application/octet-stream', pngOf(4, 3)),
  '/named-jpeg.png': (response) => send(response, 'image/jpeg', pngOf(4, 3)),
  '/drawing.svg': (response) => send(response, 'image/svg+xml', svg),
  '/drawing.png': (response) => send(response, 'image/png', svg),
  '/page.png': (response) => send(response, 'image/png', html),
  '/page.html': (response) => send(response, 'text/html', html),
  '/vast.png': (response) => send(response, 'image/png', pngOf(60_000, 60_000)),
  '/cut.png': (response) => send(response, 'image/png', pngOf(4, 3).subarray(0, 18)),
  '/nothing.png': (response) => send(response, 'image/png', ''),
  '/huge.png': (response) => send(response, 'image/png', Buffer.alloc(9 * 1024 * 1024, 1)),
  '/endless.png': (response) => {
    response.writeHead(200, { 'content-type': 'image/png' })
    const piece = Buffer.alloc(64 * 1024, 1)
    const more = (): void => {
      while (!response.destroyed && response.write(piece)) continue
    }
    response.on('drain', more)
    more()
  },
  '/missing.png': (response) => {
    response.writeHead(404, { 'content-type': 'image/png' })
    response.end()
  },
  '/away.png': (response) => redirect(response, '/good.png'),
  '/round.png': (response) => redirect(response, '/round.png'),
  '/inside.png': (response) => redirect(response, 'http://127.0.0.1:9/good.png'),
  '/metadata.png': (response) => redirect(response, 'http://169.254.169.254/latest/meta-data'),
}

function send(response: ServerResponse, type: string, body: Buffer | string): void {
  response.writeHead(200, { 'content-type': type })
  response.end(body)
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { location })
  response.end()
}

export type PictureHost = {
  url: string
  port: number
  /** The requests received, with their headers. */
  requests: { path: string; headers: NodeJS.Dict<string | string[]> }[]
  stop(): Promise<void>
}

/** A host of pictures on this machine. */
export async function startPictureHost(): Promise<PictureHost> {
  const requests: PictureHost['requests'] = []
  const server = createServer((request, response) => {
    const { url: path = '', headers } = request
    requests.push({ path, headers })
    const answer = answers[path]
    if (answer !== undefined) return answer(response)
    response.writeHead(404)
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
