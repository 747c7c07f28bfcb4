import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeStoredSentence, writeCaptureSentence } from '@touchstone/contract'
import type { Browser, Page } from 'playwright-core'
import {
  startGuardedProxy,
  type GuardedProxy,
  type Lookup,
  type BuiltInPages,
  type TestAllowance,
} from '../../platform/outbound/index.ts'
import { Certificates } from './certificates.ts'
import { toCaptureRecord, withAddress } from './capture-record.ts'
import { Exchanges } from './http-exchanges.ts'
import {
  launchBrowser,
  withoutDirectConnections,
  type LaunchedBrowser,
  type LaunchOptions,
} from './launch-browser.ts'
import {
  documentOf,
  inspectPage,
  outcomeOf,
  outcomeOfFailure,
  captureScreenshots,
  scrollThrough,
} from './page-snapshot.ts'
import {
  defaultCaptureLimits,
  type CapturedPage,
  type CaptureResult,
  type CaptureFile,
  type CaptureLimits,
  type CaptureRecord,
} from './types.ts'
import { isFulfilled, withTimeout } from './wait-for-page.ts'
import { writeWacz, type Exchange } from './warc/index.ts'

export type CaptureOptions = {
  url: string
  /** The seller's page, full-size pictures: visited afterwards in the same browser. */
  also?: readonly string[]
  operator: string
  reason: string
  /** Output folder; must exist and be empty. */
  folder: string
  chromium: string
  version: string
  /** What to do if the browser gets no network namespace; defaults to `when-possible`. */
  isolation?: LaunchOptions['isolation']
  limits?: Partial<CaptureLimits>
  view?: Partial<Pick<CaptureRecord['view'], 'width' | 'height' | 'locale' | 'timeZone'>>
  signal?: AbortSignal
  lookup?: Lookup
  /** The sample's shop, as long as the sample is loaded. */
  builtInPages?: BuiltInPages | undefined
  /** Shops on loopback, only for rehearsals and tests. Never fill these from user input. */
  testAllowances?: readonly TestAllowance[]
  testKeys?: readonly string[]
}

/**
 * Captures a listing in a real browser: page, pictures, document, and every response as a WACZ. Never throws because
 * of an address, network or page: the outcome says what happened, and whatever arrived is stored.
 */
export async function capture(options: CaptureOptions): Promise<CaptureResult> {
  const limits = { ...defaultCaptureLimits, ...options.limits }
  const launched = await launchBrowser({
    executablePath: options.chromium,
    isolation: options.isolation ?? 'when-possible',
    openProxy: (socket) =>
      startGuardedProxy({
        bytes: limits.bytes,
        ...(socket !== undefined && { socket }),
        ...(options.lookup && { lookup: options.lookup }),
        ...(options.builtInPages && { builtInPages: options.builtInPages }),
        ...(options.testAllowances && { testAllowances: options.testAllowances }),
      }),
    ...(options.testKeys && { testKeys: options.testKeys }),
  })
  try {
    return await new Capturing(options, limits, launched).run()
  } finally {
    await launched.close()
  }
}

const stopped = {
  outcome: 'stopped',
  sentence: writeStoredSentence('page.stopped'),
} as const

const pictureEndings: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'image/avif': 'avif',
  'image/svg+xml': 'svg',
}

class Capturing {
  private readonly startedAt = new Date().toISOString()
  private readonly files: CaptureFile[] = []
  private readonly certificates = new Certificates()
  private readonly options: CaptureOptions
  private readonly limits: CaptureLimits
  private readonly proxy: GuardedProxy
  private readonly browser: Browser
  private readonly isolation: LaunchedBrowser['isolation']
  private readonly view: Omit<CaptureRecord['view'], 'userAgent'>
  private readonly deadline: number

  constructor(
    options: CaptureOptions,
    limits: CaptureLimits,
    { proxy, browser, isolation }: LaunchedBrowser,
  ) {
    this.options = options
    this.limits = limits
    this.proxy = proxy
    this.browser = browser
    this.isolation = isolation
    this.view = { width: 1280, height: 900, locale: 'en-GB', timeZone: 'UTC', ...options.view }
    this.deadline = Date.now() + limits.totalMilliseconds
  }

  async run(): Promise<CaptureResult> {
    const { width, height, locale, timeZone: timezoneId } = this.view
    const { requests, bytes } = this.limits
    const context = await this.browser.newContext({
      viewport: { width, height },
      locale,
      timezoneId,
      acceptDownloads: false,
      serviceWorkers: 'block',
    })
    if (this.isolation === 'flags') await context.addInitScript(withoutDirectConnections)
    const exchanges = new Exchanges(context, { requests, bytes: 2 * bytes }, () => {
      // The page gets no further data; what it shows can still be photographed.
      void context.setOffline(true)
    })
    const pages: CapturedPage[] = []
    let userAgent = ''
    for (const [index, url] of [this.options.url, ...(this.options.also ?? [])].entries()) {
      const page = await context.newPage()
      page.on('dialog', (dialog) => void dialog.dismiss().catch(() => undefined))
      page.on('popup', (popup) => void popup.close().catch(() => undefined))
      await withTimeout(this.certificates.listen(context, page, url), 5000, undefined)
      const visited = await this.visit(page, url, index, exchanges)
      pages.push(visited)
      if (visited.outcome === 'broken-tls') await this.certificates.rejected(url)
      if (index === 0)
        userAgent = await withTimeout(page.evaluate<string>('navigator.userAgent'), 5000, '')
      const urls = exchanges.done.map((exchange) => exchange.url)
      await withTimeout(this.certificates.request(urls), 5000, undefined)
      await withTimeout(page.close(), 5000, undefined)
      if (pages[0]?.outcome !== 'captured') break
    }
    await withTimeout(exchanges.settled(), 10_000, undefined)
    return this.finish(pages, exchanges, String(userAgent).slice(0, 500))
  }

  private async visit(
    page: Page,
    url: string,
    index: number,
    exchanges: Exchanges,
  ): Promise<CapturedPage> {
    const captured: CapturedPage = {
      requested: url,
      redirects: [],
      at: new Date().toISOString(),
      ...stopped,
      observed: [],
      incomplete: [],
      files: [],
    }
    // Starting a browser takes time: the capture may have been stopped meanwhile.
    if (this.isStopped()) return captured
    const refusal = this.proxy.refusalOf(url)
    if (refusal !== undefined) return { ...captured, outcome: 'refused', sentence: refusal.message }
    const stop = new AbortController()
    const abort = (): void => stop.abort()
    this.options.signal?.addEventListener('abort', abort, { once: true })
    const timer = setTimeout(abort, Math.max(0, this.deadline - Date.now()))
    try {
      await Promise.race([
        this.read(page, captured, index, exchanges),
        new Promise<never>((_, reject) => {
          const over = (): void => reject(new Error('Timeout: the capture took too long'))
          if (stop.signal.aborted) over()
          stop.signal.addEventListener('abort', over, { once: true })
        }),
      ])
    } catch (error) {
      // A stopped capture returns the facts known so far.
      if (this.isStopped()) return { ...captured, ...stopped }
      // A page that arrived but could not be read completely keeps its outcome, with the missing parts listed.
      const { outcome, sentence } = this.failure(error, exchanges.hosts)
      if (captured.files.length === 0) Object.assign(captured, { outcome, sentence })
      else captured.incomplete.push(writeCaptureSentence('ended-early', { sentence }))
    } finally {
      clearTimeout(timer)
      this.options.signal?.removeEventListener('abort', abort)
    }
    return captured
  }

  private isStopped(): boolean {
    return this.options.signal?.aborted === true
  }

  private async read(
    page: Page,
    captured: CapturedPage,
    index: number,
    exchanges: Exchanges,
  ): Promise<void> {
    const timeout = Math.min(this.limits.loadMilliseconds, Math.max(1, this.deadline - Date.now()))
    const response = await page.goto(captured.requested, { waitUntil: 'commit', timeout })
    if (response === null) throw new Error('net::ERR_ABORTED')
    captured.url = page.url()
    captured.status = response.status()
    for (let hop = response.request().redirectedFrom(); hop !== null; hop = hop.redirectedFrom()) {
      const answer = await hop.response()
      captured.redirects.unshift({ url: hop.url(), status: answer?.status() ?? 0 })
    }
    const loaded = await isFulfilled(page.waitForLoadState('load', { timeout }))
    const ended = await withTimeout(isFulfilled(response.finished()), 1000, false)
    if (!loaded) await withTimeout(page.evaluate('window.stop()'), 3000, undefined)
    const type = (response.headers()['content-type'] ?? '').split(';')[0] ?? ''
    if (type in pictureEndings && captured.status < 400 && ended) {
      return this.readPicture(captured, index, type, await response.body())
    }
    await isFulfilled(
      page.waitForLoadState('networkidle', { timeout: this.limits.settleMilliseconds }),
    )
    const { stillGrowing } = await scrollThrough(page, this.limits)
    const snapshot = await inspectPage(page)
    captured.url = page.url()
    captured.title = snapshot.title
    Object.assign(captured, outcomeOf(captured.status, snapshot, captured.url))
    const name = index === 0 ? 'page' : `page-${index + 1}`
    const document = await documentOf(page)
    if (document === undefined)
      captured.incomplete.push(writeCaptureSentence('document-too-large', {}))
    else {
      await this.put(captured, `${name}.html`, 'text/html; charset=utf-8', document, {
        title: writeStoredSentence('item.document', { address: captured.url }),
      })
    }
    const { pictures, pageHeight } = await captureScreenshots(page, this.limits)
    for (const [at, picture] of pictures.entries()) {
      const address = captured.url
      const parts = pictures.length
      await this.put(captured, `${name}-${at + 1}.png`, 'image/png', picture, {
        title:
          parts === 1
            ? writeStoredSentence('item.screenshot', { address })
            : writeStoredSentence('item.screenshot-part', { address, part: at + 1, parts }),
      })
    }
    this.reportIncomplete(captured, { pageHeight, stillGrowing, loaded, ended, exchanges })
  }

  /** A picture is stored unchanged: a screenshot of it would show less. */
  private async readPicture(
    captured: CapturedPage,
    index: number,
    type: string,
    bytes: Buffer,
  ): Promise<void> {
    captured.outcome = 'captured'
    const { status = 200 } = captured
    captured.sentence = writeStoredSentence('page.picture-served', { status })
    await this.put(captured, `picture-${index + 1}.${pictureEndings[type]}`, type, bytes, {
      title: writeStoredSentence('item.picture', { address: captured.url ?? this.options.url }),
    })
  }

  private reportIncomplete(
    captured: CapturedPage,
    dimensions: {
      pageHeight: number
      stillGrowing: boolean
      loaded: boolean
      ended: boolean
      exchanges: Exchanges
    },
  ): void {
    const { height, scrolls, bytes, requests } = this.limits
    const { pageHeight } = dimensions
    const say = (sentence: string): number => captured.incomplete.push(sentence)
    if (pageHeight > height) {
      say(writeCaptureSentence('page-height', { pixels: pageHeight, shown: height }))
    }
    if (dimensions.stillGrowing) {
      say(writeCaptureSentence('kept-growing', { scrolls, pixels: height }))
    }
    if (dimensions.exchanges.tooMany()) {
      say(writeCaptureSentence('too-many-requests', { requests }))
    }
    if (this.proxy.exceeded()) {
      say(writeCaptureSentence('too-many-bytes', { bytes }))
      if (!dimensions.ended) {
        captured.outcome = 'too-large'
        captured.sentence = writeStoredSentence('page.too-large', { bytes })
      }
    } else if (!dimensions.loaded && !dimensions.ended) {
      captured.outcome = 'too-slow'
      captured.sentence = writeStoredSentence('page.unfinished', {
        seconds: this.limits.loadMilliseconds / 1000,
      })
    } else if (!dimensions.loaded) say(writeCaptureSentence('never-finished', {}))
  }

  private failure(error: unknown, hosts: ReadonlySet<string>): ReturnType<typeof outcomeOfFailure> {
    const message = error instanceof Error ? error.message : String(error)
    const failure = outcomeOfFailure(message)
    if (failure.outcome !== 'unreachable') return failure
    if (this.proxy.exceeded()) {
      const sentence = writeStoredSentence('page.too-large', { bytes: this.limits.bytes })
      return { outcome: 'too-large', sentence }
    }
    const { refusal } =
      this.proxy.connections.findLast(
        (connection) => connection.refusal !== undefined && hosts.has(connection.host),
      ) ?? {}
    if (refusal === undefined) return failure
    const outcomes = {
      unresolvable: 'unresolvable',
      unreachable: 'unreachable',
      'too-slow': 'too-slow',
    } as const
    const outcome = Object.hasOwn(outcomes, refusal.reason)
      ? outcomes[refusal.reason as keyof typeof outcomes]
      : 'refused'
    return { outcome, sentence: refusal.message }
  }

  private async put(
    captured: CapturedPage,
    name: string,
    mediatype: string,
    content: string | Uint8Array,
    { title }: { title: string },
  ): Promise<void> {
    const path = join(this.options.folder, name)
    await writeFile(path, content, { flag: 'wx' })
    this.files.push({ name, path, mediatype, title })
    captured.files.push(name)
  }

  private async finish(
    pages: CapturedPage[],
    exchanges: Exchanges,
    userAgent: string,
  ): Promise<CaptureResult> {
    const { options, proxy } = this
    const done = exchanges.done.map((exchange) => withAddress(proxy, exchange))
    const record = toCaptureRecord({
      options,
      proxy,
      pages,
      exchanges,
      done,
      startedAt: this.startedAt,
      isolation: this.isolation,
      chains: this.certificates.chains,
      view: { ...this.view, userAgent },
      chromium: this.browser.version(),
    })
    const json = Buffer.from(`${JSON.stringify(record, null, 2)}\n`)
    await mkdir(options.folder, { recursive: true })
    if (done.length > 0) await this.archive(pages, done, json)
    const path = join(options.folder, 'capture.json')
    await writeFile(path, json, { flag: 'wx' })
    const title = writeStoredSentence('item.record')
    this.files.push({ name: 'capture.json', path, mediatype: 'application/json', title })
    const [first] = pages
    const { outcome = 'stopped', sentence = writeStoredSentence('page.not-requested') } =
      first ?? {}
    return { outcome, sentence, record, files: this.files }
  }

  private async archive(
    pages: CapturedPage[],
    exchanges: Exchange[],
    metadata: Buffer,
  ): Promise<void> {
    const path = join(this.options.folder, 'capture.wacz')
    const shown = pages.flatMap(({ url, title = '', at }) =>
      url === undefined ? [] : [{ url, title, at }],
    )
    await writeWacz(
      {
        exchanges,
        pages: shown,
        title: `Capture of ${this.options.url}`,
        software: `Touchstone ${this.options.version}, Chromium ${this.browser.version()}`,
        operator: this.options.operator,
        at: new Date(),
        metadata,
      },
      path,
    )
    const title = writeStoredSentence('item.archive')
    this.files.push({ name: 'capture.wacz', path, mediatype: 'application/wacz+zip', title })
  }
}
