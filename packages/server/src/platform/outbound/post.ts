import type { Readable } from 'node:stream'
import { writeStoredSentence } from '@touchstone/contract'
import { isPublicAddress } from './address.ts'
import { clientFor, untilAborted } from './http-client.ts'
import { refusalOf, Refused, type RefusalReason } from './refusal.ts'
import { checkedUrl, isListed, resolveTarget, type Lookup } from './target.ts'

export type PostOptions = {
  headers: Record<string, string>
  body: string | Uint8Array
  /** Hosts and ports of the operator's own network, reached over HTTP too. */
  allow?: readonly { host: string; port: number }[]
  /** Milliseconds from the call to the end of the answer. */
  totalMilliseconds?: number
  /** Maximum bytes of the response to keep; the rest is not read. */
  answerBytes?: number
  signal?: AbortSignal
  /** In place of the system's resolver. */
  lookup?: Lookup
}

export type PostResult =
  | {
      ok: true
      status: number
      answer: Uint8Array
      /** Seconds that the server asks to wait, where it does. */
      retryAfter: number | undefined
    }
  | { ok: false; reason: RefusalReason; message: string }

const ports = [443, 8443]

/**
 * Posts to an address supplied by a user: HTTPS on the public internet, or a host that the operator listed. Redirects
 * are not followed. Never throws because of the address, network or server.
 */
export async function post(address: string, options: PostOptions): Promise<PostResult> {
  const { totalMilliseconds = 10_000 } = options
  const time = AbortSignal.timeout(totalMilliseconds)
  const signal = options.signal === undefined ? time : AbortSignal.any([time, options.signal])
  try {
    return await send(address, options, signal)
  } catch (error) {
    const cause: unknown = signal.aborted && !(error instanceof Refused) ? signal.reason : error
    const { reason } = refusalOf(cause, totalMilliseconds / 1000)
    const code = (cause as NodeJS.ErrnoException).code
    return { ok: false, reason, message: wordsOf(reason, code, totalMilliseconds) }
  }
}

/** The reason for which nothing is posted to this address, judged by its text; undefined if it is allowed. */
export function refusalOfAddress(
  address: string,
  allow: PostOptions['allow'] = [],
): string | undefined {
  try {
    const url = checkedAddress(address, allow)
    const isLiteral = /^[0-9.]+$|^\[/.test(url.hostname)
    return isLiteral && !isListed(url, { ports, allow }) && !isPublicLiteral(url)
      ? wordsOf('private-address')
      : undefined
  } catch (error) {
    return wordsOf(refusalOf(error, 0).reason)
  }
}

function isPublicLiteral(url: URL): boolean {
  return isPublicAddress(url.hostname.replace(/^\[|\]$/g, ''))
}

function checkedAddress(address: string, allow: PostOptions['allow'] = []): URL {
  const options = { ports, allow }
  const target = URL.parse(address)
  // Reported before the port, which is wrong only because of the scheme.
  if (target?.protocol === 'http:' && !isListed(target, options)) throw new Refused('scheme', '')
  return checkedUrl(address, undefined, options)
}

async function send(
  address: string,
  options: PostOptions,
  signal: AbortSignal,
): Promise<PostResult> {
  const { headers, body, allow, lookup, totalMilliseconds = 10_000, answerBytes = 1024 } = options
  const url = checkedAddress(address, allow)
  const target = await untilAborted(
    resolveTarget(url, { ports, ...(allow && { allow }), ...(lookup && { lookup }) }),
    signal,
  )
  const limits = {
    connectMilliseconds: Math.min(5000, totalMilliseconds),
    headersMilliseconds: totalMilliseconds,
    idleMilliseconds: totalMilliseconds,
  }
  const client = clientFor(target, limits, () => undefined)
  try {
    const answered = await client.request({
      method: 'POST',
      path: url.pathname + url.search,
      headers: { 'user-agent': 'Touchstone', ...headers },
      body,
      signal,
    })
    const retryAfter = Number(answered.headers['retry-after'])
    return {
      ok: true,
      status: answered.statusCode,
      answer: await firstBytes(answered.body, answerBytes),
      retryAfter: retryAfter > 0 ? retryAfter : undefined,
    }
  } finally {
    client.destroy().catch(() => undefined)
  }
}

/** The status has arrived and suffices: a body that breaks off or never ends changes nothing. */
async function firstBytes(body: Readable, most: number): Promise<Uint8Array> {
  const pieces: Buffer[] = []
  let size = 0
  body.on('error', () => undefined)
  try {
    for await (const piece of body as AsyncIterable<Buffer>) {
      pieces.push(piece)
      size += piece.length
      if (size >= most) break
    }
  } catch {
    // Bytes received before the failure are kept.
  } finally {
    body.destroy()
  }
  return Buffer.concat(pieces).subarray(0, most)
}

function wordsOf(reason: RefusalReason, code?: string, milliseconds = 0): string {
  switch (reason) {
    case 'bad-url':
    case 'scheme':
    case 'credentials':
    case 'private-address':
    case 'unresolvable':
    case 'stopped':
      return writeStoredSentence(`post.${reason}`)
    case 'port':
      return writeStoredSentence('post.port', { ports: ports.join(' and ') })
    case 'certificate':
      return writeStoredSentence('post.certificate', { reason: code ?? 'unknown' })
    case 'too-slow':
      return writeStoredSentence('post.too-slow', { seconds: milliseconds / 1000 })
    default:
      return writeStoredSentence('post.unreachable', { reason: code ?? 'unknown' })
  }
}
