/** Placeholders for the whole notice, and for each of its items. */
export const noticePlaceholders = [
  'organisation',
  'regime',
  'ground',
  'reasons',
  'right',
  'office',
  'number',
  'holder',
  'extractDate',
  'territory',
  'classes',
  'signatory',
  'contact',
  'date',
] as const
export const itemPlaceholders = [
  'place',
  'url',
  'id',
  'marketplace',
  'title',
  'facts',
  'evidence',
] as const
type NoticePlace = (typeof noticePlaceholders)[number]
type ItemPlace = (typeof itemPlaceholders)[number]

export type TemplateValues = Readonly<Record<NoticePlace, string>> & {
  items: readonly Readonly<Record<ItemPlace, string>>[]
}

type Part = { text: string } | { place: string } | { each: Part[] }

const tag = /\{\{([#/]?)([A-Za-z]{1,40})\}\}/g

/**
 * Parses a template: text with placeholders, and one kind of block, repeated for each item. The language has nothing
 * else, so a template cannot run code. Faults are sentences.
 */
function parse(template: string): { parts: Part[]; faults: string[] } {
  const parts: Part[] = []
  const faults: string[] = []
  let block: Part[] | undefined
  let from = 0
  const put = (part: Part): void => void (block ?? parts).push(part)
  const literal = (text: string): void => {
    if (/\{\{|\}\}/.test(text)) faults.push(`“${around(text)}” is not a placeholder.`)
    if (text !== '') put({ text })
  }
  for (const [found, sign = '', name = ''] of template.matchAll(tag)) {
    const at = template.indexOf(found, from)
    literal(template.slice(from, at))
    from = at + found.length
    if (sign === '') {
      const known: readonly string[] =
        block === undefined ? noticePlaceholders : [...noticePlaceholders, ...itemPlaceholders]
      if (known.includes(name)) put({ place: name })
      else faults.push(`“${found}” is an unknown placeholder; use one of ${known.join(', ')}.`)
    } else if (name !== 'items' || (sign === '#') !== (block === undefined)) {
      faults.push(`“${found}” is misplaced: there is one block, {{#items}} to {{/items}}.`)
    } else if (sign === '#') block = []
    else {
      parts.push({ each: block ?? [] })
      block = undefined
    }
  }
  literal(template.slice(from))
  if (block !== undefined) faults.push('The block {{#items}} is not closed: add {{/items}}.')
  return { parts, faults }
}

function around(text: string): string {
  const at = Math.max(text.search(/\{\{|\}\}/) - 10, 0)
  return text.slice(at, at + 40)
}

/** Faults of a template, as sentences. */
export function templateFaults(template: string): string[] {
  return parse(template).faults
}

type Piece = { text: string; isValue: boolean }

/**
 * Fills the placeholders of a template. Values are plain text: placeholders in them are not filled. A line whose
 * placeholders are all empty is left out.
 */
export function renderTemplate(template: string, values: TemplateValues): string {
  const { items, ...whole } = values
  const fill = (parts: readonly Part[], known: Readonly<Record<string, string>>): Piece[] =>
    parts.flatMap((part) => {
      if ('text' in part) return [{ text: part.text, isValue: false }]
      if ('place' in part) return [{ text: known[part.place] ?? '', isValue: true }]
      return items.flatMap((item) => fill(part.each, { ...whole, ...item }))
    })
  return joinLines(linesOf(fill(parse(template).parts, whole)))
}

/** `isEmpty`: it has placeholders, and none has a value. */
type Line = { text: string; isEmpty?: boolean }

/** The lines of the template; a value stays within its line, whatever it contains. */
function linesOf(pieces: readonly Piece[]): Line[] {
  let line: Line = { text: '' }
  const lines = [line]
  for (const { text, isValue } of pieces) {
    const [first = '', ...others] = isValue ? [text] : text.split('\n')
    line.text += first
    if (isValue) line.isEmpty = (line.isEmpty ?? true) && text.trim() === ''
    for (const other of others) {
      line = { text: other }
      lines.push(line)
    }
  }
  return lines
}

function joinLines(lines: readonly Line[]): string {
  const joined: string[] = []
  let isAfterGap = false
  for (const { text, isEmpty } of lines) {
    if (isEmpty) isAfterGap = true
    else if (!isAfterGap || text.trim() !== '' || joined.at(-1)?.trim() !== '') {
      joined.push(text)
      isAfterGap = false
    }
  }
  return joined.join('\n')
}

/** Text as HTML paragraphs and line breaks; nothing in it becomes markup. */
export function toHtml(text: string): string {
  return text
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${escaped(paragraph).replaceAll('\n', '<br>')}</p>`)
    .join('\n')
}

const marks: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => marks[mark] ?? mark)
}

export const standardTemplate = {
  subject: 'Notice of {{organisation}} under the {{regime}}',
  body: `{{organisation}} gives notice under the {{regime}} (ground: {{ground}}).

Right: {{right}}, {{office}} {{number}}, holder {{holder}}; register extract of {{extractDate}}. Valid in {{territory}}; classes {{classes}}.

{{reasons}}

{{#items}}{{place}}. {{url}}
   {{marketplace}}, listing {{id}}. The title says “{{title}}”.{{facts}}
   Evidence: {{evidence}}

{{/items}}We believe in good faith that the information in this notice is accurate and complete.

{{signatory}}
{{organisation}}
{{contact}}
{{date}}
`,
}

/** As the standard one, for a work, which no register lists. */
export const standardWorkTemplate = {
  subject: standardTemplate.subject,
  body: standardTemplate.body.replace(
    /^Right: .*$/m,
    'Work: {{right}}; holder of the copyright: {{holder}}. Offered in {{territory}}.',
  ),
}
