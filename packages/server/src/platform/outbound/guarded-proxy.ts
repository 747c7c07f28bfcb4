import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { Transform, type Duplex } from 'node:stream'
import { isReservedAddress, type BuiltInPage, type BuiltInPages } from './built-in-page.ts'
import { refusalOf, type RefusalReason } from './refusal.ts'
import { checkedUrl, notPublic, resolveTarget } from './target.ts'
import type { Lookup, Target, TargetOptions, TestAllowance } from './target.ts'

export type GuardedProxyOptions = {
  /** Bytes of all answers together; with the next one every connection is cut. */
  bytes: number
  /** The path of a socket to listen on in place of a port. */
  socket?: string
  ports?: readonly number[]
  /** Without others; by default all. */
  hosts?: readonly string[]
  /** Hosts of the operator’s own network, as written in addresses. */
  allow?: TargetOptions['allow']
  connectMilliseconds?: number
  lookup?: Lookup
  /** Pages of the installation itself, under reserved names; no socket is opened for them. */
  builtInPages?: BuiltInPages | undefined
  /** For rehearsals and tests alone: shops of theirs listen on loopback. */
  testAllowances?: readonly TestAllowance[]
}

/** One connection that the browser asked for, let through or refused. */
export type ProxiedConnection = {
  at: string
  host: string
  port: number
  /** The resolved addresses of the name, in the order of the response. */
  addresses: string[]
  /** The address that it was connected to. */
  address?: string
  refusal?: { reason: RefusalReason; message: string }
  /** True if the installation answered itself. */
  own?: true
}

export type GuardedProxy = {
  /** Where a browser finds it; `unix:` and its path where it listens on a socket. */
  url: string
  connections: readonly ProxiedConnection[]
  /** The reason for which an address is refused, judged by its text; a browser would open files, too. */
  refusalOf: (url: string) => ProxiedConnection['refusal']
  /** Bytes of answers so far. */
  bytes: () => number
  /** True after the limit cut everything. */
  exceeded: () => boolean
  close: () => Promise<void>
}

const defaultPorts = [80, 443]

/**
 * A proxy on loopback through which a browser reaches external hosts: each name is resolved once, checked, and
 * connected to by the checked address, also for redirects and everything that a page loads. Refused requests get no
 * response at all, so that no text of ours appears to come from the page.
 */
export async function startGuardedProxy(options: GuardedProxyOptions): Promise<GuardedProxy> {
  const proxy = new Proxying(options)
  await new Promise<void>((resolve, reject) => {
    proxy.server.once('error', reject)
    if (options.socket !== undefined) proxy.server.listen(options.socket, resolve)
    else proxy.server.listen(0, '127.0.0.1', resolve)
  })
  const address = proxy.server.address() as AddressInfo | string
  return {
    url: typeof address === 'string' ? `unix:${address}` : `http://127.0.0.1:${address.port}`,
    connections: proxy.connections,
    refusalOf: (url) => proxy.refusalOf(url),
    bytes: () => proxy.bytes,
    exceeded: () => proxy.bytes > options.bytes,
    close: () => proxy.close(),
  }
}

class Proxying {
  readonly server: Server
  readonly connections: ProxiedConnection[] = []
  bytes = 0
  private readonly options: GuardedProxyOptions
  private readonly open = new Set<Duplex>()

  constructor(options: GuardedProxyOptions) {
    this.options = options
    this.server = createServer()
    this.server.on('connection', (socket) => this.track(socket))
    this.server.on('request', (options, answer) => {
      const own = this.builtInPage(options)
      if (own !== undefined) {
        this.bytes += Buffer.byteLength(own.body)
        const headers = { 'content-type': own.type, date: new Date().toUTCString() }
        answer.writeHead(own.status, headers).end(own.body)
        return
      }
      this.forward(options, options.url ?? '', (socket) => {
        const headers = { ...options.headers }
        for (const name of Object.keys(headers)) if (hopByHop.test(name)) delete headers[name]
        const url = new URL(options.url ?? '')
        const sent = httpRequest({
          createConnection: () => socket,
          method: options.method,
          path: url.pathname + url.search,
          headers: { ...headers, connection: 'close' },
        })
        sent.on('error', () => answer.destroy())
        sent.on('response', (got) => {
          answer.writeHead(got.statusCode ?? 502, got.statusMessage, endToEnd(got.rawHeaders))
          got.on('error', () => answer.destroy())
          got.pipe(this.counter()).pipe(answer)
        })
        answer.on('close', () => socket.destroy())
        options.pipe(sent)
      })
    })
    this.server.on('connect', (options: IncomingMessage, client: Duplex, head: Buffer) => {
      client.on('error', () => undefined)
      this.forward(options, `https://${options.url ?? ''}/`, (socket) => {
        client.write('HTTP/1.1 200 Connection Established\r\n\r\n')
        if (head.length > 0) socket.write(head)
        client.pipe(socket)
        socket.pipe(this.counter()).pipe(client)
        socket.on('close', () => client.destroy())
        client.on('close', () => socket.destroy())
      })
    })
    this.server.on('upgrade', (_asked, socket) => socket.destroy())
    this.server.on('clientError', (_error, socket) => socket.destroy())
  }

  async close(): Promise<void> {
    for (const connection of this.open) connection.destroy()
    await new Promise<void>((resolve) => this.server.close(() => resolve()))
  }

  refusalOf(text: string): ProxiedConnection['refusal'] {
    try {
      checkedUrl(text, undefined, this.checking(Number(URL.parse(text)?.port)))
      return undefined
    } catch (error) {
      const { reason, message } = refusalOf(error, 0)
      return { reason, message }
    }
  }

  private builtInPage({ method, url: text = '' }: IncomingMessage): BuiltInPage | undefined {
    const url = URL.parse(text)
    if (url === null || method !== 'GET' || !isReservedAddress(url)) return undefined
    const page = this.options.builtInPages?.(url)
    if (page === undefined) return undefined
    const at = new Date().toISOString()
    this.connections.push({ at, host: url.hostname, port: 80, addresses: [], own: true })
    return page
  }

  private checking(port: number): TargetOptions {
    const { ports = defaultPorts, lookup, allow, testAllowances = [] } = this.options
    const testAllowance = testAllowances.find((allowance) => allowance.port === port)
    return {
      ports,
      ...(lookup && { lookup }),
      ...(allow && { allow }),
      ...(testAllowance && { testAllowance }),
    }
  }

  private forward(options: IncomingMessage, url: string, go: (socket: Socket) => void): void {
    this.reach(url).then(
      (socket) => (options.socket.destroyed ? socket.destroy() : go(socket)),
      () => options.socket.destroy(),
    )
  }

  private async reach(text: string): Promise<Socket> {
    const record: ProxiedConnection = {
      at: new Date().toISOString(),
      host: '',
      port: 0,
      addresses: [],
    }
    const url = URL.parse(text)
    record.host = url?.hostname ?? text.slice(0, 200)
    record.port = Number(url?.port) || (url?.protocol === 'http:' ? 80 : 443)
    this.connections.push(record)
    try {
      if (this.bytes > this.options.bytes) throw new Error('over the byte limit')
      if (this.options.hosts?.includes(record.host) === false) throw new Error('another host')
      const checking = this.checking(record.port)
      const target = await resolveTarget(checkedUrl(text, undefined, checking), checking)
      record.addresses = target.addresses.map(({ address }) => address)
      const socket = await this.connectTo(target, record.port)
      record.address = socket.remoteAddress ?? ''
      return socket
    } catch (error) {
      const { reason, message } = refusalOf(
        error,
        (this.options.connectMilliseconds ?? 5000) / 1000,
      )
      record.refusal = { reason, message }
      throw error
    }
  }

  private async connectTo({ url, addresses, mayConnect }: Target, port: number): Promise<Socket> {
    let last: unknown = notPublic(url.hostname)
    for (const { address, family } of addresses) {
      try {
        const socket = await connected(
          address,
          family,
          port,
          this.options.connectMilliseconds ?? 5000,
        )
        this.track(socket)
        if (mayConnect(socket.remoteAddress ?? '')) return socket
        socket.destroy()
      } catch (error) {
        last = error
      }
    }
    throw last
  }

  private track(socket: Duplex): void {
    this.open.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => this.open.delete(socket))
  }

  private counter(): Transform {
    const counter = new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        this.bytes += chunk.length
        if (this.bytes <= this.options.bytes) return done(null, chunk)
        for (const connection of this.open) connection.destroy()
        done()
      },
    })
    counter.on('error', () => undefined)
    return counter
  }
}

const hopByHop = /^(proxy-.*|connection|keep-alive|te|trailer|transfer-encoding|upgrade)$/i

/** The headers that are for the browser, as they came, twice where they came twice. */
function endToEnd(raw: readonly string[]): string[] {
  return raw.filter((_, index) => !hopByHop.test(raw[index - (index % 2)] ?? ''))
}

function connected(
  host: string,
  family: 4 | 6,
  port: number,
  milliseconds: number,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, family, port })
    const slow = Object.assign(new Error('connection timed out'), { code: 'ETIMEDOUT' })
    const timer = setTimeout(() => socket.destroy(slow), milliseconds)
    socket.once('connect', () => {
      clearTimeout(timer)
      resolve(socket)
    })
    socket.once('error', (error) => {
      clearTimeout(timer)
      reject(error)
    })
  })
}
