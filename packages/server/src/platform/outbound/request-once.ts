import { createHash } from 'node:crypto'
import type { Dispatcher } from 'undici'
import { tooLarge, unpackedBody } from './body.ts'
import { clientFor, untilAborted, type ConnectLimits } from './http-client.ts'
import type { FetchOptions } from './fetch-page.ts'
import { isReservedAddress, type BuiltInPage } from './built-in-page.ts'
import { refusalOf, Refused, type Refusal } from './refusal.ts'
import { checkedUrl, resolveTarget } from './target.ts'

export type AnswerLimits = ConnectLimits & {
  /** Bytes of the body, packed and unpacked alike. */
  bytes: number
  /** Unpacked bytes for one packed byte. */
  ratio: number
  /** Milliseconds from the call to the last byte. */
  totalMilliseconds: number
  ports: readonly number[]
}

export type Answer = {
  url: string
  status: number
  /** Value of a header, empty without one. */
  header(name: string): string
  /** The body, unpacked as it is read. */
  body: AsyncGenerator<Uint8Array, void>
}

export type AnswerResult<T> = { ok: true; value: T } | { ok: false; refusal: Refusal }

export type AnswerOptions = FetchOptions & {
  /** Pages of the installation itself, under reserved names; no socket is opened for them. */
  builtInPage?: ((url: URL) => Promise<BuiltInPage | undefined>) | undefined
}

type AnswerRequest = {
  url: string
  headers: Readonly<Record<string, string>>
  /** Sent by POST; without it, the request is a GET. */
  form?: Readonly<Record<string, string>> | undefined
  limits: AnswerLimits
  /** Called with the packed bytes of the body as they come. */
  onReceived: (bytes: number) => void
  options: AnswerOptions
}

/**
 * Makes one request to an address from outside, whatever its status, and follows no redirect. `read` is called
 * with the answer, and the connection closed after it. What `read` throws of its own is thrown on.
 */
export async function requestOnce<T>(
  { url: text, headers, form, limits, onReceived, options }: AnswerRequest,
  read: (answer: Answer) => Promise<T>,
): Promise<AnswerResult<T>> {
  const time = AbortSignal.timeout(limits.totalMilliseconds)
  const signal = options.signal === undefined ? time : AbortSignal.any([time, options.signal])
  const refused = (error: unknown): Refused =>
    refusalOf(
      error instanceof Refused || !signal.aborted ? error : signal.reason,
      limits.totalMilliseconds / 1000,
    )
  let at = text
  try {
    const targetOptions = { ...options, ports: limits.ports }
    const url = checkedUrl(text, undefined, targetOptions)
    at = url.href
    const own = isReservedAddress(url) ? await options.builtInPage?.(url) : undefined
    if (own !== undefined) {
      return { ok: true, value: await read(ownAnswer(own, { url, headers, onReceived })) }
    }
    const target = await untilAborted(resolveTarget(url, targetOptions), signal).catch((error) => {
      throw refused(error)
    })
    const client = clientFor(target, limits, () => undefined)
    try {
      const response = await client
        .request({ ...messageOf(headers, form), path: url.pathname + url.search, signal })
        .catch((error: unknown) => {
          throw refused(error)
        })
      // The body of an answer that is not read fails when its connection is closed.
      response.body.on('error', () => undefined)
      const header = (name: string): string => String(response.headers[name] ?? '')
      async function* body(): AsyncGenerator<Uint8Array, void> {
        try {
          if (Number(header('content-length')) > limits.bytes) throw tooLarge(limits.bytes)
          yield* unpackedBody(response.body, header('content-encoding'), limits, onReceived)
        } catch (error) {
          throw refused(error)
        }
      }
      const answer = { url: url.href, status: response.statusCode, header, body: body() }
      return { ok: true, value: await read(answer) }
    } finally {
      // Not waited for: a connection in the making would hold the answer up.
      client.destroy().catch(() => undefined)
    }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    const { reason, message, retryable } = error
    return { ok: false, refusal: { reason, url: at, message, retryable } }
  }
}

function messageOf(
  headers: AnswerRequest['headers'],
  form: AnswerRequest['form'],
): Pick<Dispatcher.RequestOptions, 'method' | 'headers' | 'body'> {
  if (form === undefined) return { method: 'GET', headers }
  return {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  }
}

/** Answers like a site that states an ETag, so that an unchanged page is not sent again. */
function ownAnswer(
  { status, type, body: text }: BuiltInPage,
  { url, headers, onReceived }: Pick<AnswerRequest, 'headers' | 'onReceived'> & { url: URL },
): Answer {
  const etag = `"${createHash('sha256').update(text).digest('base64url')}"`
  const isUnchanged = status === 200 && headers['if-none-match'] === etag
  const sent: Readonly<Record<string, string>> = { 'content-type': type, etag }
  async function* body(): AsyncGenerator<Uint8Array, void> {
    if (isUnchanged) return
    const bytes = Buffer.from(text)
    onReceived(bytes.length)
    yield bytes
  }
  return {
    url: url.href,
    status: isUnchanged ? 304 : status,
    header: (name) => sent[name] ?? '',
    body: body(),
  }
}
