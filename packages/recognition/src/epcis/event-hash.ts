import { canonicalIdentifier } from './canonical-identifier.ts'
import {
  bizSteps,
  dispositions,
  measurements,
  partyTypes,
  sensorAlerts,
  sensorComponents,
  transactionTypes,
} from './vocabulary.ts'

/** A field of the canonical order, with those of its elements; `item` names the elements of a list. */
interface Field {
  name: string
  item?: string
  fields?: readonly Field[]
  /** Bare words and the address before them. */
  words?: readonly [known: ReadonlySet<string>, address: string]
  isTime?: boolean
}

const cbv = 'https://ref.gs1.org/cbv/'
const voc = 'https://gs1.org/voc/'
const plain = (text: string): Field[] => text.split(' ').map((name) => ({ name }))
const times = (text: string): Field[] => text.split(' ').map((name) => ({ name, isTime: true }))
const id = plain('id')
const disposition = [dispositions, `${cbv}Disp-`] as const
const quantities = (name: string): Field => ({
  name,
  item: 'quantityElement',
  fields: plain('epcClass quantity uom'),
})
const epcs = (name: string): Field => ({ name, item: 'epc' })
const typed = (
  name: string,
  value: string,
  types: ReadonlySet<string>,
  address: string,
): Field => ({
  name,
  item: '',
  fields: [{ name: 'type', words: [types, address] }, { name: value }],
})

/** The order of CBV 2.0, 8.9.2. */
const order: readonly Field[] = [
  ...times('eventTime'),
  ...plain('eventTimeZoneOffset certificationInfo parentID'),
  epcs('epcList'),
  epcs('inputEPCList'),
  epcs('childEPCs'),
  quantities('quantityList'),
  quantities('childQuantityList'),
  quantities('inputQuantityList'),
  epcs('outputEPCList'),
  quantities('outputQuantityList'),
  ...plain('action transformationID'),
  { name: 'bizStep', words: [bizSteps, `${cbv}BizStep-`] },
  { name: 'disposition', words: disposition },
  {
    name: 'persistentDisposition',
    fields: [
      { name: 'set', words: disposition },
      { name: 'unset', words: disposition },
    ],
  },
  { name: 'readPoint', fields: id },
  { name: 'bizLocation', fields: id },
  {
    name: 'sensorElementList',
    item: 'sensorElement',
    fields: [
      {
        name: 'sensorMetadata',
        fields: [
          ...times('time startTime endTime'),
          ...plain('deviceID deviceMetadata rawData dataProcessingMethod bizRules'),
        ],
      },
      {
        name: 'sensorReport',
        fields: [
          { name: 'type', words: [measurements, voc] },
          { name: 'exception', words: [sensorAlerts, voc] },
          ...plain('deviceID deviceMetadata rawData dataProcessingMethod'),
          ...times('time'),
          ...plain('microorganism chemicalSubstance value'),
          { name: 'component', words: [sensorComponents, `${cbv}Comp-`] },
          ...plain(
            'stringValue booleanValue hexBinaryValue uriValue minValue maxValue meanValue sDev percRank percValue uom coordinateReferenceSystem',
          ),
        ],
      },
    ],
  },
]
/** Come after these in the order of their texts, with extensions. */
const typedLists: readonly Field[] = [
  typed('bizTransactionList', 'bizTransaction', transactionTypes, `${cbv}BTT-`),
  typed('sourceList', 'source', partyTypes, `${cbv}SDT-`),
  typed('destinationList', 'destination', partyTypes, `${cbv}SDT-`),
]
const ignored = new Set([
  '@context',
  'type',
  'recordTime',
  'eventID',
  'errorDeclaration',
  'rdfs:comment',
  'comment',
  '#text',
])

type Json = Readonly<Record<string, unknown>>
export type Namespaces = ReadonlyMap<string, string>

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The prefixes that contexts define, with those of the EPCIS context. */
export function namespacesOf(...contexts: readonly unknown[]): Namespaces {
  return new Map([['cbv', cbv], ['gs1', voc], ...definedIn(contexts)])
}

function definedIn(contexts: readonly unknown[]): [string, string][] {
  return contexts
    .flat()
    .filter(isObject)
    .flatMap((context) => Object.entries(context))
    .filter((entry): entry is [string, string] => typeof entry[1] === 'string')
}

/** The text over which the hash id of an event is computed. */
export function preHashOf(
  event: Json,
  namespaces: Namespaces,
  ignoredFields: ReadonlySet<string> = new Set(),
): string {
  const all = new Map([...namespaces, ...definedIn([event['@context']])])
  const listed = order.map((field) => textOf(field, event[field.name], all)).join('')
  const known = new Set([...order, ...typedLists].map(({ name }) => name))
  const lists = typedLists.map((field) => textOf(field, event[field.name], all))
  const others = Object.entries(event)
    .filter(([name]) => !known.has(name) && !ignored.has(name) && !ignoredFields.has(name))
    .flatMap(([name, value]) => extensionTexts(name, value, all))
  const type = typeof event['type'] === 'string' ? event['type'] : ''
  return `eventType=${type}${listed}${[...lists, ...others].sort(byText).join('')}`
}

/** The hash id of an event by the SHA-256 of its text, as hexadecimal digits. */
export function eventHashId(preHash: string, sha256: (text: string) => string): string {
  return `ni:///sha-256;${sha256(preHash)}?ver=CBV2.0`
}

/** By code points, as all implementations sort. */
function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function textOf(field: Field, value: unknown, namespaces: Namespaces): string {
  const values = Array.isArray(value) ? (value as unknown[]) : value === undefined ? [] : [value]
  const name = field.item ?? field.name
  const texts = values
    .map((one) => elementText(name, field, one, namespaces))
    .sort(byText)
    .join('')
  return field.item === undefined || texts === '' ? texts : field.name + texts
}

function elementText(name: string, field: Field, value: unknown, namespaces: Namespaces): string {
  if (!isObject(value)) {
    const text = scalarText(value, field, namespaces)
    return text === '' ? '' : `${name}=${text}`
  }
  const { fields = [] } = field
  const known = new Set(fields.map((one) => one.name))
  const listed = fields.map((one) => textOf(one, value[one.name], namespaces)).join('')
  const others = Object.entries(value)
    .filter(([one]) => !known.has(one) && !ignored.has(one))
    .flatMap(([one, content]) => extensionTexts(one, content, namespaces))
    .sort(byText)
    .join('')
  return listed + others === '' ? '' : name + listed + others
}

/** Fields of users: names with their namespace, what they hold in the order of its text. */
function extensionTexts(name: string, value: unknown, namespaces: Namespaces): string[] {
  if (Array.isArray(value))
    return value.flatMap((one: unknown) => extensionTexts(name, one, namespaces))
  const full = expandedName(name, namespaces)
  if (!isObject(value)) {
    const text = scalarText(value, {}, namespaces)
    return [text === '' ? full : `${full}=${text}`]
  }
  const own = value['#text'] === undefined ? '' : `=${scalarText(value['#text'], {}, namespaces)}`
  const parts = Object.entries(value)
    .filter(([one]) => !['#text', 'rdfs:comment', 'comment', '@context'].includes(one))
    .flatMap(([one, content]) => extensionTexts(one, content, namespaces))
  return [full + own + parts.sort(byText).join('')]
}

function expandedName(name: string, namespaces: Namespaces): string {
  const [prefix = '', ...rest] = name.split(':')
  const namespace = namespaces.get(prefix)
  return namespace === undefined || rest.length === 0 ? name : `{${namespace}}${rest.join(':')}`
}

function scalarText(
  value: unknown,
  { words, isTime }: Pick<Field, 'words' | 'isTime'>,
  namespaces: Namespaces,
): string {
  const text = (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).trim()
  if (isTime === true) return utcTime(text) ?? text
  if (words?.[0].has(text) === true) return words[1] + text
  const [prefix = '', ...rest] = text.split(':')
  const namespace = namespaces.get(prefix)
  const full = namespace === undefined || rest.length === 0 ? text : namespace + rest.join(':')
  const current = withoutOldVocabulary(full)
  return canonicalIdentifier(current) ?? canonicalNumber(current)
}

const oldVocabularies = { bizstep: 'BizStep', disp: 'Disp', btt: 'BTT', sdt: 'SDT', er: 'ER' }

/** Words of EPCIS 1 by their present address. */
function withoutOldVocabulary(text: string): string {
  const [, list = '', word = ''] =
    /^urn:epcglobal:cbv:(bizstep|disp|btt|sdt|er):(.+)$/.exec(text) ?? []
  const present = oldVocabularies[list as keyof typeof oldVocabularies] as string | undefined
  return present === undefined ? text : `${cbv}${present}-${word}`
}

/** A time in UTC, to the millisecond; halves are rounded to the even one. */
function utcTime(text: string): string | undefined {
  const [, start = '', fraction = '', zone = ''] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/.exec(text) ?? []
  const seconds = Date.parse(`${start}${zone}`)
  if (Number.isNaN(seconds)) return undefined
  const micros = Number(fraction.slice(0, 6).padEnd(6, '0'))
  const [whole, rest] = [Math.floor(micros / 1000), micros % 1000]
  const isUp = rest > 500 || (rest === 500 && whole % 2 === 1)
  return new Date(seconds + whole + (isUp ? 1 : 0)).toISOString()
}

/** Without sign, leading and trailing zeros that say nothing. */
function canonicalNumber(text: string): string {
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text)) return text
  const value = Number(text)
  if (!Number.isFinite(value)) return text
  if (Number.isInteger(value)) return BigInt(value).toString()
  return Math.abs(value) >= 1e-4 ? String(value) : value.toExponential().replace(/e-(\d)$/, 'e-0$1')
}
