import { createServer, request, type IncomingMessage } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGuardedProxy, type GuardedProxy, type GuardedProxyOptions } from './index.ts'

const requests: string[] = []
const server = createServer((got, response) => {
  requests.push(`${got.headers.host} ${got.url} ${got.headers['proxy-authorization'] ?? ''}`)
  response.writeHead(200, ['set-cookie', 'a=1', 'set-cookie', 'b=2', 'keep-alive', 'timeout=5'])
  response.end('x'.repeat(got.url === '/large' ? 200_000 : 10))
})
let port = 0
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

async function withProxy<T>(
  over: Partial<GuardedProxyOptions>,
  work: (proxy: GuardedProxy) => Promise<T>,
): Promise<T> {
  const lookup = async () => [{ address: '127.0.0.1' }]
  const testAllowances = [{ address: '127.0.0.1', port }]
  const proxy = await startGuardedProxy({ bytes: 100_000, lookup, testAllowances, ...over })
  try {
    return await work(proxy)
  } finally {
    await proxy.close()
  }
}

type Answer = { status: number; headers: IncomingMessage['rawHeaders']; bytes: number }

function get(proxy: GuardedProxy, url: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port: at } = new URL(proxy.url)
    const headers = { host: new URL(url).host, 'proxy-authorization': 'secret' }
    const sent = request({ host: hostname, port: at, path: url, headers, agent: false }, (got) => {
      let bytes = 0
      got.on('data', (chunk: Buffer) => (bytes += chunk.length))
      got.on('error', reject)
      got.on('end', () => resolve({ status: got.statusCode!, headers: got.rawHeaders, bytes }))
    })
    sent.on('error', reject)
    sent.end()
  })
}

/** The response of a tunnel, or nothing if it is closed without one. */
function tunnel(proxy: GuardedProxy, authority: string, then = ''): Promise<string> {
  return new Promise((resolve) => {
    const { hostname, port: at } = new URL(proxy.url)
    const socket = connect(Number(at), hostname)
    let text = ''
    socket.on('data', (chunk) => (text += chunk.toString('latin1')))
    socket.on('error', () => resolve(text))
    socket.on('close', () => resolve(text))
    socket.write(`CONNECT ${authority} HTTP/1.1\r\nhost: ${authority}\r\n\r\n${then}`)
  })
}

test('a response passes unchanged, except hop-by-hop headers', async () => {
  await withProxy({}, async (proxy) => {
    const answer = await get(proxy, `http://toko.example:${port}/item?a=1`)
    expect([answer.status, answer.bytes]).toEqual([200, 10])
    const text = answer.headers.join('\n')
    expect(text).toMatch(/set-cookie\na=1\nset-cookie\nb=2/)
    expect(text).not.toContain('timeout=5')
    expect(requests.at(-1)).toBe(`toko.example:${port} /item?a=1 `)
    expect(proxy.connections).toMatchObject([
      { host: 'toko.example', port, addresses: ['127.0.0.1'], address: '127.0.0.1' },
    ])
  })
})

test('a tunnel leads to the checked address', async () => {
  await withProxy({}, async (proxy) => {
    const rawRequest = `GET /through HTTP/1.1\r\nhost: toko.example\r\nconnection: close\r\n\r\n`
    const text = await tunnel(proxy, `toko.example:${port}`, rawRequest)
    expect(text).toMatch(/^HTTP\/1.1 200 Connection Established\r\n\r\nHTTP\/1.1 200 OK/)
    expect(requests.at(-1)).toMatch(/through/)
  })
})

test.each([
  ['10.0.0.1:443', 'private-address'],
  ['[::1]:443', 'private-address'],
  ['localhost:80', 'private-address'],
  ['toko.example:25', 'port'],
  ['a:b@toko.example:443', 'credentials'],
  ['toko.example:x', 'bad-url'],
])('a tunnel to %j gets no answer: %s', async (authority, reason) => {
  await withProxy({}, async (proxy) => {
    expect(await tunnel(proxy, authority)).toBe('')
    expect(proxy.connections.at(-1)?.refusal?.reason).toBe(reason)
  })
})

test('a name that resolves to an inner address is refused, each time anew', async () => {
  let calls = 0
  const lookup = async () => [{ address: calls++ === 0 ? '127.0.0.1' : '10.0.0.1' }]
  await withProxy({ lookup }, async (proxy) => {
    expect((await get(proxy, `http://rebind.example:${port}/`)).status).toBe(200)
    await expect(get(proxy, `http://rebind.example:${port}/`)).rejects.toThrow()
    expect(proxy.connections.map(({ refusal }) => refusal?.reason)).toEqual([
      undefined,
      'unresolvable',
    ])
  })
})

test('more bytes than are allowed cut everything, and nothing is let through afterwards', async () => {
  await withProxy({}, async (proxy) => {
    await expect(get(proxy, `http://toko.example:${port}/large`)).rejects.toThrow()
    expect(proxy.exceeded()).toBe(true)
    await expect(get(proxy, `http://toko.example:${port}/`)).rejects.toThrow()
  })
})
