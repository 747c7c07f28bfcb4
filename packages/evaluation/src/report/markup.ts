/** Well-formed markup; everything else is escaped. */
export class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Part = Markup | string | number | null | undefined | false | readonly Part[]

/** Creates markup from a template; inserted values are escaped unless they are markup themselves. */
export function markup(literals: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(
    literals.map((literal, at) => literal + (at < parts.length ? textOf(parts[at]) : '')).join(''),
  )
}

function textOf(part: Part): string {
  if (part === null || part === undefined || part === false) return ''
  if (part instanceof Markup) return part.text
  if (typeof part === 'string') return escapeText(part)
  if (typeof part === 'number') return String(part)
  return part.map(textOf).join('')
}

function escapeText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

const unseen =
  /[\p{Cc}\p{Cs}\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu

/**
 * A stranger's text: characters that cannot be seen or that turn a line around are shown by their
 * code, and its direction does not reach the text around it.
 */
export function strange(text: string): Markup {
  return markup`<bdi>${shown(text)}</bdi>`
}

/** As `strange`, for a sentence of ours that quotes a stranger and may begin with the quotation. */
export function sentence(text: string): Markup {
  return markup`<bdi dir="ltr">${shown(text)}</bdi>`
}

/** Like `strange`, for text inside an element with its own direction. */
export function shown(text: string): Markup[] {
  const parts: Markup[] = []
  let from = 0
  for (const { 0: character, index } of text.matchAll(unseen)) {
    if (index > from) parts.push(markup`${text.slice(from, index)}`)
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
    const isSpace = character === '\n' || character === '\t' || character === '\r'
    parts.push(isSpace ? markup` ` : markup`<span class="unseen">U+${code}</span>`)
    from = index + character.length
  }
  parts.push(markup`${text.slice(from)}`)
  return parts
}
