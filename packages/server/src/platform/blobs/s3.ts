import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { AwsV4Signer } from 'aws4fetch'
import { SaxesParser } from 'saxes'
import { request, type Dispatcher } from 'undici'
import type { S3Config } from '../config/index.ts'
import { AppError } from '../errors/index.ts'
import { blobsIn, type Blobs } from './blobs.ts'

export type BucketOptions = S3Config & {
  /** Waits before each retry, in milliseconds. */
  pauses?: readonly number[]
}
export type S3Options = BucketOptions & {
  /** Folder for temporary copies that can be read as files. */
  cache: string
}

const answersMilliseconds = 60_000
/** A blob stored again counts as new for the sweep, unless it was written recently. */
const freshMilliseconds = 3_600_000
const cachedMilliseconds = 24 * 3_600_000

/**
 * Blobs in an S3 bucket under their digests. New ones are written on the condition that none exists; the storage
 * verifies the signed digest, and downloads are verified here. Temporary errors are retried.
 */
export function blobsInS3(options: S3Options): Blobs {
  const bucket = new Bucket(options)
  const cache = blobsIn(options.cache)
  const fetching = new Map<string, Promise<string>>()
  return {
    put: async (file) => {
      const { size: bytes } = await stat(file)
      const sha256 = await digestOf(file)
      const there = await bucket.head(sha256)
      const isFresh = there !== undefined && Date.now() - there.at < freshMilliseconds
      // The same requests whether or not it exists, so that timing does not reveal what another organisation has.
      const isThere = isFresh && there.bytes === bytes
      const passing = `${digestOfText(randomUUID())}.passing`
      const ifNew = there === undefined || isThere
      await bucket.put(isThere ? passing : sha256, { file, bytes, sha256, ifNew })
      await bucket.remove(passing)
      return { sha256, bytes }
    },
    has: async (sha256) => (await bucket.head(sha256)) !== undefined,
    file: (sha256) => {
      // Concurrent requests for a blob share one download.
      const pending = fetching.get(sha256) ?? fetched(bucket, cache, options.cache, sha256)
      fetching.set(sha256, pending)
      return pending.finally(() => fetching.delete(sha256))
    },
    dispose: async (sha256) => {
      await bucket.remove(sha256)
      await cache.dispose(sha256)
    },
    olderThan: async function* (moment) {
      for await (const old of cache.olderThan(new Date(Date.now() - cachedMilliseconds))) {
        for (const sha256 of old) await cache.dispose(sha256)
      }
      yield* bucket.olderThan(moment)
    },
  }
}

function digestOfText(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

async function fetched(
  bucket: Bucket,
  cache: Blobs,
  folder: string,
  sha256: string,
): Promise<string> {
  if (await cache.has(sha256)) {
    const cached = await cache.file(sha256).catch(() => undefined)
    if (cached !== undefined) return cached
  }
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const inside = await mkdtemp(join(folder, 'fetching-'))
  try {
    const file = join(inside, 'blob')
    if (!(await bucket.get(sha256, file))) throw unfit(sha256, 'missing')
    if ((await digestOf(file)) !== sha256) throw unfit(sha256, 'damaged')
    await cache.put(file)
    return await cache.file(sha256)
  } finally {
    await rm(inside, { recursive: true, force: true })
  }
}

function unfit(sha256: string, what: 'missing' | 'damaged'): AppError {
  const message = `blob ${sha256} is ${what} in the bucket: restore it from your backup`
  return new AppError({ code: 'store-unfit', message })
}

export async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(file) as AsyncIterable<Buffer>) hash.update(piece)
  return hash.digest('hex')
}

type Answer = Dispatcher.ResponseData
type Sending = {
  method: 'GET' | 'HEAD' | 'PUT' | 'DELETE'
  path?: string
  query?: Record<string, string>
  headers?: Record<string, string>
  /** Digest of the request's body; of an empty one by default. */
  content?: string
  body?: () => NodeJS.ReadableStream
}

const digest = /^[0-9a-f]{64}$/
const objectName = /^[0-9a-f]{64}(\.[a-z]+)?$/
/** Left by a process that died before deleting its temporary object. */
const passingName = /\.passing$/
const ofNothing = createHash('sha256').digest('hex')
/** Throttled, temporarily broken, or a concurrent write of the same object. */
const passing: ReadonlySet<number> = new Set([408, 409, 425, 429, 500, 502, 503, 504])

export type BucketObject = {
  name: string
  bytes: number
  /** When it was written, in milliseconds. */
  at: number
}

/** Objects named by digests, optionally with a part after a full stop. */
export class Bucket {
  private readonly options: BucketOptions
  /** Ends with a slash if it is a folder of the bucket. */
  private readonly prefix: string
  private readonly origin: string

  constructor(options: BucketOptions) {
    this.options = options
    const url = new URL(options.url)
    const [bucket = '', ...folders] = url.pathname.split('/').filter((part) => part !== '')
    this.origin = `${url.origin}/${bucket}`
    this.prefix = folders.map((folder) => `${folder}/`).join('')
  }

  async head(name: string): Promise<{ bytes: number; at: number } | undefined> {
    const { statusCode, headers } = await this.send({ method: 'HEAD', path: this.keyOf(name) })
    if (statusCode === 404) return undefined
    this.demand(statusCode === 200, statusCode, 'read')
    const at = Date.parse(String(headers['last-modified']))
    return { bytes: Number(headers['content-length']), at: Number.isNaN(at) ? 0 : at }
  }

  async put(
    name: string,
    { file, bytes, sha256, ifNew }: { file: string; bytes: number; sha256: string; ifNew: boolean },
  ): Promise<void> {
    const { statusCode } = await this.send({
      method: 'PUT',
      path: this.keyOf(name),
      content: sha256,
      headers: {
        'content-length': String(bytes),
        'content-type': 'application/octet-stream',
        // The storage computes it too, and refuses a mismatch.
        'x-amz-checksum-sha256': Buffer.from(sha256, 'hex').toString('base64'),
        ...(ifNew && { 'if-none-match': '*' }),
      },
      body: () => createReadStream(file),
    })
    // Another process came first, with the same bytes.
    if (ifNew && statusCode === 412) return
    this.demand(statusCode === 200 || statusCode === 204, statusCode, 'written to')
  }

  /** False if there is no such blob. Interrupted downloads are retried. */
  async get(name: string, file: string): Promise<boolean> {
    return this.attempts(async () => {
      const answer = await this.once({ method: 'GET', path: this.keyOf(name) })
      if (passing.has(answer.statusCode)) throw new Passing(answer.statusCode)
      if (answer.statusCode !== 200) {
        await answer.body.dump()
        if (answer.statusCode === 404) return false
        this.demand(false, answer.statusCode, 'read')
      }
      await pipeline(answer.body, createWriteStream(file, { mode: 0o600 }))
      const { size } = await stat(file)
      const stated = answer.headers['content-length']
      if (stated !== undefined && Number(stated) !== size) throw new Passing(200)
      return true
    })
  }

  async remove(name: string): Promise<void> {
    const { statusCode } = await this.send({ method: 'DELETE', path: this.keyOf(name) })
    const isGone = statusCode === 204 || statusCode === 200 || statusCode === 404
    this.demand(isGone, statusCode, 'deleted from')
  }

  /** All objects of this folder, in batches. */
  async *list(): AsyncGenerator<BucketObject[]> {
    let next: string | undefined
    do {
      const query = {
        'list-type': '2',
        ...(this.prefix !== '' && { prefix: this.prefix }),
        ...(next !== undefined && { 'continuation-token': next }),
      }
      const { statusCode, text } = await this.send({ method: 'GET', query })
      this.demand(statusCode === 200, statusCode, 'listed')
      const page = readListing(text)
      yield page.objects.flatMap(({ key, bytes, at }) => {
        const name = key.slice(key.lastIndexOf('/') + 1)
        return objectName.test(name) && key === this.keyOf(name) ? [{ name, bytes, at }] : []
      })
      next = page.next
    } while (next !== undefined)
  }

  async *olderThan(moment: Date): AsyncGenerator<string[]> {
    const left: string[] = []
    for await (const objects of this.list()) {
      const old = objects.filter(({ at }) => at < moment.getTime()).map(({ name }) => name)
      left.push(...old.filter((name) => passingName.test(name)))
      const digests = old.filter((name) => digest.test(name))
      if (digests.length > 0) yield digests
    }
    for (const name of left) await this.remove(name)
  }

  /** Subfolders by two letters, as on disk, so that a bucket can be copied to a folder. */
  private keyOf(name: string): string {
    if (!objectName.test(name)) throw new TypeError(`${name} is not a SHA-256 digest`)
    return `${this.prefix}${name.slice(0, 2)}/${name}`
  }

  /** A response with its short text. */
  private async send(
    sending: Sending,
  ): Promise<Pick<Answer, 'statusCode' | 'headers'> & { text: string }> {
    return this.attempts(async () => {
      const { statusCode, headers, body } = await this.once(sending)
      const text = await body.text()
      if (passing.has(statusCode)) throw new Passing(statusCode)
      return { statusCode, headers, text }
    })
  }

  private async once({ method, path, query, headers, content, body }: Sending): Promise<Answer> {
    const { region, accessKeyId, secretAccessKey } = this.options
    const url = new URL(path === undefined ? this.origin : `${this.origin}/${path}`)
    for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value)
    const signer = new AwsV4Signer({
      method,
      url: url.href,
      service: 's3',
      region,
      accessKeyId,
      secretAccessKey: secretAccessKey.reveal(),
      headers: { ...headers, 'x-amz-content-sha256': content ?? ofNothing },
    })
    const signed = await signer.sign()
    return request(signed.url, {
      method,
      headers: { ...Object.fromEntries(signed.headers), ...headers },
      body: body === undefined ? null : (body() as never),
      headersTimeout: answersMilliseconds,
      bodyTimeout: answersMilliseconds,
    })
  }

  private async attempts<T>(work: () => Promise<T>): Promise<T> {
    const { pauses = [200, 600, 2000, 6000] } = this.options
    for (let attempt = 0; ; attempt++) {
      try {
        return await work()
      } catch (error) {
        const pause = pauses[attempt]
        if (pause === undefined || !isPassing(error)) throw this.toAppError(error)
        // Random, so that refused clients do not all return at once.
        await sleep(pause * (0.5 + Math.random()))
      }
    }
  }

  private toAppError(error: unknown): unknown {
    if (error instanceof AppError) return error
    const reason = error instanceof Error ? error.message : String(error)
    return new AppError({
      code: 'store-unfit',
      message: `the blob bucket cannot be reached (${reason}): check BLOBS_URL and its server`,
      cause: error,
    })
  }

  private demand(holds: boolean, status: number, what: string): asserts holds {
    if (holds) return
    throw new AppError({
      code: 'store-unfit',
      message: `the blob bucket cannot be ${what}: it responded with status ${status}; check BLOBS_URL, BLOBS_REGION and its keys`,
    })
  }
}

/** A response that may differ on retry. */
class Passing extends Error {
  constructor(status: number) {
    super(status === 200 ? 'its response was cut off' : `it responded with status ${status}`)
  }
}

/** Anything but a response is a connection error, which is temporary. */
function isPassing(error: unknown): boolean {
  return !(error instanceof AppError || error instanceof TypeError)
}

type Listing = {
  objects: { key: string; bytes: number; at: number }[]
  next: string | undefined
}

/** Parses the response of ListObjectsV2. */
function readListing(xml: string): Listing {
  const listing: Listing = { objects: [], next: undefined }
  const parser = new SaxesParser()
  const fields = new Map<string, string>()
  let text = ''
  parser.on('opentag', ({ name }) => {
    text = ''
    if (name === 'Contents') fields.clear()
  })
  parser.on('text', (piece) => (text += piece))
  parser.on('closetag', ({ name }) => {
    if (name === 'NextContinuationToken') listing.next = text
    if (name === 'Contents') {
      const at = Date.parse(fields.get('LastModified') ?? '')
      listing.objects.push({
        key: fields.get('Key') ?? '',
        bytes: Number(fields.get('Size')),
        at: Number.isNaN(at) ? Infinity : at,
      })
    } else fields.set(name, text)
  })
  parser.write(xml).close()
  return listing
}
