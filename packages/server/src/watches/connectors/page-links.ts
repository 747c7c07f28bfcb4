import { Parser } from 'htmlparser2'

const maxCharacters = 512 * 1024
const maxLinks = 500

/** The addresses that a page links to, in its order. */
export function linksOf(html: string, pageUrl: string): URL[] {
  const links = new Map<string, URL>()
  let base = pageUrl
  const parser = new Parser({
    onopentag(name, { href, rel = '' }) {
      if (href === undefined) return
      if (name === 'base') base = URL.parse(href, pageUrl)?.href ?? base
      if (name !== 'a' || links.size >= maxLinks || /\bnofollow\b/i.test(rel)) return
      const url = URL.parse(href, base)
      if (url === null || !/^https?:$/.test(url.protocol)) return
      url.hash = ''
      links.set(url.href, url)
    },
  })
  parser.end(html.slice(0, maxCharacters))
  return [...links.values()]
}
