import { Parser } from 'htmlparser2'

/** Elements whose content is not text of the page. */
export const silentElements: ReadonlySet<string> = new Set([
  'script',
  'style',
  'template',
  'noscript',
  'svg',
])

export const blockElements: ReadonlySet<string> = new Set(
  'address article aside blockquote br dd div dl dt footer h1 h2 h3 h4 h5 h6 header hr li main ol p pre section table td th tr ul'.split(
    ' ',
  ),
)

const markup = /<\/?[a-z!][^<>]*>/i

/** One line of text: character references resolved, white space collapsed, the rest unchanged. */
export function oneLine(text: string): string {
  return resolved(text).replace(/\s+/g, ' ').trim()
}

/** Running text: without markup, scripts and styles, with line ends after blocks. */
export function plainText(text: string): string {
  return tidy(markup.test(text) ? withoutMarkup(text) : resolved(text))
}

export function tidy(text: string): string {
  return text
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

function resolved(text: string): string {
  return text.includes('&') ? withoutMarkup(text.replaceAll('<', '&lt;')) : text
}

function withoutMarkup(text: string): string {
  let found = ''
  let silent = 0
  const parser = new Parser({
    onopentagname(name) {
      if (silentElements.has(name)) silent++
    },
    ontext(piece) {
      if (silent === 0) found += piece
    },
    onclosetag(name) {
      if (silentElements.has(name)) silent--
      else if (blockElements.has(name)) found += '\n'
    },
  })
  parser.end(text)
  return found
}

/** Truncates a text without splitting a character. */
export function truncate(text: string, length: number): string {
  return text.length <= length ? text : text.slice(0, length).replace(/[\ud800-\udbff]$/, '')
}

/** The absolute address, http and https only. */
export function addressOf(text: string, base: string): string | undefined {
  const url = URL.parse(text.trim(), base)
  return url !== null && /^https?:$/.test(url.protocol) ? url.href : undefined
}
