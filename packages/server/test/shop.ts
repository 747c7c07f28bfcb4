import { execFileSync } from 'node:child_process'
import { createHash, X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// A picture of one pixel.
const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const head = '<!doctype html><meta charset="utf-8"><title>Sandal Velmoraq KW</title>'
const item = `${head}<h1>Sandal Velmoraq KW</h1><img src="/picture.png"><p id="price"></p>
<iframe src="/frame"></iframe>
<script>fetch('/price.json').then((r) => r.json()).then(({ price }) => { document.getElementById('price').textContent = price })</script>`
const htmlType = { 'content-type': 'text/html; charset=utf-8' }
const endless = `${head}<div id="list" style="height:1200px"></div>
<script>addEventListener('scroll', () => { fetch('/more?' + list.children.length).then(() => {
  const more = document.createElement('p'); more.style.height = '1000px'; list.after(more) }) })</script>`
const consent = `${head}<h1>Behind the wall</h1>
<div style="position:fixed;inset:0;background:#fff">We use cookies. <button>Accept all</button></div>`
const login = `${head}<form>Please sign in<input name=u><input type=password></form>`

/** A shop of pages that are hard to capture, over HTTP and, with its own certificate, over HTTPS. */
export class TestShop {
  readonly requests: string[] = []
  /** The body and status of `/changing`. */
  changing: { body: string; status?: number; picture?: Buffer } = { body: '' }
  readonly servers: Server[] = []
  port = 0
  tlsPort = 0
  /** The digest of its key, by which a test may have the certificate accepted. */
  key = ''
  private readonly folder = mkdtempSync(join(tmpdir(), 'touchstone-shop-'))

  async open(): Promise<void> {
    const listener: RequestListener = (request, response) => {
      this.requests.push(request.url ?? '')
      const { body, status = 200, picture = pixel } = this.changing
      if (request.url === '/changing') response.writeHead(status, htmlType).end(`${head}${body}`)
      else if (request.url === '/changing.png') {
        response.writeHead(200, { 'content-type': 'image/png' }).end(picture)
      } else answer(request.url ?? '', response)
    }
    const { key, cert } = this.certificate()
    this.servers.push(createServer(listener), createTlsServer({ key, cert }, listener))
    for (const server of this.servers) {
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    }
    const [port, tlsPort] = this.servers.map((one) => (one.address() as AddressInfo).port)
    this.port = port!
    this.tlsPort = tlsPort!
  }

  close(): void {
    for (const server of this.servers) {
      server.closeAllConnections()
      server.close()
    }
    rmSync(this.folder, { recursive: true })
  }

  private certificate(): { key: Buffer; cert: Buffer } {
    const [key, cert] = [join(this.folder, 'key.pem'), join(this.folder, 'cert.pem')]
    const certificateArguments = [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
    ]
    const named = ['-subj', '/CN=toko.example', '-addext', 'subjectAltName=DNS:toko.example']
    execFileSync('openssl', [...certificateArguments, ...named, '-keyout', key, '-out', cert], {
      stdio: 'pipe',
    })
    const { publicKey } = new X509Certificate(readFileSync(cert))
    const spki = publicKey.export({ type: 'spki', format: 'der' })
    this.key = createHash('sha256').update(spki).digest('base64')
    return { key: readFileSync(key), cert: readFileSync(cert) }
  }
}

function answer(url: string, response: ServerResponse): void {
  const page = (body: string, status = 200): void => {
    response.writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'set-cookie': ['a=1', 'b=2'],
    })
    response.end(body)
  }
  const lead = (to: string): void => void response.writeHead(302, { location: to }).end()
  const [path = ''] = url.split('?')
  const pages: Record<string, () => void> = {
    '/item/17': () => page(item),
    '/frame': () => page('<p>delivery</p>'),
    '/seller/5': () => page(`${head}<h1>Toko Lestari</h1>`),
    '/price.json': () => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"price":"Rp 90.000"}')
    },
    '/picture.png': () => void response.writeHead(200, { 'content-type': 'image/png' }).end(pixel),
    '/endless': () => page(endless),
    '/more': () => void response.end('more'),
    '/consent': () => page(consent),
    '/go': () => lead('/go/2?from=ad'),
    '/go/2': () => lead('/item/17'),
    '/loop': () => lead('/loop'),
    '/inner': () => lead('http://169.254.169.254/latest/meta-data'),
    '/high': () => page(`${head}<div style="height:25000px;background:linear-gradient(red,blue)">`),
    '/big': () => page(head + 'x'.repeat(3_000_000)),
    '/file': () => {
      response.writeHead(200, {
        'content-type': 'application/zip',
        'content-disposition': 'attachment',
      })
      response.end('PK')
    },
    '/never': () => {
      response.writeHead(200, { 'content-type': 'text/html' })
      response.write(`${head}<h1>It goes on</h1>${' '.repeat(2000)}`)
      const timer = setInterval(() => response.write('<p>and on</p>'), 100)
      response.on('close', () => clearInterval(timer))
    },
    '/waits': () => page(`${head}<h1>Here</h1><img src="/silent.png">`),
    '/silent.png': () => undefined,
    '/slow.png': () => {
      const send = (): void =>
        void response.writeHead(200, { 'content-type': 'image/png' }).end(pixel)
      setTimeout(send, 1500)
    },
    '/many': () =>
      page(`${head}<script>for (let i = 0; i < 60; i++) fetch('/more?n=' + i)</script>`),
    '/login': () => page(login),
    '/private': () => lead('/login'),
    '/loads-inner': () => page(`${head}<img src="http://10.0.0.1/a.png"><h1>Here</h1>`),
  }
  const known = pages[path]
  if (known) known()
  else page('gone', 404)
}
