import { readHtml } from './read-html.ts'

/** What people read in an email. */
export type EmailText = { text: string; html: string }

/** Each is a page to read: an email with more names of goods is sent in parts. */
export const maxAddresses = 20

/** An address ends where text in another script begins. */
const inText = /https?:\/\/[!#-;=?-_a-z~]+/gi
const closing: Readonly<Record<string, string>> = { ')': '(', ']': '[' }
/** Where a footer begins (RFC 3676, 4.3). */
const signature = /^-- ?\r?$/m

/**
 * The addresses of an email that may be pages of goods: those in its text, and where its links lead. Nothing else of the
 * HTML is read, and nothing is fetched.
 */
export function findAddresses({ text, html }: EmailText, ownOrigin?: string): string[] {
  const found = new Set<string>()
  const add = (address: string): void => {
    const url = unwrapped(URL.parse(address))
    if (url === undefined || url.origin === ownOrigin || !mayBeGoods(url)) return
    url.hash = ''
    if (url.href.length <= 2000) found.add(url.href)
  }
  const [body = ''] = text.split(signature)
  for (const address of addressesOfText(body)) add(address)
  readHtml(html, {
    onLink: add,
    onText: (words) => {
      for (const address of addressesOfText(words)) add(address)
    },
  })
  return [...found]
}

function* addressesOfText(text: string): Generator<string> {
  for (const [address] of text.matchAll(inText)) yield withoutEnd(address)
}

/** Without the punctuation of the sentence around it. */
function withoutEnd(address: string): string {
  let end = address.length
  for (; end > 0; end--) {
    const last = address[end - 1] ?? ''
    const opening = closing[last]
    const isOpened = opening !== undefined && address.slice(0, end).includes(opening)
    if (isOpened || !/[.,;:!?'*_)\]]/.test(last)) break
  }
  return address.slice(0, end)
}

/** The address in a link that a mail filter or a search page put around it. */
function unwrapped(url: URL | null): URL | undefined {
  if (url === null) return undefined
  const { hostname, pathname, searchParams } = url
  const inner = hostname.endsWith('.safelinks.protection.outlook.com')
    ? searchParams.get('url')
    : /^www\.google\.[a-z.]{2,6}$/.test(hostname) && pathname === '/url'
      ? (searchParams.get('q') ?? searchParams.get('url'))
      : null
  return inner === null ? url : (URL.parse(inner) ?? undefined)
}

/** Hosts that count who follows a link, whose address says nothing of the page behind it. */
const trackingHosts =
  /^(?:clicks?|track(?:ing)?|trk|links?|lnk|e?mail|newsletter|news|unsubscribe)\./
const trackingPaths = /^\/(?:ls\/click|track\/click|click|wf\/click|c\/[\w-]{40,}$)/
const ofSender = /unsub|opt-?out|abmeld|desinscri|email-?preferences|manage-?preferences/i
const isFile = /\.(?:png|jpe?g|gif|webp|svg|ico|css|js|woff2?|ics|vcf)$/i

/** False for home pages, tracking and unsubscribe links, and files. */
function mayBeGoods({ protocol, username, password, hostname, pathname, search }: URL): boolean {
  if (!/^https?:$/.test(protocol) || username !== '' || password !== '') return false
  if (pathname === '/' && search === '') return false
  if (trackingHosts.test(hostname) || trackingPaths.test(pathname)) return false
  return !ofSender.test(pathname) && !ofSender.test(search) && !isFile.test(pathname)
}
