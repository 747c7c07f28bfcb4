import { BodyMaker } from './bodies.ts'
import { bodiesByHand, queries } from './bodies-by-hand.ts'
import { placesIn } from './cursors.ts'
import type { ApiDocument, Operation, Parameter } from './document.ts'
import { choices, inFields, inPath, words, type Noun, type Plain } from './request-nouns.ts'
import { Anew, Bytes, Slot } from './request-slot.ts'

/** A request whose names are still open. */
export type Template = {
  operation: Operation
  /** What distinguishes it from the others of its operation. */
  what: string
  path: Record<string, Slot | string>
  query: Record<string, Slot | string>
  headers: Record<string, Slot | string>
  /** Holds slots at any depth. */
  body: unknown
  nouns: Noun[]
  /** Whether it uses a branch of its body beyond the examples, which the short form leaves out. */
  deep: boolean
}

const adds = 'to packages/server/test/sweep/request-nouns.ts'

/** All requests that name something in an operation, and the reason if one cannot be made. */
export function templatesOf(
  document: ApiDocument,
  operation: Operation,
): { templates: Template[]; problems: string[] } {
  const problems: string[] = []
  const { id, path, parameters } = operation
  const inBraces = pathSlots(path, problems)
  const fixed: Pick<Template, 'query' | 'headers'> = { query: { ...queries[id] }, headers: {} }
  const named: [Parameter, Slot][] = []
  for (const parameter of parameters) {
    if (parameter.in === 'path') continue
    const { name, required = false } = parameter
    const parameterValue = parameterOf(document, operation, parameter)
    if (parameterValue instanceof Slot && !(name in fixed.query))
      named.push([parameter, parameterValue])
    if (parameterValue === undefined) {
      problems.push(
        `${id} has the ${parameter.in} parameter “${name}”: add what it names to inFields, or “${name}” to choices, ${adds}`,
      )
    } else if (required) {
      fixed[parameter.in === 'query' ? 'query' : 'headers'][name] =
        parameterValue instanceof Slot ? parameterValue : textOf(document, parameter)
    }
  }
  const bodies = bodiesOf(document, operation, problems)
  const make = (what: string, more: Partial<Template>, deep = false): Template => {
    const template = { operation, what, path: inBraces, body: undefined, deep, ...fixed, ...more }
    const { path: _, operation: __, ...rest } = template
    return { ...template, nouns: [...new Set(slotsIn([inBraces, rest]))] }
  }
  const templates = bodies.map(({ body, what, deep }) => make(what, { body }, deep))
  const body = bodies[0]?.body
  for (const [{ in: where, name }, slot] of named) {
    const part = where === 'query' ? 'query' : 'headers'
    if (name in fixed[part]) continue
    const extra = { ...fixed[part], [name]: slot }
    const beside = besideOf[`${id}:${name}`]
    templates.push(make(`${where} ${name}`, { body, [part]: { ...extra, ...beside } }))
  }
  for (const parameter of parameters) {
    for (const value of valuesOf(document, parameter)) {
      const query = { ...fixed.query, [parameter.name]: value }
      templates.push(make(`query ${parameter.name}=${value}`, { body, query }, true))
    }
    if (parameter.in === 'header' && parameter.name === 'if-match') {
      templates.push(make('header if-match', { body, headers: { 'if-match': '"1"' } }))
    }
  }
  if (templates.some(({ nouns }) => nouns.includes(`cursor:${id}`)) && !(id in placesIn)) {
    problems.push(
      `${id} is a list with places: add “'${id}': …” to placesIn in packages/server/test/sweep/cursors.ts`,
    )
  }
  return { templates, problems }
}

/** Parameters without which another is not read. */
const besideOf: Readonly<Record<string, Record<string, string>>> = {
  'messages.list:about': { kind: 'case' },
}

function pathSlots(path: string, problems: string[]): Template['path'] {
  const parts = path.replace('/api/v1/', '').split('/')
  const slots: Template['path'] = {}
  for (const [at, part] of parts.entries()) {
    const name = /^\{(\w+)\}$/.exec(part)?.[1]
    if (name === undefined) continue
    const key = parts.slice(0, at + 1).join('/')
    const noun = inPath[key]
    if (noun === undefined) {
      problems.push(`the path ${key} names something: add “'${key}': …” to inPath, ${adds}`)
    }
    slots[name] = slotOf(noun) ?? 'x'
  }
  return slots
}

function slotOf(noun: Noun | Plain | undefined): Slot | string | undefined {
  if (noun === undefined) return undefined
  return typeof noun === 'string' ? new Slot(noun) : noun.plain
}

function fieldOf(id: string, keys: readonly string[]): Slot | string | undefined {
  const named = keys.filter((key) => key !== '*' && key !== '{}' && !/^\d+$/.test(key))
  const name = named.at(-1) ?? ''
  if (name === 'after') return new Slot(`cursor:${id}`)
  const around = named.slice(-2).join('.')
  for (const key of [`${id}:${around}`, `${id}:${name}`, around, name]) {
    if (Object.hasOwn(inFields, key)) return slotOf(inFields[key])
  }
  return undefined
}

/** What a parameter names, or that it names nothing; undefined if neither is stated. */
function parameterOf(
  { resolve }: ApiDocument,
  { id }: Operation,
  { name, schema }: Parameter,
): Slot | string | undefined {
  const resolved = resolve(schema)
  const fixed = (resolved.anyOf ?? [resolved]).every(
    (part) => part.enum !== undefined || part.const !== undefined || part.type === 'integer',
  )
  if (fixed) return ''
  return fieldOf(id, [name]) ?? (choices.has(name) ? '' : undefined)
}

function textOf(document: ApiDocument, { schema, example }: Parameter): string {
  const value = example ?? new BodyMaker(document).smallest(schema)
  return String(value)
}

/** The values of a query parameter with a closed list. */
function valuesOf({ resolve }: ApiDocument, { in: where, schema }: Parameter): string[] {
  return where === 'query' ? (resolve(schema).enum ?? []).map(String) : []
}

type Body = { body: unknown; what: string; deep: boolean }

function bodiesOf(document: ApiDocument, operation: Operation, problems: string[]): Body[] {
  const { id, body } = operation
  if (body === undefined) return [{ body: undefined, what: '', deep: false }]
  const byHand = bodiesByHand[id]
  if (byHand !== undefined) {
    return byHand.map((example, at) => ({ body: example, what: `body ${at + 1}`, deep: false }))
  }
  const maker = new BodyMaker(document)
  const open = (value: unknown, keys: readonly string[] = []): unknown =>
    withSlots(value, keys, (text, at) => {
      const fieldValue = fieldOf(id, at)
      if (fieldValue !== undefined) return fieldValue
      const isId = /^[0-9a-f]{8}-/.test(text)
      if (isId || !(words.has(nameOf(at)) || isChoice(document, operation, at))) {
        problems.push(
          `${id} has the field /${at.join('/')} in its body: add what it names to inFields, or “${nameOf(at)}” to words, ${adds}`,
        )
      }
      return text
    })
  const examples = body.examples.map((value, at) => ({
    body: open(value),
    what: `example ${at + 1}`,
    deep: at > 0,
  }))
  if (!body.type.includes('json')) return examples
  const bodies: Body[] = []
  for (const { keys, format } of maker.leavesOf(body.schema)) {
    const named = fieldOf(id, keys)
    if (named === undefined && format !== 'uuid' && words.has(nameOf(keys))) continue
    for (const value of maker.bodiesWith(body.schema, keys)) {
      const opened = open(value)
      if (!(named instanceof Slot)) continue
      const what = `field /${keys.join('/')} ${constantsIn(value)}`
      bodies.push({ body: opened, what, deep: true })
    }
  }
  if (examples.length === 0 && bodies.length === 0) {
    const value = maker.smallest(body.schema)
    bodies.push({ body: open(value), what: 'smallest body', deep: false })
  }
  return [...examples, ...bodies]
}

function nameOf(keys: readonly string[]): string {
  return keys.filter((key) => key !== '*' && key !== '{}' && !/^\d+$/.test(key)).at(-1) ?? ''
}

function isChoice(document: ApiDocument, operation: Operation, at: readonly string[]): boolean {
  const leaves = new BodyMaker(document).leavesOf(operation.body!.schema)
  const name = nameOf(at)
  // Anything that is not text in every value is a constant, or one of a closed list.
  return !leaves.some(({ keys }) => nameOf(keys) === name)
}

/** Distinguishes the branches of a body, for the names of requests. */
function constantsIn(value: unknown): string {
  const text = JSON.stringify(value)
  return [...text.matchAll(/"(act|kind|role|by|what)":"([^"]+)"/g)]
    .map(([, , template]) => template)
    .join(' ')
}

function withSlots(
  value: unknown,
  keys: readonly string[],
  open: (text: string, keys: readonly string[]) => unknown,
): unknown {
  if (typeof value === 'string') return open(value, keys)
  if (Array.isArray(value)) {
    return value.map((item: unknown) => withSlots(item, [...keys, '*'], open))
  }
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value as Record<string, unknown>)
  return Object.fromEntries(
    entries.map(([key, member]) => [key, withSlots(member, [...keys, key], open)]),
  )
}

function slotsIn(value: unknown): Noun[] {
  if (value instanceof Slot) return [value.noun]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(slotsIn)
}

export type Names = Readonly<Partial<Record<Noun, string>>>

/** A part of a template with its names filled in. */
export function filled(part: unknown, names: Names): unknown {
  if (part instanceof Slot) return names[part.noun]
  if (part instanceof Anew) return part.make()
  if (part instanceof Bytes) return Buffer.from(names[part.of.noun] ?? '', 'base64')
  if (Array.isArray(part)) return part.map((item: unknown) => filled(item, names))
  if (typeof part !== 'object' || part === null) return part
  return Object.fromEntries(
    Object.entries(part as Record<string, unknown>).map(([key, member]) => [
      key,
      filled(member, names),
    ]),
  )
}
