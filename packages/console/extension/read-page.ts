/** What a page states of its listings, as shown in a browser. */
export type ShownPage = {
  url: string
  title: string
  /** JSON-LD, microdata and metadata, without reviews, people and texts; absent if there is too much. */
  html?: string
  shownAt: string
  /** Whether it shows a field for a password. */
  asksForSignIn: boolean
}

/**
 * Reads the page that it runs in. Only data about goods is taken: no messages, reviews, names of buyers, forms or pictures.
 * The function is sent into pages by its text, so it uses nothing from outside.
 */
export function readPage(): ShownPage {
  const mostCharacters = 400_000
  const aboutPeople = /^(author|comment|creator|customer|member|person|reviews?|reviewedBy)$/i
  const escaped = (text: string): string =>
    text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
  const parts: string[] = []

  for (const meta of document.querySelectorAll('meta')) {
    const name = meta.getAttribute('property') ?? meta.getAttribute('name') ?? ''
    if (/^(og|product|twitter):|^description$/i.test(name))
      parts.push(`<meta property="${escaped(name)}" content="${escaped(meta.content)}">`)
  }
  for (const script of document.querySelectorAll('script[type^="application/ld+json" i]')) {
    try {
      const data: unknown = JSON.parse(script.textContent, (key, value: unknown) =>
        aboutPeople.test(key) ? undefined : value,
      )
      const text = JSON.stringify(data).replaceAll('</', String.raw`<\/`)
      parts.push(`<script type="application/ld+json">${text}</script>`)
    } catch {
      // Data that nobody can read is left out.
    }
  }
  const written = (element: Element): string => {
    const names = (element.getAttribute('itemprop') ?? '').split(/\s+/)
    if (names.some((name) => aboutPeople.test(name))) return ''
    if (/^(form|iframe|noscript|script|style|template|textarea)$/i.test(element.tagName)) return ''
    const attributes = ['itemscope', 'itemtype', 'itemprop', 'content', 'href', 'src', 'datetime']
      .filter((name) => element.hasAttribute(name))
      .map((name) => ` ${name}="${escaped(element.getAttribute(name) ?? '')}"`)
      .join('')
    const isValue = element.hasAttribute('itemprop')
    const inside = [...element.childNodes].map((node) => {
      if (node instanceof Element) return written(node)
      return isValue && node instanceof Text ? escaped(node.data) : ''
    })
    const tag = element.tagName.toLowerCase()
    const isVoid = /^(meta|link|img|br|hr|input|source|wbr)$/.test(tag)
    return `<${tag}${attributes}>${inside.join('')}${isVoid ? '' : `</${tag}>`}`
  }
  for (const item of document.querySelectorAll('[itemscope][itemtype*="schema.org/Product" i]'))
    if (item.parentElement?.closest('[itemscope]') == null) parts.push(written(item))

  const language = escaped(document.documentElement.lang)
  const head = `<html lang="${language}"><meta charset="utf-8"><title>${escaped(document.title)}</title>`
  const html = `${head}${parts.join('\n')}</html>`
  const passwords = [...document.querySelectorAll('input[type="password" i]')]
  return {
    url: location.href,
    title: document.title,
    ...(html.length <= mostCharacters && { html }),
    shownAt: new Date().toISOString(),
    asksForSignIn: passwords.some((field) => field.checkVisibility()),
  }
}
