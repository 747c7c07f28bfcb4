import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { fetchPage, type FetchLimits, type FetchOptions, type Lookup } from './index.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => void

const html = { 'content-type': 'text/html; charset=utf-8' }
let answers: Record<string, Answer> = {}
let requests: string[] = []
const server = createServer((request, response) => {
  requests.push(request.url ?? '')
  const answer = answers[request.url ?? '']
  if (answer === undefined) response.writeHead(404, html).end('none')
  else answer(request, response)
})
// Represents a service in the internal network, which must never be contacted.
const inner = createServer((request, response) => {
  requests.push(`inner ${request.url}`)
  response.writeHead(200, html).end('secret')
})
let port = 0
let innerPort = 0

beforeAll(async () => {
  for (const each of [server, inner]) {
    await new Promise<void>((resolve) => each.listen(0, '127.0.0.1', resolve))
  }
  port = (server.address() as AddressInfo).port
  innerPort = (inner.address() as AddressInfo).port
})
afterAll(() => {
  for (const each of [server, inner]) {
    each.closeAllConnections()
    each.close()
  }
})
beforeEach(() => {
  answers = {}
  requests = []
})

function page(body: string | Uint8Array, headers: Record<string, string> = {}): Answer {
  return (_, response) => response.writeHead(200, { ...html, ...headers }).end(body)
}

function redirect(location: string, status = 302): Answer {
  return (_, response) => response.writeHead(status, { location }).end()
}

async function fetched(path: string, limits?: Partial<FetchLimits>, options?: FetchOptions) {
  const url = path.startsWith('/') ? `http://127.0.0.1:${port}${path}` : path
  const testAllowance = { address: '127.0.0.1', port }
  const result = await fetchPage(url, limits, { testAllowance, ...options })
  return result.ok ? Buffer.from(result.body).toString() : result.refusal.reason
}

test('a page is returned with its address, type and charset', async () => {
  answers = { '/a?b=1': page('<p>ü</p>') }
  const url = `http://127.0.0.1:${port}/a?b=1#part`
  const result = await fetchPage(url, {}, { testAllowance: { address: '127.0.0.1', port } })
  expect(result).toMatchObject({
    ok: true,
    url: `http://127.0.0.1:${port}/a?b=1`,
    redirectedFrom: [],
    address: '127.0.0.1',
    status: 200,
    contentType: 'text/html',
    charset: 'utf-8',
  })
})

test.each([
  ['not an address', 'bad-url'],
  ['ftp://shop.example/', 'scheme'],
  ['file:///etc/passwd', 'scheme'],
  ['data:text/html,hello', 'scheme'],
  ['javascript:alert(1)', 'scheme'],
  ['http://user:secret@shop.example/', 'credentials'],
  ['http://shop.example:22/', 'port'],
  ['http://127.0.0.1/', 'private-address'],
  ['http://127.1/', 'private-address'],
  ['http://2130706433/', 'private-address'],
  ['http://0x7f.0.0.1/', 'private-address'],
  ['http://0177.0.0.1/', 'private-address'],
  ['http://[::1]/', 'private-address'],
  ['http://[::ffff:127.0.0.1]/', 'private-address'],
  ['http://[64:ff9b::7f00:1]/', 'private-address'],
  ['http://169.254.169.254/latest/meta-data/', 'private-address'],
  ['http://localhost/', 'private-address'],
])('%s is refused: %s', async (url, reason) => {
  const result = await fetchPage(url, {}, { lookup: async () => [{ address: '127.0.0.1' }] })
  expect(result).toMatchObject({ ok: false, refusal: { reason } })
  if (!result.ok) expect(result.refusal.message).toMatch(/^[^.].{15,}\.$/s)
})

test('a name with one inner address among public ones is refused', async () => {
  const lookup = async () => [{ address: '93.184.216.34' }, { address: '10.0.0.1' }]
  expect(await fetched('http://mixed.example/', {}, { lookup })).toBe('unresolvable')
})

test('a name that is not found, or not in time, is reported as such', async () => {
  const none = async () => []
  expect(await fetched('http://none.example/', {}, { lookup: none })).toBe('unresolvable')
  const never = () => new Promise<never>(() => undefined)
  const limits = { totalMilliseconds: 100 }
  expect(await fetched('http://slow.example/', limits, { lookup: never })).toBe('too-slow')
})

test('a name of an internal network, one with an additional public address and an unknown one are refused alike', async () => {
  const lookups: [string, Lookup][] = [
    ['inner', async () => [{ address: '10.1.2.3' }]],
    ['inner in IPv6', async () => [{ address: 'fd00::7' }]],
    ['mixed', async () => [{ address: '93.184.216.34' }, { address: '10.0.0.1' }]],
    ['none', async () => []],
    ['unknown', async () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }))],
    ['failing', async () => Promise.reject(Object.assign(new Error('no'), { code: 'ESERVFAIL' }))],
  ]
  const results = await Promise.all(
    lookups.map(([, lookup]) => fetchPage('http://wiki.corp.example/', {}, { lookup })),
  )
  for (const [at, [what]] of lookups.entries())
    expect([what, results[at]]).toEqual([what, results[0]])
  expect(results[0]).toMatchObject({
    ok: false,
    refusal: { reason: 'unresolvable', retryable: true },
  })
})

test('the exception of a test applies only to its address and port', async () => {
  const url = `http://127.0.0.1:${innerPort}/`
  expect(await fetched(url)).toBe('port')
  expect(await fetched(url, { ports: [80, innerPort] })).toBe('private-address')
  expect(await fetched(`http://127.0.0.2:${port}/`)).toBe('private-address')
  expect(requests).toEqual([])
})

test('a redirect is followed, and reported', async () => {
  answers = {
    '/1': redirect('/2', 301),
    '/2': redirect(`//127.0.0.1:${port}/3`, 308),
    '/3': page('here'),
  }
  const url = `http://127.0.0.1:${port}/1`
  const result = await fetchPage(url, {}, { testAllowance: { address: '127.0.0.1', port } })
  expect(result).toMatchObject({
    url: `http://127.0.0.1:${port}/3`,
    redirectedFrom: [url, `http://127.0.0.1:${port}/2`],
  })
})

test.each([
  ['http://169.254.169.254/latest/meta-data/', 'private-address'],
  ['http://[::1]/', 'private-address'],
  ['http://10.0.0.1/', 'private-address'],
  ['file:///etc/passwd', 'scheme'],
  ['http://admin:admin@shop.example/', 'credentials'],
  ['http://shop.example:6379/', 'port'],
  ['http://', 'bad-redirect'],
])('a redirect to %s is refused: %s', async (location, reason) => {
  answers = { '/': redirect(location) }
  expect(await fetched('/')).toBe(reason)
})

test('a redirect to a service of the inner network never reaches it', async () => {
  answers = { '/': redirect(`http://127.0.0.1:${innerPort}/`) }
  expect(await fetched('/', { ports: [80, innerPort] })).toBe('private-address')
  expect(requests).toEqual(['/'])
})

test('five redirects are followed, six are not', async () => {
  for (let at = 0; at < 6; at++) answers[`/${at}`] = redirect(`/${at + 1}`)
  answers['/6'] = page('end')
  expect(await fetched('/1')).toBe('end')
  expect(await fetched('/0')).toBe('too-many-redirects')
})

test('a name is resolved once, and the checked address is connected to', async () => {
  answers = { '/': page('public') }
  let calls = 0
  const lookup = async () => [{ address: calls++ === 0 ? '127.0.0.1' : '10.0.0.1' }]
  expect(await fetched(`http://rebind.example:${port}/`, {}, { lookup })).toBe('public')
  expect(calls).toBe(1)
})

test('a name that points inside by the time of its redirect is refused', async () => {
  answers = { '/': redirect('/again'), '/again': page('secret') }
  let calls = 0
  const lookup = async () => [{ address: calls++ === 0 ? '127.0.0.1' : '10.0.0.1' }]
  expect(await fetched(`http://rebind.example:${port}/`, {}, { lookup })).toBe('unresolvable')
  expect(requests).toEqual(['/'])
})

test('the request names the host and carries no secrets', async () => {
  let headers: IncomingMessage['headers'] = {}
  answers = {
    '/': (request, response) => {
      ;({ headers } = request)
      response.writeHead(200, html).end()
    },
  }
  const lookup = async () => [{ address: '127.0.0.1' }]
  await fetched(`http://shop.example:${port}/`, {}, { lookup, userAgent: 'Test/1' })
  expect(headers).toMatchObject({ host: `shop.example:${port}`, 'user-agent': 'Test/1' })
  expect(Object.keys(headers).filter((name) => /cookie|auth|referer/.test(name))).toEqual([])
})

test.each<[string, (bytes: Buffer) => Uint8Array]>([
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
  ['identity', (bytes) => bytes],
])('a body packed by %s is read back equal', async (encoding, pack) => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 5000 }), async (text) => {
      answers = { '/': page(pack(Buffer.from(text)), { 'content-encoding': encoding }) }
      expect(await fetched('/')).toBe(Buffer.from(text).toString())
    }),
    { numRuns: 15 },
  )
})

test('a body that never ends is left at the limit', async () => {
  let written = 0
  answers = {
    '/': (_, response) => {
      response.writeHead(200, html)
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(16_384, 'x'))) written += 16_384
        written += 16_384
      }
      response.on('drain', more)
      more()
    },
  }
  expect(await fetched('/', { bytes: 200_000 })).toBe('too-large')
  expect(written).toBeLessThan(20_000_000)
})

test('a claim of two gigabytes is refused before a byte is read', async () => {
  answers = {
    '/': (_, response) => {
      response.writeHead(200, { ...html, 'content-length': String(2 ** 31) })
      response.flushHeaders()
    },
  }
  expect(await fetched('/')).toBe('too-large')
})

test('a bomb is refused while it unpacks, in each packing', async () => {
  const zeros = Buffer.alloc(8 * 1024 * 1024)
  for (const [encoding, body] of [
    ['gzip', gzipSync(zeros)],
    ['deflate', deflateSync(zeros)],
    ['br', brotliCompressSync(zeros)],
  ] as const) {
    answers = { '/': page(body, { 'content-encoding': encoding }) }
    expect(await fetched('/')).toBe('bomb')
    expect(await fetched('/', { ratio: 1e9, bytes: 2_000_000 })).toBe('too-large')
  }
})

test('bodies that are damaged, cut or packed in an unknown way are refused', async () => {
  const packed = gzipSync('x'.repeat(1000))
  answers = {
    '/damaged': page(Buffer.from('no gzip at all'), { 'content-encoding': 'gzip' }),
    '/cut': page(packed.subarray(0, packed.length - 6), { 'content-encoding': 'gzip' }),
    '/unknown': page('x', { 'content-encoding': 'zstd' }),
    '/broken': (_, response) => {
      response.writeHead(200, { ...html, 'content-length': '100' }).write('half')
      setTimeout(() => response.destroy(), 20)
    },
  }
  expect(await fetched('/damaged')).toBe('damaged')
  expect(await fetched('/cut')).toBe('damaged')
  expect(await fetched('/unknown')).toBe('content-encoding')
  expect(await fetched('/broken')).toBe('unreachable')
})

test('a body that pauses, and one that trickles, are left in time', async () => {
  answers = {
    '/pause': (_, response) => response.writeHead(200, html).write('<p>'),
    '/trickle': (_, response) => {
      response.writeHead(200, html)
      const timer = setInterval(() => response.write('x'), 20)
      response.on('close', () => clearInterval(timer))
    },
    '/silent': () => undefined,
  }
  // With the usual limits each of them is still being read then.
  const first = async (path: string, limits: Partial<FetchLimits>): Promise<string> => {
    const stop = new AbortController()
    const usual = fetched(path, {}, { signal: stop.signal })
    const outcome = await Promise.race([fetched(path, limits), usual.then(() => 'not in time')])
    stop.abort()
    expect(await usual).toBe('stopped')
    return outcome
  }
  expect(await first('/pause', { idleMilliseconds: 150 })).toBe('too-slow')
  expect(await first('/trickle', { idleMilliseconds: 150, totalMilliseconds: 400 })).toBe(
    'too-slow',
  )
  expect(await first('/silent', { headersMilliseconds: 150 })).toBe('too-slow')
})

test.each([
  ['image/png', 'content-type'],
  ['application/octet-stream', 'content-type'],
  ['', 'content-type'],
  ['TEXT/HTML;charset=x', 'body'],
  ['application/xhtml+xml', 'body'],
])('content of type %j gives %s', async (type, expected) => {
  answers = {
    '/': (_, response) => {
      response.writeHead(200, type === '' ? {} : { 'content-type': type }).end('body')
    },
  }
  expect(await fetched('/')).toBe(expected)
})

test('statuses other than success are reported, with suitable advice', async () => {
  answers = {
    '/403': (_, response) => response.writeHead(403, html).end(),
    '/304': (_, response) => response.writeHead(304).end(),
  }
  const of = async (path: string) =>
    fetchPage(
      `http://127.0.0.1:${port}${path}`,
      {},
      { testAllowance: { address: '127.0.0.1', port } },
    )
  expect(await of('/none')).toMatchObject({ refusal: { reason: 'status', retryable: false } })
  expect(await of('/304')).toMatchObject({ refusal: { reason: 'status' } })
  expect(await of('/403')).toMatchObject({
    refusal: {
      message:
        'The server responded with status 403. Save the page in a browser and upload the file.',
    },
  })
})

test('headers that are too large, and an answer that is not HTTP, are refused', async () => {
  answers = {
    '/large': (_, response) => response.writeHead(200, { ...html, big: 'x'.repeat(40_000) }).end(),
    '/other': (request) => request.socket.end('220 ready\r\n'),
  }
  expect(await fetched('/large')).toBe('too-large')
  expect(await fetched('/other')).toBe('unreachable')
})

test('a caller can stop it, before and amid', async () => {
  answers = { '/': (_, response) => response.writeHead(200, html).write('x') }
  expect(await fetched('/', {}, { signal: AbortSignal.abort() })).toBe('stopped')
  expect(requests).toEqual([])
  const controller = new AbortController()
  setTimeout(() => controller.abort(), 100)
  expect(await fetched('/', {}, { signal: controller.signal })).toBe('stopped')
})

test('a port without a listener is reported as not reached', async () => {
  // Our end of a connection occupies the port: no other process can listen on it meanwhile.
  const holding = connect(port, '127.0.0.1')
  await once(holding, 'connect')
  const silent = holding.localPort!
  const testAllowance = { address: '127.0.0.1', port: silent }
  const result = await fetchPage(`http://127.0.0.1:${silent}/`, {}, { testAllowance })
  expect(result).toMatchObject({ refusal: { reason: 'unreachable', retryable: true } })
  holding.destroy()
})

test('no text makes it throw', async () => {
  const lookup = async () => [{ address: '127.0.0.1' }]
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.string(), fc.webUrl(), fc.webUrl({ withFragments: true })),
      async (text) => {
        const result = await fetchPage(text, {}, { lookup })
        expect(result).toMatchObject({ ok: false, refusal: { url: expect.any(String) } })
      },
    ),
  )
})

test('hosts that the operator listed are fetched when named, and no external page redirects there', async () => {
  const inside = `http://127.0.0.1:${innerPort}/secret`
  const allow = [{ host: '127.0.0.1', port: innerPort }]
  answers = { '/out': redirect(inside) }
  expect(await fetched(inside, {}, { allow })).toBe('secret')
  requests = []
  expect(await fetched('/out', {}, { allow })).toBe('port')
  expect(requests).toEqual(['/out'])
})
