import { readBody, tooLarge } from './body.ts'
import { clientFor, untilAborted, type ConnectLimits } from './http-client.ts'
import { refusalOf, Refused, type Refusal } from './refusal.ts'
import { checkedUrl, isListed, resolveTarget } from './target.ts'
import type { Lookup, Target, TargetOptions, TestAllowance } from './target.ts'

export type FetchLimits = ConnectLimits & {
  redirects: number
  /** Bytes of the page, packed and unpacked alike. */
  bytes: number
  /** Unpacked bytes for one packed byte. */
  ratio: number
  /** Milliseconds from the call to the last byte, redirects and name look-ups included. */
  totalMilliseconds: number
  ports: readonly number[]
  /** Types of content that are read, in small letters and without parameters. */
  contentTypes: readonly string[]
}

export const defaultFetchLimits: FetchLimits = {
  redirects: 5,
  bytes: 10 * 1024 * 1024,
  ratio: 100,
  totalMilliseconds: 20_000,
  connectMilliseconds: 5_000,
  headersMilliseconds: 10_000,
  idleMilliseconds: 5_000,
  ports: [80, 443],
  contentTypes: ['text/html', 'application/xhtml+xml'],
}

export type FetchOptions = {
  signal?: AbortSignal
  userAgent?: string
  /** In place of the system's resolver. */
  lookup?: Lookup
  /** Hosts and ports of the operator's own network. No page from outside leads to them. */
  allow?: readonly { host: string; port: number }[]
  /** For tests alone: servers of tests listen on loopback. Never fill it from a configuration. */
  testAllowance?: TestAllowance
}

export type FetchedPage = {
  ok: true
  /** The address that answered, after redirects. */
  url: string
  /** The addresses before it, in their order. */
  redirectedFrom: string[]
  /** The IP address that was connected to. */
  address: string
  status: number
  contentType: string
  /** The charset that the answer states, as it is written. */
  charset: string | undefined
  body: Uint8Array
}

export type FetchResult = FetchedPage | { ok: false; refusal: Refusal }

/**
 * Fetches a page from an address supplied by a user. Never throws because of the address, network or server: it
 * returns a refusal with its reason. Each name is resolved once, checked, and connected to by the checked address,
 * for every redirect again.
 */
export async function fetchPage(
  url: string,
  limits: Partial<FetchLimits> = {},
  options: FetchOptions = {},
): Promise<FetchResult> {
  const all = { ...defaultFetchLimits, ...limits }
  const time = AbortSignal.timeout(all.totalMilliseconds)
  const signal = options.signal === undefined ? time : AbortSignal.any([time, options.signal])
  const fetching = new PageFetch(all, options, signal)
  try {
    return await fetching.run(url)
  } catch (error) {
    const cause: unknown = signal.aborted ? signal.reason : error
    const isOwn = error instanceof Refused
    const refused = refusalOf(isOwn ? error : cause, all.totalMilliseconds / 1000)
    const { reason, message, retryable, status } = refused
    const statusField = status === undefined ? {} : { status }
    return { ok: false, refusal: { reason, url: fetching.at, message, retryable, ...statusField } }
  }
}

class PageFetch {
  at = ''
  private readonly limits: FetchLimits
  private readonly options: FetchOptions
  private readonly signal: AbortSignal
  private readonly targetOptions: TargetOptions

  constructor(limits: FetchLimits, options: FetchOptions, signal: AbortSignal) {
    this.limits = limits
    this.options = options
    this.signal = signal
    this.targetOptions = { ...options, ports: limits.ports }
  }

  async run(text: string): Promise<FetchedPage> {
    const redirectedFrom: string[] = []
    this.at = text
    let options = this.targetOptions
    let url = checkedUrl(text, undefined, options)
    for (;;) {
      this.at = url.href
      const target = await untilAborted(resolveTarget(url, options), this.signal)
      const answer = await this.request(target)
      if ('page' in answer) return { ...answer.page, redirectedFrom }
      redirectedFrom.push(url.href)
      if (redirectedFrom.length > this.limits.redirects) {
        throw new Refused(
          'too-many-redirects',
          `The address redirects more than ${this.limits.redirects} times. Open it in a browser and copy the final address.`,
        )
      }
      if (!isListed(url, options)) options = { ...options, allow: [] }
      url = checkedUrl(answer.location, url.href, options)
    }
  }

  private async request(
    target: Target,
  ): Promise<{ location: string } | { page: Omit<FetchedPage, 'redirectedFrom'> }> {
    let address = ''
    const client = clientFor(target, this.limits, (remote) => {
      address = remote
    })
    try {
      const { statusCode, headers, body } = await client.request({
        method: 'GET',
        path: target.url.pathname + target.url.search,
        headers: {
          'user-agent': this.options.userAgent ?? 'Touchstone',
          accept: this.limits.contentTypes.join(', '),
          'accept-encoding': 'gzip, deflate, br',
        },
        signal: this.signal,
      })
      // The body of an answer that is not read fails when its connection is closed.
      body.on('error', () => undefined)
      const header = (name: string): string => String(headers[name] ?? '')
      const location = header('location')
      if ([301, 302, 303, 307, 308].includes(statusCode) && location !== '') return { location }
      if (statusCode < 200 || statusCode > 299) throw badStatus(statusCode)
      const { contentType, charset } = this.contentTypeOf(header('content-type'))
      const length = Number(header('content-length'))
      if (length > this.limits.bytes) throw tooLarge(this.limits.bytes)
      const content = await readBody(body, header('content-encoding'), this.limits)
      const url = target.url.href
      return {
        page: { ok: true, url, address, status: statusCode, contentType, charset, body: content },
      }
    } finally {
      // Not waited for: a connection in the making would hold the answer up.
      client.destroy().catch(() => undefined)
    }
  }

  private contentTypeOf(header: string): { contentType: string; charset: string | undefined } {
    const contentType = (header.split(';')[0] ?? '').trim().toLowerCase()
    if (!this.limits.contentTypes.includes(contentType)) {
      const described = contentType === '' ? 'of unstated type' : contentType.slice(0, 60)
      throw new Refused(
        'content-type',
        `The address is not a web page (${described}). Enter the address of the listing’s own page.`,
      )
    }
    return { contentType, charset: /;\s*charset\s*=\s*"?([\w.:-]{1,40})/i.exec(header)?.[1] }
  }
}

function badStatus(status: number): Refused {
  const advice =
    status === 401 || status === 403 || status === 429
      ? 'Save the page in a browser and upload the file.'
      : 'Check the address, or try again later.'
  return new Refused(
    'status',
    `The server responded with status ${status}. ${advice}`,
    status >= 429,
    status,
  )
}
