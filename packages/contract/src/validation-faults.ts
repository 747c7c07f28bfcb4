import type { z } from 'zod'
import { compileValidator } from './compile-validator.ts'
import { countValues, isTooDeep, maxJsonDepth, TooManyValues } from './json-text.ts'
import { Listing } from './listings/listing.ts'
import { toPointer } from './pointer.ts'

/** One fault in a document, worded for the person who has to fix it. */
export type Fault = {
  /** RFC 6901 JSON pointer to the field; empty for the whole document. */
  pointer: string
  /** The problem, to be read after the field's name: "must be a string". */
  problem: string
  /** The value found, JSON-escaped and cut to 80 characters; "nothing" if it is missing. */
  found: string
  /** What to write instead. */
  remedy: string
  /** Pointer to a second place involved in the fault. */
  other?: string
}

export type ParsedListing = { ok: true; listing: Listing } | { ok: false; faults: Fault[] }

// Nearly every row is valid; zod's own parse costs more than reading the listing.
const acceptsListing = compileValidator(Listing)

/**
 * Validates one incoming listing. Unknown properties are kept, up to `maxJsonDepth` levels and within the limits on
 * values per row. Never throws; on failure `faults` contains the first `maxFaults`, in schema order.
 */
export function parseListing(value: unknown): ParsedListing {
  const many = tooManyFieldsFault(value)
  return many === undefined ? checkListing(value) : { ok: false, faults: [many] }
}

/** Like `parseListing`, for a stored listing, which may meanwhile contain text read in its pictures. */
export function checkListing(value: unknown): ParsedListing {
  const accepted = acceptsListing(value)
  const result = accepted ? undefined : Listing.safeParse(value)
  if (result?.error) return { ok: false, faults: faultsOf(result.error, value, maxFaults) }
  if (isTooDeep(value)) return { ok: false, faults: [depthFault(value)] }
  return { ok: true, listing: result?.data ?? (value as Listing) }
}

/** Most faults reported for one value; a value with more was not written by hand. */
export const maxFaults = 20

/** Converts a zod error and the value that caused it to plain faults: all of them, or the first `most`. */
export function faultsOf(error: z.ZodError, value: unknown, most = Infinity): Fault[] {
  return error.issues.slice(0, most).map((issue) => faultOf(issue, value))
}

/** Most values in one row. */
export const maxRowValues = 100_000
/** Most members in a row, and most values in a member without a limit of its own. */
export const maxMemberValues = 2000
const limitedLists: ReadonlySet<string> = new Set(['images', 'reviews', 'variants'])

/** The fault of a row with more values than a listing can need, naming the member that has them. */
export function tooManyFieldsFault(row: unknown): Fault | undefined {
  if (row instanceof TooManyValues) return tooManyValuesFault(maxRowValues)
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return undefined
  let members = 0
  let all = 0
  for (const name in row) {
    members++
    const member = (row as Record<string, unknown>)[name]
    const count = member instanceof TooManyValues ? Infinity : countValues(member, maxRowValues)
    all += 1 + count
    if (count > maxMemberValues && !limitedLists.has(name)) {
      return tooManyValuesFault(maxMemberValues, toPointer([name]))
    }
    if (members > maxMemberValues) return tooManyValuesFault(maxMemberValues)
    if (all > maxRowValues) return tooManyValuesFault(maxRowValues)
  }
  return undefined
}

export function tooManyValuesFault(most: number, pointer = ''): Fault {
  return {
    pointer: cut(pointer, pointerLength),
    problem: `has more than ${most.toLocaleString('en')} values`,
    found: 'too many to show',
    remedy: 'remove values that do not describe the goods',
  }
}

/** The fault of a value with more levels than `maxJsonDepth`, naming the member that has them. */
export function depthFault(value: unknown): Fault {
  const members = typeof value === 'object' && value !== null ? Object.entries(value) : []
  const [name, found] = members.find(([, member]) => isTooDeep(member, maxJsonDepth - 1)) ?? []
  return {
    pointer: name === undefined ? '' : toPointer([name]),
    problem: `is nested deeper than ${maxJsonDepth} levels`,
    found: showFound(name === undefined ? value : found),
    remedy: 'write a flatter object',
  }
}

const foundLength = 80
const nameLength = 60
const pointerLength = 200

/** A value as one line of JSON, cut to 80 characters; safe for values of any depth. */
export function showFound(value: unknown): string {
  if (value === undefined) return 'nothing'
  const text = showJson(value, foundLength + 1, 4)
  return cut(text, foundLength)
}

function showJson(value: unknown, room: number, depth: number): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, room))
  if (typeof value !== 'object' || value === null) return String(value)
  const list: readonly unknown[] | undefined = Array.isArray(value) ? value : undefined
  const isList = list !== undefined
  if (depth === 0) return isList ? '[…]' : '{…}'
  let text = isList ? '[' : '{'
  // Only the shown part is read: third-party lists may have any number of entries.
  for (const [key, child] of list?.slice(0, room).entries() ?? Object.entries(value)) {
    if (text.length > room) return text
    if (text.length > 1) text += ','
    if (typeof key === 'string') text += `${JSON.stringify(key.slice(0, room))}:`
    text += showJson(child, room, depth - 1)
  }
  return text + (isList ? ']' : '}')
}

/** Third-party names: the first three, each cut, and the number of the others. */
function listNames(names: readonly string[]): string {
  const shown = names.slice(0, 3).map((name) => cut(name, nameLength))
  const more = names.length - shown.length
  return more === 0 ? shown.join(', ') : `${shown.join(', ')} and ${more.toLocaleString('en')} more`
}

function cut(text: string, most: number): string {
  return text.length > most ? `${wellFormedCut(text, most - 1)}…` : text
}

function wellFormedCut(text: string, length: number): string {
  const last = text.charCodeAt(length - 1)
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length)
}

function faultOf(issue: z.core.$ZodIssue, root: unknown): Fault {
  const value = valueAt(root, issue.path)
  const pointer = cut(toPointer(issue.path), pointerLength)
  // An entry of an array has no name, and the hint for the array would be misleading.
  const last = issue.path.at(-1)
  const field = typeof last === 'string' ? last : ''
  const { problem, remedy } =
    value === null && issue.path.length === 0
      ? { problem: 'must be an object { … }, not null', remedy: 'write an object { … }' }
      : explainIssue(issue, field, value)
  return { pointer, problem, found: showFound(value), remedy }
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root
  for (const token of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, token))
      return undefined
    value = (value as Record<PropertyKey, unknown>)[token]
  }
  return value
}

type Explanation = { problem: string; remedy: string }

function explainIssue(issue: z.core.$ZodIssue, field: PropertyKey, value: unknown): Explanation {
  const hint = hints[String(field)]
  switch (issue.code) {
    case 'invalid_type':
      return explainType(issue.expected, field, value)
    case 'too_big':
    case 'too_small':
      return explainSize(issue, value)
    case 'invalid_value': {
      const choices = issue.values.map((choice) => JSON.stringify(choice)).join(', ')
      if (value === undefined) return { problem: 'is missing', remedy: `write one of ${choices}` }
      return { problem: 'is not an allowed value', remedy: `write one of ${choices}` }
    }
    case 'invalid_format':
      return explainFormat(issue.format, String(field), String(value))
    case 'unrecognized_keys':
      return {
        problem: `has unknown properties: ${listNames(issue.keys)}`,
        remedy: 'remove them or correct their spelling',
      }
    case 'invalid_key':
      return { problem: 'has a name that is not allowed here', remedy: 'rename it' }
    default:
      return { problem: `is not valid: ${issue.message}`, remedy: hint ?? 'correct the value' }
  }
}

const typeWords: Record<string, string> = {
  string: 'a string in double quotes',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object { … }',
  record: 'an object { … } of names and strings',
  array: 'an array [ … ]',
}

function explainType(expected: string, field: PropertyKey, value: unknown): Explanation {
  const words = typeWords[expected] ?? expected
  const hint = hints[String(field)]
  const wanted = `write ${hint ?? words}`
  if (value === undefined) return { problem: 'is missing', remedy: wanted }
  if (value === null) {
    return {
      problem: `must be ${words}, not null`,
      remedy: `omit the field if unknown; otherwise ${wanted}`,
    }
  }
  if (expected === 'string' && typeof value === 'number' && value >= 0) {
    return { problem: 'must be a string, not a number', remedy: `write "${value}", in quotes` }
  }
  if (expected === 'string' && typeof value === 'number' && field === 'amount') {
    return { problem: 'must be a string, not a number', remedy: neverNegative }
  }
  if ((expected === 'number' || expected === 'int') && isNumberText(value)) {
    const remedy = value.length > nameLength ? wanted : `write ${value}, without quotes`
    return { problem: `must be ${words}, not a string`, remedy }
  }
  return { problem: `must be ${words}`, remedy: wanted }
}

function isNumberText(value: unknown): value is string {
  return typeof value === 'string' && /^-?(0|[1-9][0-9]*)(\.[0-9]+)?$/.test(value)
}

type SizeIssue = z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall

function explainSize(issue: SizeIssue, value: unknown): Explanation {
  const limit = Number(issue.code === 'too_big' ? issue.maximum : issue.minimum)
  const bound = `${issue.code === 'too_big' ? 'at most' : 'at least'} ${limit.toLocaleString('en')}`
  // A number in an address is text, and its length says nothing of its size.
  if (typeof value === 'string' && issue.origin === 'string') {
    if (value === '') return { problem: 'is empty', remedy: 'write at least one character' }
    return {
      problem: `is ${value.length.toLocaleString('en')} characters long`,
      remedy: `write ${bound} characters`,
    }
  }
  if (Array.isArray(value)) {
    return {
      problem: `has ${value.length.toLocaleString('en')} entries`,
      remedy: `keep ${bound} entries`,
    }
  }
  return { problem: 'is out of range', remedy: `write a number of ${bound}` }
}

const neverNegative = 'write "19.90"; a price is never negative'

// What to write, by field name; follows "write ".
const hints: Record<string, string> = {
  id: 'a non-empty string that is unique here',
  title: 'the title as a string in double quotes; it may be empty',
  amount: 'a decimal string of digits with a point: "19.90"',
  low: 'a decimal string of digits with a point: "19.90"',
  typical: 'a decimal string of digits with a point: "19.90"',
  currency: 'three capital letters of ISO 4217: "EUR"',
  country: 'two capital letters of ISO 3166-1: "CN"',
  shipsFrom: 'two capital letters of ISO 3166-1: "CN"',
  observedAt: 'an RFC 3339 date and time: "2026-11-25T08:30:00Z"',
  joinedAt: 'an RFC 3339 date and time: "2026-11-25T08:30:00Z"',
  at: 'an RFC 3339 date and time: "2026-11-25T08:30:00Z"',
  asOf: 'a date that exists, as "2026-11-25"',
  validFrom: 'a date that exists, as "2026-11-25"',
  validTo: 'a date that exists, as "2026-11-25"',
  validUntil: 'a date that exists, as "2026-11-25"',
  sha256: '64 lower-case hexadecimal digits',
  gtin: '8, 12, 13 or 14 digits without separators: "4006381333931"',
  brands: 'an array [ … ] of brands; it may be empty',
}

const formatProblems: Record<string, string> = {
  date: 'must be a date',
  datetime: 'must be a date and time',
}

function explainFormat(format: string, field: string, value: string): Explanation {
  if (format === 'uuid') {
    return {
      problem: 'is not an ID',
      remedy: 'write the ID as the server gave it: "6f1f5b3e-9d2c-4c7a-8a51-3f0f6f0a2b11"',
    }
  }
  const hint = hints[field]
  const remedy = hint === undefined ? 'correct the value' : `write ${hint}`
  if (field === 'amount' || field === 'low' || field === 'typical') {
    if (/^\s*-/.test(value))
      return { problem: 'must be a decimal string of digits', remedy: neverNegative }
    return { problem: 'must be a decimal string of digits', remedy }
  }
  if (/^[a-z]{2,3}$/i.test(value) && ['currency', 'country', 'shipsFrom'].includes(field)) {
    return { problem: 'is not a code in capital letters', remedy }
  }
  if (field === 'currency' || field === 'country' || field === 'shipsFrom') {
    return { problem: 'is not a code', remedy }
  }
  if (field === 'id' || field === 'slug' || field === 'parent' || field === 'organisation') {
    return {
      problem: 'must be lower-case letters, digits and hyphens',
      remedy: `write ${JSON.stringify(slugOf(value.slice(0, nameLength)))}`,
    }
  }
  return { problem: formatProblems[format] ?? 'has the wrong format', remedy }
}

function slugOf(text: string): string {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return plain.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'my-brand'
}
