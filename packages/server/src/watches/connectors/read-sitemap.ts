import { createGunzip } from 'node:zlib'
import { SaxesParser } from 'saxes'
import { unpackStream } from '../../platform/unpacking/index.ts'

/** `lastmod` is the date of the last change, as the sitemap states it. */
export type SitemapEntry = { kind: 'page' | 'sitemap'; url: string; lastmod?: string }

const maxDepth = 32
const maxText = 4096
const gzipBite = 16 * 1024

/**
 * Reads a sitemap, an index of sitemaps, a list of addresses as text, RSS or Atom, plain or gzip, as its bytes come. It
 * ends at the first place that cannot be read and throws only what the bytes throw. `onUnpacked` is called with the bytes
 * of each piece.
 */
export async function* readSitemap(
  bytes: AsyncIterable<Uint8Array>,
  maxBytes: number,
  onUnpacked: (bytes: number) => void = () => undefined,
): AsyncGenerator<SitemapEntry, void> {
  const decoder = new TextDecoder()
  let reader: SitemapReader | undefined
  let isBinary = false
  try {
    for await (const chunk of plain(bytes, maxBytes, onUnpacked)) {
      const text = decoder.decode(chunk, { stream: true })
      reader ??= text.trimStart().startsWith('<') ? new XmlSitemap() : new TextSitemap()
      isBinary ||= text.includes('\0')
      if (isBinary) return
      reader.read(text)
      yield* reader.found.splice(0)
      if (reader.isOver) return
    }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    yield* reader?.found.splice(0) ?? []
    return
  }
  reader?.end()
  yield* reader?.found.splice(0) ?? []
}

class Unreadable extends Error {}

/** The bytes, unpacked if they are gzip, up to the limit. */
async function* plain(
  bytes: AsyncIterable<Uint8Array>,
  maxBytes: number,
  onUnpacked: (bytes: number) => void,
): AsyncGenerator<Uint8Array, void> {
  const iterator = bytes[Symbol.asyncIterator]()
  let start = Buffer.alloc(0)
  while (start.length < 2) {
    const step = await iterator.next()
    if (step.done === true) break
    start = Buffer.concat([start, step.value])
  }
  async function* all(): AsyncGenerator<Uint8Array, void> {
    yield start
    for (let step = await iterator.next(); step.done !== true; step = await iterator.next()) {
      yield step.value
    }
  }
  const isPacked = start[0] === 0x1f && start[1] === 0x8b
  const gunzip = createGunzip()
  const damaged = (): Error => new Unreadable()
  let size = 0
  try {
    const unpacked = isPacked ? unpackStream(all(), gunzip, { bite: gzipBite, damaged }) : all()
    for await (const piece of unpacked) {
      size += piece.length
      onUnpacked(piece.length)
      if (size > maxBytes) return
      yield piece
    }
  } finally {
    gunzip.destroy()
    await iterator.return?.()
  }
}

type SitemapReader = {
  found: SitemapEntry[]
  isOver: boolean
  read(text: string): void
  end(): void
}

class TextSitemap implements SitemapReader {
  found: SitemapEntry[] = []
  isOver = false
  private rest = ''

  read(text: string): void {
    const lines = (this.rest + text).split(/\r\n|\r|\n/)
    this.rest = lines.pop() ?? ''
    for (const line of lines) this.add(line)
    if (this.rest.length > maxText) this.isOver = true
  }

  end(): void {
    this.add(this.rest)
  }

  private add(line: string): void {
    const url = line.trim()
    if (url.length <= maxText && /^https?:\/\//i.test(url)) this.found.push({ kind: 'page', url })
  }
}

/** Elements whose text is an address. Some shops leave out `loc`. */
const addresses: Record<string, SitemapEntry['kind']> = {
  'url/loc': 'page',
  'sitemap/loc': 'sitemap',
  'urlset/url': 'page',
  'sitemapindex/sitemap': 'sitemap',
}
/** The same in feeds, where the first one of an entry counts; a `guid` often is its only address. */
const feedAddresses = new Set(['item/link', 'item/guid'])
const changes = new Set(['url/lastmod', 'sitemap/lastmod', 'entry/updated'])
const entries = new Set(['url', 'sitemap', 'item', 'entry'])
const maxDate = 40

class XmlSitemap implements SitemapReader {
  found: SitemapEntry[] = []
  isOver = false
  private readonly parser = new SaxesParser()
  private readonly path: string[] = []
  private text = ''
  private hasLink = false
  private waiting: SitemapEntry | undefined
  private lastmod = ''

  constructor() {
    const { parser } = this
    // Anything malformed ends the reading; what was found before is used.
    parser.on('error', () => this.stop())
    parser.on('doctype', () => this.stop())
    parser.on('opentag', ({ name, attributes }) => {
      this.path.push(localName(name))
      this.text = ''
      if (this.path.length > maxDepth) this.stop()
      if (entries.has(localName(name))) {
        this.hasLink = false
        this.lastmod = ''
      }
      const { href, rel = 'alternate' } = attributes
      if (this.at === 'entry/link' && href !== undefined && rel === 'alternate') this.addLink(href)
    })
    const onText = (text: string): void => {
      if (this.text.length <= maxText) this.text += text
    }
    parser.on('text', onText)
    parser.on('cdata', onText)
    parser.on('closetag', () => {
      const kind = addresses[this.at]
      if (kind !== undefined) this.add(kind, this.text)
      else if (feedAddresses.has(this.at)) this.addLink(this.text)
      else if (changes.has(this.at)) this.lastmod = this.text.trim().slice(0, maxDate)
      if (entries.has(this.path.at(-1) ?? '')) this.passOn()
      this.path.pop()
      this.text = ''
    })
  }

  read(text: string): void {
    for (let from = 0; from < text.length && !this.isOver; from += maxText) {
      this.parser.write(text.slice(from, from + maxText))
    }
  }

  end(): void {
    if (!this.isOver) this.parser.close()
    this.passOn()
  }

  private get at(): string {
    return this.path.slice(-2).join('/')
  }

  private add(kind: SitemapEntry['kind'], text: string): boolean {
    const url = text.trim()
    if (this.isOver || url.length > maxText || !/^https?:/i.test(url)) return false
    this.passOn()
    this.waiting = { kind, url }
    return true
  }

  /** Passes the last address on, once all is known that its entry says. */
  private passOn(): void {
    if (this.waiting === undefined) return
    this.found.push({ ...this.waiting, ...(this.lastmod !== '' && { lastmod: this.lastmod }) })
    this.waiting = undefined
  }

  private addLink(text: string): void {
    if (!this.hasLink) this.hasLink = this.add('page', text)
  }

  private stop(): void {
    this.passOn()
    this.isOver = true
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1).toLowerCase()
}
