import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SignatureV4 } from '@smithy/signature-v4'
import { Secret, type S3Config } from '../src/platform/config/index.ts'

type StoredObject = { bytes: Buffer; at: Date }
/** Replaces the next response: a status, or a response that breaks off. */
export type Fault = number | 'cut'

const page = 2

/**
 * An in-memory storage that speaks as much of S3 as blobs need. It refuses every signature other than that of AWS's
 * own signer for the same request, and bytes whose digest was not signed.
 */
export class S3Server {
  readonly objects = new Map<string, StoredObject>()
  readonly requests: string[] = []
  /** The responses to the next requests, in order. */
  readonly faults: Fault[] = []
  private readonly secret = 'geheim/123+x'
  private server: Server | undefined
  private port = 0

  async open(): Promise<void> {
    this.server = createServer((request, response) => {
      const pieces: Buffer[] = []
      request.on('data', (piece: Buffer) => pieces.push(piece))
      request.on('end', () => void this.answer(request, response, Buffer.concat(pieces)))
    })
    await new Promise<void>((resolve) => this.server?.listen(0, '127.0.0.1', resolve))
    this.port = (this.server.address() as AddressInfo).port
  }

  close(): void {
    this.server?.closeAllConnections()
    this.server?.close()
  }

  config(over: Partial<S3Config> = {}): S3Config {
    return {
      url: `http://127.0.0.1:${this.port}/evidence/touchstone`,
      region: 'eu-central-1',
      accessKeyId: 'AKIATEST',
      secretAccessKey: new Secret(this.secret),
      ...over,
    }
  }

  private async answer(
    request: IncomingMessage,
    response: ServerResponse,
    body: Buffer,
  ): Promise<void> {
    this.requests.push(`${request.method} ${request.url}`)
    const fault = this.faults.shift()
    if (typeof fault === 'number') return void response.writeHead(fault).end()
    if (fault === 'cut') {
      response.writeHead(200, { 'content-length': '1000' }).write('a part')
      return void setTimeout(() => response.destroy(), 20)
    }
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    if (!(await this.isSigned(request, url))) return void response.writeHead(403).end()
    const [, bucket, ...rest] = url.pathname.split('/')
    const key = rest.map(decodeURIComponent).join('/')
    if (bucket !== 'evidence') return void response.writeHead(404).end()
    if (key === '') return this.list(url, response)
    const object = this.objects.get(key)
    if (request.method === 'PUT') return this.put(request, response, { key, body })
    if (request.method === 'DELETE') {
      this.objects.delete(key)
      return void response.writeHead(204).end()
    }
    if (object === undefined) return void response.writeHead(404).end()
    response.writeHead(200, {
      'content-length': object.bytes.length,
      'last-modified': object.at.toUTCString(),
    })
    response.end(request.method === 'HEAD' ? undefined : object.bytes)
  }

  private put(
    { headers }: IncomingMessage,
    response: ServerResponse,
    { key, body }: { key: string; body: Buffer },
  ): void {
    const digest = createHash('sha256').update(body).digest()
    const isWhole =
      headers['x-amz-content-sha256'] === digest.toString('hex') &&
      headers['x-amz-checksum-sha256'] === digest.toString('base64')
    if (!isWhole) return void response.writeHead(400).end()
    if (headers['if-none-match'] === '*' && this.objects.has(key)) {
      return void response.writeHead(412).end()
    }
    this.objects.set(key, { bytes: body, at: new Date() })
    response.writeHead(200).end()
  }

  private list(url: URL, response: ServerResponse): void {
    const prefix = url.searchParams.get('prefix') ?? ''
    const from = Number(url.searchParams.get('continuation-token') ?? '0')
    const keys = [...this.objects.keys()].filter((key) => key.startsWith(prefix)).sort()
    const contents = keys.slice(from, from + page).map((key) => {
      const { at, bytes } = this.objects.get(key)!
      return `<Contents><Key>${key}</Key><LastModified>${at.toISOString()}</LastModified><Size>${bytes.length}</Size></Contents>`
    })
    const next =
      from + page < keys.length
        ? `<NextContinuationToken>${from + page}</NextContinuationToken>`
        : ''
    const xml = `<?xml version="1.0" encoding="UTF-8"?>
      <ListBucketResult>${contents.join('')}${next}</ListBucketResult>`
    response.writeHead(200, { 'content-type': 'application/xml' }).end(xml)
  }

  private async isSigned({ method, headers }: IncomingMessage, url: URL): Promise<boolean> {
    const authorization = headers['authorization'] ?? ''
    const names = /SignedHeaders=([^,]+)/.exec(authorization)?.[1]?.split(';') ?? []
    const time = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(String(headers['x-amz-date']))
    if (time === null) return false
    const [, year, month, day, hour, minute, second] = time
    const signer = new SignatureV4({
      service: 's3',
      region: 'eu-central-1',
      uriEscapePath: false,
      applyChecksum: false,
      credentials: { accessKeyId: 'AKIATEST', secretAccessKey: this.secret },
      sha256: NodeHash,
    })
    const { headers: signed } = await signer.sign(
      {
        method: method ?? '',
        protocol: 'http:',
        hostname: url.hostname,
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        headers: Object.fromEntries(names.map((name) => [name, String(headers[name])])),
      },
      {
        signingDate: new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`),
        signableHeaders: new Set(names),
        unsignableHeaders: new Set(),
      },
    )
    const signatureOf = (text = ''): string | undefined =>
      /Signature=([0-9a-f]{64})/.exec(text)?.[1]
    return (
      signatureOf(authorization) !== undefined &&
      signatureOf(authorization) === signatureOf(signed['authorization'])
    )
  }
}

class NodeHash {
  private readonly hash: Hash | Hmac

  constructor(secret?: unknown) {
    this.hash =
      secret === undefined ? createHash('sha256') : createHmac('sha256', secret as Uint8Array)
  }

  update(piece: string | ArrayBufferView): void {
    this.hash.update(piece as Uint8Array)
  }

  async digest(): Promise<Uint8Array> {
    return new Uint8Array(this.hash.digest())
  }

  reset(): void {
    throw new Error('a digest is taken once')
  }
}
