import type { BrowserContext, Request, Response } from 'playwright-core'
import type { Exchange } from './warc/index.ts'

/** Counts decompressed bytes: a small response may expand to fill memory. */
export type ExchangeLimits = { requests: number; bytes: number }

/** Stores every response to the browser, in the order of completion. */
export class Exchanges {
  readonly done: Exchange[] = []
  /** Hosts requested by pages; the browser's own requests are excluded. */
  readonly hosts = new Set<string>()
  failed = 0
  private readonly open = new Set<Request>()
  private readonly reading = new Set<Promise<void>>()
  private readonly most: number
  private readonly bytes: number
  private storedBytes = 0
  private readonly overflow: () => void
  private requested = 0

  constructor(context: BrowserContext, limits: ExchangeLimits, overflow: () => void) {
    this.most = limits.requests
    this.bytes = limits.bytes
    this.overflow = overflow
    context.on('request', (request) => this.begin(request))
    context.on('requestfinished', (request) => this.finish(request))
    context.on('requestfailed', (request) => {
      if (this.open.delete(request)) this.failed++
    })
  }

  /** Addresses with pending or incomplete responses. */
  unfinished(): string[] {
    return [...this.open].map((request) => request.url())
  }

  tooMany(): boolean {
    return this.requested > this.most
  }

  /** Waits for completed responses to be stored. */
  async settled(): Promise<void> {
    while (this.reading.size > 0) await Promise.all(this.reading)
  }

  private begin(request: Request): void {
    if (!/^https?:/.test(request.url())) return
    this.requested++
    this.hosts.add(new URL(request.url()).hostname)
    if (this.requested === this.most + 1) this.overflow()
    if (!this.tooMany()) this.open.add(request)
  }

  private finish(request: Request): void {
    if (!this.open.delete(request)) return
    const reading = this.record(request).catch(() => {
      this.failed++
    })
    this.reading.add(reading)
    void reading.finally(() => this.reading.delete(reading))
  }

  private async record(request: Request): Promise<void> {
    const response = await request.response()
    if (response === null) return
    const sent = request.postDataBuffer()
    const { startTime, responseStart } = request.timing()
    const start = startTime > 0 ? startTime : Date.now()
    this.done.push({
      at: new Date(start).toISOString(),
      answeredAt: new Date(start + Math.max(0, responseStart)).toISOString(),
      url: withoutFragment(request.url()),
      method: request.method(),
      requestHeaders: pairs(await request.headersArray()),
      ...(sent !== null && { requestBody: sent }),
      status: response.status(),
      statusText: response.statusText(),
      responseHeaders: pairs(await response.headersArray()),
      body: await this.bodyWithin(response),
    })
  }

  private async bodyWithin(response: Response): Promise<Buffer | undefined> {
    if (this.storedBytes > this.bytes) return undefined
    const body = await bodyOf(response)
    this.storedBytes += body?.length ?? 0
    return this.storedBytes > this.bytes ? undefined : body
  }
}

/** Undefined if the browser has discarded it. A redirect has no body to return. */
async function bodyOf(response: Response): Promise<Buffer | undefined> {
  const status = response.status()
  if ((status >= 300 && status < 400) || status === 204) return Buffer.alloc(0)
  try {
    return await response.body()
  } catch {
    return undefined
  }
}

function pairs(list: { name: string; value: string }[]): [string, string][] {
  return list.map(({ name, value }) => [name, value])
}

function withoutFragment(address: string): string {
  const url = new URL(address)
  url.hash = ''
  return url.href
}
