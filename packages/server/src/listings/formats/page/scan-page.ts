import { Parser } from 'htmlparser2'
import type { PageLimits } from './limits.ts'
import { emptyNode, type Node } from './node.ts'
import { blockElements, silentElements, tidy } from './text.ts'

/** The structured data and metadata of a page. */
export type ScannedPage = {
  jsonLd: string[]
  /** Top-level microdata items, in the form of JSON-LD. */
  items: Node[]
  /** Contents of meta elements by lowercase property or name. */
  meta: Map<string, string[]>
  title: string
  canonical: string | undefined
  base: string | undefined
  language: string | undefined
  /** The limit at which reading stopped. */
  stoppedBy: 'depth' | 'script' | undefined
}

const pieceCharacters = 16 * 1024

/** Scans a page in one pass, without building its tree. */
export function scanPage(html: string, limits: PageLimits): ScannedPage {
  const scanner = new PageScanner(limits)
  const parser = new Parser(scanner)
  // In chunks, so that a page of nothing but open elements is abandoned early.
  for (
    let from = 0;
    from < html.length && scanner.page.stoppedBy !== 'depth';
    from += pieceCharacters
  ) {
    parser.write(html.slice(from, from + pieceCharacters))
  }
  if (scanner.page.stoppedBy !== 'depth') parser.end()
  scanner.page.title = tidy(scanner.page.title)
  return scanner.page
}

type Capture = { item: Node; names: string[]; text: string }
type Open = { name: string; item?: Node; capture?: Capture }

const addressAttributes: Record<string, string> = {
  a: 'href',
  area: 'href',
  link: 'href',
  audio: 'src',
  embed: 'src',
  iframe: 'src',
  img: 'src',
  source: 'src',
  track: 'src',
  video: 'src',
  object: 'data',
  data: 'value',
  meter: 'value',
  time: 'datetime',
}

const capturesAtMost = 16

class PageScanner {
  readonly page: ScannedPage = {
    jsonLd: [],
    items: [],
    meta: new Map(),
    title: '',
    canonical: undefined,
    base: undefined,
    language: undefined,
    stoppedBy: undefined,
  }
  private readonly limits: PageLimits
  private readonly stack: Open[] = []
  private readonly items: Node[] = []
  private readonly captures: Capture[] = []
  private nodes = 0
  private silent = 0
  private script: string | undefined
  private inTitle = false

  constructor(limits: PageLimits) {
    this.limits = limits
  }

  onopentag(name: string, attributes: Record<string, string>): void {
    const open: Open = { name }
    this.stack.push(open)
    if (this.stack.length > this.limits.depth) this.page.stoppedBy = 'depth'
    if (silentElements.has(name)) this.silent++
    if (blockElements.has(name)) this.append('\n')
    if (name === 'script' && /^\s*application\/ld\+json\b/i.test(attributes['type'] ?? '')) {
      this.script = ''
    }
    if (name === 'title' && this.page.title === '') this.inTitle = true
    this.head(name, attributes)
    this.microdata(open, attributes)
  }

  ontext(text: string): void {
    if (this.script !== undefined) {
      if (this.script.length + text.length > this.limits.scriptCharacters) {
        this.page.stoppedBy ??= 'script'
        this.script = undefined
      } else this.script += text
    }
    if (this.inTitle && this.page.title.length < 5000) this.page.title += text
    if (this.silent === 0) this.append(text)
  }

  onclosetag(name: string): void {
    const open = this.stack.pop()
    if (silentElements.has(name)) this.silent--
    if (blockElements.has(name)) this.append('\n')
    if (name === 'title') this.inTitle = false
    if (name === 'script' && this.script !== undefined) {
      this.page.jsonLd.push(this.script)
      this.script = undefined
    }
    if (open?.item !== undefined) this.items.pop()
    if (open?.capture !== undefined) {
      this.captures.pop()
      const { item, names, text } = open.capture
      addValue(item, names, tidy(text))
    }
  }

  private head(name: string, attributes: Record<string, string>): void {
    const { page } = this
    if (name === 'html') page.language ??= attributes['lang']
    else if (name === 'base') page.base ??= attributes['href']
    else if (name === 'link' && /\bcanonical\b/i.test(attributes['rel'] ?? '')) {
      page.canonical ??= attributes['href']
    } else if (name === 'meta') {
      const key = (attributes['property'] ?? attributes['name'])?.toLowerCase()
      const content = attributes['content']
      if (key === undefined || content === undefined || page.meta.size >= 1000) return
      const found = page.meta.get(key) ?? []
      if (found.length < 50) page.meta.set(key, [...found, content])
    }
  }

  private microdata(open: Open, attributes: Record<string, string>): void {
    const owner = this.items.at(-1)
    const names = owner === undefined ? [] : wordsOf(attributes['itemprop'])
    if (attributes['itemscope'] !== undefined && this.nodes < this.limits.nodes) {
      this.nodes++
      const item = emptyNode()
      item['@type'] = wordsOf(attributes['itemtype'])
      if (attributes['itemid'] !== undefined) item['@id'] = attributes['itemid']
      if (owner !== undefined && names.length > 0) addValue(owner, names, item)
      else this.page.items.push(item)
      this.items.push(item)
      open.item = item
      return
    }
    if (owner === undefined || names.length === 0) return
    const attribute = addressAttributes[open.name]
    const value =
      attributes['content'] ?? (attribute === undefined ? undefined : attributes[attribute])
    if (value !== undefined) addValue(owner, names, value.trim())
    else if (this.captures.length < capturesAtMost) {
      open.capture = { item: owner, names, text: '' }
      this.captures.push(open.capture)
    }
  }

  private append(text: string): void {
    for (const capture of this.captures) {
      // A block that starts where another ends separates the text once.
      if (text === '\n' && /(^|\n)[^\S\n]*$/.test(capture.text.slice(-40))) continue
      if (capture.text.length < this.limits.textCharacters) capture.text += text
    }
  }
}

function wordsOf(text: string | undefined): string[] {
  return (text ?? '').split(/\s+/).filter((word) => word !== '')
}

const valuesAtMost = 1000

function addValue(item: Node, names: readonly string[], value: unknown): void {
  for (const name of names.slice(0, 10)) {
    const found = item[name]
    if (found === undefined) item[name] = [value]
    else if (Array.isArray(found) && found.length < valuesAtMost) found.push(value)
  }
}
