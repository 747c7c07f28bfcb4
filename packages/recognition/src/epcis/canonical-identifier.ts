import { checkDigitOf } from '../codes/index.ts'

const canonical = 'https://id.gs1.org'
/** Characters that an EPC URI writes plainly and a Digital Link does not. */
const escaped = (text: string): string =>
  text.replace(/[!()*+,:]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)
const completed = (body: string): string => `${body}${checkDigitOf(body)}`

type Convert = (prefix: string, rest: readonly string[]) => string | undefined

/** A key of digits: company prefix and reference have this many digits together. */
function key(ai: string, digits: number, lead = ''): Convert {
  return (prefix, [reference = '']) =>
    /^\d*$/.test(reference) && prefix.length + reference.length === digits
      ? `/${ai}/${completed(lead + prefix + reference)}`
      : undefined
}

/** A GTIN or SSCC, whose first digit stands before the company prefix. */
function shifted(ai: string, digits: number): Convert {
  return (prefix, [reference = '']) =>
    /^\d+$/.test(reference) && prefix.length + reference.length === digits
      ? `/${ai}/${completed(reference.slice(0, 1) + prefix + reference.slice(1))}`
      : undefined
}

/** The key with what follows its reference. */
function followed(base: Convert, by: (more: readonly string[]) => string | undefined): Convert {
  return (prefix, [reference = '', ...more]) => joined(base(prefix, [reference]), by(more))
}

function joined(start: string | undefined, end: string | undefined): string | undefined {
  return start === undefined || end === undefined ? undefined : start + end
}

const serial =
  (before: string) =>
  ([text, ...more]: readonly string[]): string | undefined =>
    text === undefined ? undefined : before + escaped([text, ...more].join('.'))
const gtin = shifted('01', 13)
const gln = (ai: string): Convert => key(ai, 12)
const pieces = ([piece = '', total = '']: readonly string[]): string | undefined =>
  /^\d{2}$/.test(piece) && /^\d{2}$/.test(total) ? piece + total : undefined
const itip = followed(shifted('8006', 13), pieces)
const free =
  (ai: string): Convert =>
  (prefix, rest) =>
    `/${ai}/${prefix}${escaped(rest.join('.'))}`
const component: Convert = (prefix, rest) =>
  `/8010/${prefix}${escaped(rest.slice(0, -1).join('.'))}`

/** Kinds of EPC URIs (Tag Data Standard), of classes and of patterns, as paths of Digital Links. */
const conversions = new Map<string, Convert>([
  ['id:sgtin', followed(gtin, serial('/21/'))],
  ['id:sscc', shifted('00', 17)],
  [
    'id:sgln',
    followed(gln('414'), (more) => (more.join('.') === '0' ? '' : serial('/254/')(more))),
  ],
  ['id:grai', followed(key('8003', 12, '0'), serial(''))],
  ['id:giai', free('8004')],
  ['id:gsrn', key('8018', 17)],
  ['id:gsrnp', key('8017', 17)],
  ['id:gdti', followed(key('253', 12), serial(''))],
  ['id:cpi', (prefix, rest) => `${component(prefix, rest)}/8011/${rest.at(-1)}`],
  ['id:sgcn', followed(key('255', 12), serial(''))],
  ['id:ginc', free('401')],
  ['id:gsin', key('402', 16)],
  ['id:itip', (prefix, rest) => joined(itip(prefix, rest), serial('/21/')(rest.slice(3)))],
  ['id:upui', followed(gtin, serial('/235/'))],
  ['id:pgln', gln('417')],
  ['class:lgtin', followed(gtin, serial('/10/'))],
  ['idpat:sgtin', gtin],
  ['idpat:grai', key('8003', 12, '0')],
  ['idpat:gdti', key('253', 12)],
  ['idpat:sgcn', key('255', 12)],
  ['idpat:cpi', component],
  ['idpat:itip', itip],
  ['idpat:upui', gtin],
])

const names = new Map([
  ['gtin', '01'],
  ['itip', '8006'],
  ['cpid', '8010'],
  ['gln', '414'],
  ['party', '417'],
  ['gsrnp', '8017'],
  ['gsrn', '8018'],
  ['gcn', '255'],
  ['sscc', '00'],
  ['gdti', '253'],
  ['ginc', '401'],
  ['gsin', '402'],
  ['grai', '8003'],
  ['giai', '8004'],
  ['ser', '21'],
  ['lot', '10'],
  ['cpv', '22'],
])
/** Keys, each with the qualifiers of which the first present stays: the finest says what is meant. */
const finest = new Map<string, readonly string[]>([
  ['01', ['21', '235', '10']],
  ['8006', ['21', '10']],
  ['8010', ['8011']],
  ['414', ['254']],
  ['417', []],
  ['8017', []],
  ['8018', []],
  ['255', []],
  ['00', []],
  ['253', []],
  ['401', []],
  ['402', []],
  ['8003', []],
  ['8004', []],
])
const number = (ai: string): string => names.get(ai) ?? ai

/**
 * The Digital Link by which an event hash names what a URI identifies (CBV 2.0, 8.9): on id.gs1.org, of the finest
 * level, without consumer product variant and query. undefined if the URI names no GS1 key.
 */
export function canonicalIdentifier(uri: string): string | undefined {
  const [, kind = '', prefix = '', rest = ''] =
    /^urn:epc:((?:id|class|idpat):\w+):(\d{6,12})\.(.*)$/.exec(uri) ?? []
  const path = conversions.get(kind)?.(prefix, rest.split('.'))
  if (path !== undefined) return canonical + path
  return /^https?:\/\//.test(uri) ? canonicalLink(uri) : undefined
}

function canonicalLink(uri: string): string | undefined {
  const [address = ''] = uri.split(/[?#]/, 1)
  const segments = address.split('/').slice(3)
  if (segments.at(-1) === '') segments.pop()
  const at = segments.findIndex(
    (one, place) => finest.has(number(one)) && /^\d{4}/.test(segments[place + 1] ?? ''),
  )
  const [ai = '', value = '', ...qualifiers] = segments.slice(Math.max(0, at))
  if (at === -1 || qualifiers.length % 2 === 1) return undefined
  const pairs = new Map<string, string>()
  for (let place = 0; place < qualifiers.length; place += 2)
    pairs.set(number(qualifiers[place] ?? ''), qualifiers[place + 1] ?? '')
  const kept = finest.get(number(ai))?.find((one) => pairs.has(one))
  const padded =
    number(ai) === '01' && /^(\d{8}|\d{12,13})$/.test(value) ? value.padStart(14, '0') : value
  const all = [padded, ...(kept === undefined ? [] : [pairs.get(kept) ?? ''])]
  // Values that a link writes in escapes stay as they are.
  if (all.some((one) => /[^"'\-.0-9;-?A-Z_a-z#/]/.test(one))) return undefined
  return `${canonical}/${number(ai)}/${padded}${kept === undefined ? '' : `/${kept}/${pairs.get(kept)}`}`
}
