import { createHash, randomUUID } from 'node:crypto'
import { gzipSync } from 'node:zlib'

/** A request and its response as the browser saw them. */
export type Exchange = {
  at: string
  answeredAt: string
  url: string
  method: string
  requestHeaders: readonly (readonly [name: string, value: string])[]
  requestBody?: Uint8Array
  status: number
  statusText: string
  responseHeaders: readonly (readonly [name: string, value: string])[]
  /** Decompressed; undefined if the browser had discarded it. */
  body: Uint8Array | undefined
  /** The IP address that answered. */
  address?: string
}

export type WarcRecord = {
  id: string
  type: 'warcinfo' | 'request' | 'response' | 'metadata'
  url?: string
  bytes: Buffer
  /** For a response: identifies its payload. */
  payload?: { digest: string; mime: string; status: number; at: string }
}

const crlf = '\r\n'

type Draft = {
  id: string
  type: WarcRecord['type']
  at: string
  headers: readonly (readonly [name: string, value: string | undefined])[]
  block: Buffer
}

/** One record of WARC 1.1 (ISO 28500), compressed separately so that an index can point to it. */
function packed({ id, type, at, headers, block }: Draft): Buffer {
  const all: (readonly [string, string | undefined])[] = [
    ['WARC-Type', type],
    ['WARC-Record-ID', id],
    ['WARC-Date', at],
    ...headers,
    ['WARC-Block-Digest', digestOf(block)],
    ['Content-Length', String(block.length)],
  ]
  const lines = all.flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]))
  const head = ['WARC/1.1', ...lines, '', ''].join(crlf)
  return gzipSync(Buffer.concat([Buffer.from(head), block, Buffer.from(crlf + crlf)]))
}

export function warcInfo(at: string, file: string, fields: { [name: string]: string }): WarcRecord {
  const id = newId()
  const block = Buffer.from(
    Object.entries({ format: 'WARC File Format 1.1', ...fields })
      .map(([name, value]) => `${name}: ${oneLine(value)}${crlf}`)
      .join(''),
  )
  const headers = [
    ['WARC-Filename', file],
    ['Content-Type', 'application/warc-fields'],
  ] as const
  return { id, type: 'warcinfo', bytes: packed({ id, type: 'warcinfo', at, headers, block }) }
}

/** Response and request, each referring to the other. */
export function exchangeRecords(exchange: Exchange, info: string): [WarcRecord, WarcRecord] {
  const { at, url, method, status, body } = exchange
  const [responseId, requestId] = [newId(), newId()]
  const payload = Buffer.from(body ?? new Uint8Array())
  const sent = Buffer.from(exchange.requestBody ?? new Uint8Array())
  const digest = digestOf(payload)
  const target = new URL(url)
  const about = [
    ['WARC-Target-URI', url],
    ['WARC-Warcinfo-ID', info],
  ] as const
  const response = packed({
    id: responseId,
    type: 'response',
    at,
    headers: [
      ...about,
      ['WARC-Concurrent-To', requestId],
      ['WARC-IP-Address', exchange.address],
      ['WARC-Payload-Digest', digest],
      ['WARC-Truncated', body === undefined ? 'unspecified' : undefined],
      ['Content-Type', 'application/http; msgtype=response'],
    ],
    block: Buffer.concat([
      httpHead(`HTTP/1.1 ${status} ${oneLine(exchange.statusText)}`, asUnpacked(exchange, payload)),
      payload,
    ]),
  })
  const request = packed({
    id: requestId,
    type: 'request',
    at,
    headers: [
      ...about,
      ['WARC-Concurrent-To', responseId],
      ['WARC-Payload-Digest', digestOf(sent)],
      ['Content-Type', 'application/http; msgtype=request'],
    ],
    block: Buffer.concat([
      httpHead(
        `${oneLine(method)} ${target.pathname}${target.search} HTTP/1.1`,
        withHost(exchange, target),
      ),
      sent,
    ]),
  })
  const mime = (headerOf(exchange, 'content-type').split(';')[0] ?? '').trim().toLowerCase()
  return [
    {
      id: responseId,
      type: 'response',
      url,
      bytes: response,
      payload: { digest, mime: mime === '' ? 'unk' : mime, status, at },
    },
    { id: requestId, type: 'request', url, bytes: request },
  ]
}

/** Facts about the capture itself, in the archive too. */
export function metadataRecord(at: string, url: string, info: string, json: Buffer): WarcRecord {
  const id = newId()
  const headers = [
    ['WARC-Target-URI', url],
    ['WARC-Warcinfo-ID', info],
    ['Content-Type', 'application/json'],
  ] as const
  return {
    id,
    type: 'metadata',
    url,
    bytes: packed({ id, type: 'metadata', at, headers, block: json }),
  }
}

export function headerOf(
  { responseHeaders }: Pick<Exchange, 'responseHeaders'>,
  name: string,
): string {
  return responseHeaders.find(([header]) => header.toLowerCase() === name)?.[1] ?? ''
}

/**
 * The browser returns decompressed bodies: headers about the compression are renamed so that no reader applies them,
 * as in other browser-based archivers.
 */
function asUnpacked({ responseHeaders }: Exchange, payload: Buffer): (readonly [string, string])[] {
  const headers = responseHeaders.map(([name, value]) =>
    /^(content-encoding|transfer-encoding|content-length)$/i.test(name)
      ? ([`x-orig-${name}`, value] as const)
      : ([name, value] as const),
  )
  return [...headers, ['content-length', String(payload.length)]]
}

function withHost({ requestHeaders }: Exchange, target: URL): (readonly [string, string])[] {
  const plain = requestHeaders.filter(([name]) => !name.startsWith(':'))
  const hasHost = plain.some(([name]) => name.toLowerCase() === 'host')
  return hasHost ? plain : [['host', target.host], ...plain]
}

function httpHead(first: string, headers: readonly (readonly [string, string])[]): Buffer {
  const lines = headers.map(([name, value]) => `${oneLine(name)}: ${oneLine(value)}`)
  return Buffer.from([first, ...lines, '', ''].join(crlf))
}

/** A line break in a value would start a header or record that nobody sent. */
function oneLine(text: string): string {
  return text.replace(/[\r\n\0]+/g, ' ')
}

function newId(): string {
  return `<urn:uuid:${randomUUID()}>`
}

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}
