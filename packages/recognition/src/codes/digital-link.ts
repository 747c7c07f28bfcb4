import { identifierOf, isKey, isPathSequence, longestSequence } from './application-identifiers.ts'
import { checkValue, type CodeElement, type ReadElement } from './elements.ts'
import { unknownIdentifier } from './element-string.ts'
import { UnreadableCode } from './problem.ts'

export const isWebAddress = (text: string): boolean => /^(https?|HTTPS?):\/\//.test(text)

const maxParameters = 64
const canonicalStem = 'https://id.gs1.org'

/** What a Digital Link names: a key with its qualifiers, then the data attributes of its query. */
export interface ReadLink {
  path: ReadElement[]
  attributes: ReadElement[]
}

/** Reads a GS1 Digital Link (URI Syntax 1.4). */
export function readDigitalLink(text: string): ReadLink {
  const illegal = text.search(/[^\w\-.~:/?#[\]@!$&'()*+,;=%]/)
  if (illegal !== -1) throw new UnreadableCode('uri-character', { at: illegal })
  const host = text.indexOf('//') + 2
  const slash = text.indexOf('/', host)
  const hostEnd = slash === -1 ? text.length : slash
  const inHost = text.slice(host, hostEnd).search(/[_~?#@!$&'()*+,;=%]/)
  if (inHost !== -1) throw new UnreadableCode('host', { at: host + inHost })
  if (slash === -1 || slash === host) throw new UnreadableCode('no-path', { at: host })

  const end = indexOr(text, '#', slash, text.length)
  const query = indexOr(text, '?', slash, end)
  const path = readPath(text, slash, query)
  const attributes = query < end ? readQuery(text, query + 1, end) : []
  checkPlacement(path, attributes)
  return { path, attributes }
}

function indexOr(text: string, wanted: string, from: number, limit: number): number {
  const at = text.indexOf(wanted, from)
  return at === -1 || at > limit ? limit : at
}

/** Pairs of identifier and value from the end of the path back to the first that is a key. */
function readPath(text: string, from: number, to: number): ReadElement[] {
  const elements: ReadElement[] = []
  let end = to
  for (;;) {
    const valueAt = text.lastIndexOf('/', end - 1) + 1
    const aiAt = text.lastIndexOf('/', valueAt - 2) + 1
    const ai = text.slice(aiAt, valueAt - 1)
    const identifier = valueAt - 1 > from ? identifierOf(ai) : undefined
    if (identifier === undefined)
      throw new UnreadableCode('no-key', { at: from, length: to - from })
    elements.unshift(
      elementAt(text, { identifier, ai, aiAt, from: valueAt, to: end, inQuery: false }),
    )
    if (isKey(ai)) break
    end = aiAt - 1
  }
  elements.forEach(checkValue)
  return elements
}

/** Parameters without a value and those with letters in their name are the site's own. */
function readQuery(text: string, from: number, to: number): ReadElement[] {
  const elements: ReadElement[] = []
  let at = from
  for (const [count, parameter] of text.slice(from, to).split('&').entries()) {
    if (count >= maxParameters) throw new UnreadableCode('too-many', { at, max: maxParameters })
    const equals = parameter.indexOf('=')
    const ai = parameter.slice(0, equals)
    if (equals !== -1 && /^\d*$/.test(ai)) {
      const identifier = identifierOf(ai)
      if (identifier === undefined) throw unknownIdentifier(ai, at)
      const [start, end] = [at + equals + 1, at + parameter.length]
      const element = elementAt(text, {
        identifier,
        ai,
        aiAt: at,
        from: start,
        to: end,
        inQuery: true,
      })
      checkValue(element)
      elements.push(element)
    }
    at += parameter.length + 1
  }
  return elements
}

type Place = Pick<ReadElement, 'identifier' | 'ai' | 'aiAt'> & {
  from: number
  to: number
  inQuery: boolean
}

function elementAt(text: string, { from, to, inQuery, ...element }: Place): ReadElement {
  if (from === to) throw new UnreadableCode('empty-value', { at: from, ai: element.ai })
  let value = ''
  const places: number[] = []
  let at = from
  while (at < to) {
    places.push(at)
    const octet = at + 2 < to ? /^%([\da-f]{2})/i.exec(text.slice(at, at + 3))?.[1] : undefined
    if (octet !== undefined) value += String.fromCharCode(Number.parseInt(octet, 16))
    else value += inQuery && text[at] === '+' ? ' ' : text[at]
    at += octet === undefined ? 1 : 3
  }
  places.push(to)
  return { ...element, value, places }
}

/** Checks the order of qualifiers, and that the query holds only what belongs there, once. */
function checkPlacement(path: readonly ReadElement[], attributes: readonly ReadElement[]): void {
  const ais = path.map(({ ai }) => ai)
  const [first] = path
  if (!isPathSequence(ais)) {
    const last = path.at(-1)
    const at = first?.aiAt ?? 0
    throw new UnreadableCode('qualifier-order', {
      at,
      length: (last?.places.at(-1) ?? at) - at,
      ais: ais.map((ai) => `(${ai})`).join(' '),
    })
  }
  const seen = new Set(ais)
  for (const { ai, aiAt, identifier } of attributes) {
    const place = { at: aiAt, length: ai.length, ai }
    if (seen.has(ai)) throw new UnreadableCode('repeated', place)
    seen.add(ai)
    if (ais.some((_, at) => isPathSequence(ais.toSpliced(at + 1, 0, ai))))
      throw new UnreadableCode('belongs-in-path', place)
    if (identifier.dataAttribute !== true) throw new UnreadableCode('no-attribute', place)
  }
}

/**
 * The canonical Digital Link of elements; undefined if no key is among them, or one that a link cannot hold.
 * @param path how many of the elements were read from a path, in its order
 */
export function digitalLinkOf(
  elements: readonly (CodeElement & Pick<ReadElement, 'identifier'>)[],
  path: number,
): string | undefined {
  const key = elements.find(({ ai }) => isKey(ai))?.ai
  if (key === undefined) return undefined
  const ais =
    path > 0
      ? elements.slice(0, path).map(({ ai }) => ai)
      : longestSequence(key, new Set(elements.map(({ ai }) => ai)))
  const valueOf = (wanted: string): string => elements.find(({ ai }) => ai === wanted)?.value ?? ''
  const stem = ais.map((ai) => `/${ai}/${escaped(valueOf(ai))}`).join('')
  const attributes = elements.filter(
    ({ ai }, at) => !ais.includes(ai) && elements.findIndex((other) => other.ai === ai) === at,
  )
  if (attributes.some(({ identifier }) => identifier.dataAttribute !== true)) return undefined
  // What has a predefined length comes first, as in a symbol.
  const isPredefined = ({ identifier }: (typeof attributes)[number]): boolean =>
    identifier.predefinedLength === true
  const query = [
    ...attributes.filter(isPredefined),
    ...attributes.filter((one) => !isPredefined(one)),
  ].map(({ ai, value }) => `${ai}=${escaped(value)}`)
  return `${canonicalStem}${stem}${query.length === 0 ? '' : `?${query.join('&')}`}`
}

/** Everything but the unreserved characters of RFC 3986. */
function escaped(value: string): string {
  return encodeURIComponent(value).replace(
    /[!'()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
