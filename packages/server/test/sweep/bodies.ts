import { pdf } from '../document-files.ts'
import type { ApiDocument, Schema } from './document.ts'

/** A position in a body, by keys; `*` represents an element of a list, `{}` a value of a record. */
export type Keys = readonly string[]

type Leaf = { keys: Keys; format: string | undefined }

/** Bodies made from a schema: for each text in it one that contains it, with what its alternatives need. */
export class BodyMaker {
  readonly #resolve: ApiDocument['resolve']

  constructor({ resolve }: ApiDocument) {
    this.#resolve = resolve
  }

  /** Every place that holds a text of any value. */
  leavesOf(schema: Schema, keys: Keys = [], seen: readonly Schema[] = []): Leaf[] {
    const one = this.#resolve(schema)
    if (seen.filter((before) => before === one).length > 1) return []
    const deeper = [...seen, one]
    const found: Leaf[] = []
    for (const branch of branchesOf(one)) found.push(...this.leavesOf(branch, keys, deeper))
    for (const [name, property] of Object.entries(one.properties ?? {})) {
      found.push(...this.leavesOf(property, [...keys, name], deeper))
    }
    if (one.items) found.push(...this.leavesOf(one.items, [...keys, '*'], deeper))
    if (typeof one.additionalProperties === 'object') {
      found.push(...this.leavesOf(one.additionalProperties, [...keys, '{}'], deeper))
    }
    if (typesOf(one).includes('string') && one.enum === undefined && one.const === undefined) {
      found.push({ keys, format: one.format })
    }
    return found
  }

  /** The smallest values that hold this place, one for each alternative that has it. */
  bodiesWith(schema: Schema, keys: Keys): unknown[] {
    const one = this.#resolve(schema)
    const branches = branchesOf(one)
    if (one.allOf === undefined && branches.length > 0) {
      return branches
        .filter((branch) => this.#has(branch, keys))
        .flatMap((branch) => this.bodiesWith(branch, keys))
    }
    const [key, ...rest] = keys
    if (key === undefined) return [this.smallest(one)]
    if (key === '*') return this.bodiesWith(one.items ?? {}, rest).map((item) => [item])
    if (key === '{}') {
      return this.bodiesWith(one.additionalProperties as Schema, rest).map((value) => ({
        any: value,
      }))
    }
    const parts = one.allOf ?? [one]
    const owner = parts.find((part) => this.#has(part, keys)) ?? one
    const property = this.#resolve(owner).properties?.[key] ?? {}
    return this.bodiesWith(property, rest).map((value) => ({
      ...(this.smallest(one) as object),
      [key]: value,
    }))
  }

  #has(schema: Schema, keys: Keys): boolean {
    const one = this.#resolve(schema)
    if (keys.length === 0) return typesOf(one).includes('string') || branchesOf(one).length > 0
    const [key = '', ...rest] = keys
    const next =
      key === '*'
        ? one.items
        : key === '{}' && typeof one.additionalProperties === 'object'
          ? one.additionalProperties
          : one.properties?.[key]
    if (next !== undefined) return this.#has(next, rest)
    return branchesOf(one).some((branch) => this.#has(branch, keys))
  }

  /** The smallest value that a schema takes. */
  smallest(schema: Schema): unknown {
    const one = this.#resolve(schema)
    if (one.const !== undefined) return one.const
    if (one.enum !== undefined) return one.enum[0]
    if (one.allOf !== undefined) {
      return Object.assign({}, ...one.allOf.map((part) => this.smallest(part))) as object
    }
    const branches = branchesOf(one)
    if (branches.length > 0) {
      const usable = branches.find((branch) => !typesOf(this.#resolve(branch)).includes('null'))
      return usable === undefined ? null : this.smallest(usable)
    }
    const [type] = typesOf(one)
    if (type === 'object') {
      const required = (one.required ?? []).map((name) => {
        const property = one.properties?.[name] ?? {}
        return [name, this.smallest(property)] as const
      })
      return Object.fromEntries(required)
    }
    if (type === 'array') {
      return Array.from({ length: one.minItems ?? 0 }, () => this.smallest(one.items ?? {}))
    }
    if (type === 'boolean') return true
    if (type === 'integer' || type === 'number') {
      return Math.max(1, one.minimum ?? (one.exclusiveMinimum ?? 0) + 1)
    }
    if (type === 'null') return null
    return textOf(one)
  }
}

function branchesOf({ anyOf = [], oneOf = [], allOf = [] }: Schema): Schema[] {
  return [...anyOf, ...oneOf, ...allOf]
}

function typesOf({ type = [], properties, items }: Schema): string[] {
  const types = [type].flat()
  if (types.length > 0) return types
  return properties ? ['object'] : items ? ['array'] : []
}

const byFormat: Readonly<Record<string, string>> = {
  date: '2026-01-05',
  'date-time': '2026-01-05T00:00:00Z',
  uuid: '00000000-0000-4000-8000-000000000000',
  email: 'nobody@example.com',
  uri: 'https://example.com/1',
  base64: pdf('Extract').toString('base64'),
}

/** Of texts in a form of their own the first that fits. */
const byPattern = ['x', 'EUR', 'DE', 'en', '3', 'x.x', '0f6b2c19d3a84e57', 'x-1', 'sha256:00']

function textOf({ format, pattern, minLength = 1 }: Schema): string {
  if (format !== undefined && byFormat[format] !== undefined) return byFormat[format]
  if (pattern !== undefined) {
    const fits = byPattern.find((text) => new RegExp(pattern, 'u').test(text))
    if (fits !== undefined) return fits
  }
  return 'x'.repeat(minLength)
}
