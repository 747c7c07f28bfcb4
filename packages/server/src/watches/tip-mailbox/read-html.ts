import { Parser } from 'htmlparser2'

const blocks = new Set(['p', 'div', 'br', 'li', 'tr', 'h1', 'h2', 'h3', 'blockquote'])
const silent = new Set(['script', 'style', 'title'])

/** Passes on the links and the text of HTML, with a line break at each end of a block. Nothing is rendered. */
export function readHtml(
  html: string,
  { onLink, onText }: { onLink?: (address: string) => void; onText: (text: string) => void },
): void {
  let hidden = 0
  const parser = new Parser({
    onopentag(name, { href }) {
      if (silent.has(name)) hidden++
      if (blocks.has(name)) onText('\n')
      if (name === 'a' && href !== undefined) onLink?.(href)
    },
    ontext(words) {
      if (hidden === 0) onText(words)
    },
    onclosetag(name) {
      if (silent.has(name)) hidden--
      if (blocks.has(name)) onText('\n')
    },
  })
  parser.end(html)
}
