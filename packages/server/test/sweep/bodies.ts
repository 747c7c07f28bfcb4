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
  leavesOf(schema: Schema, keys: Keys = [], ancestors: readonly Schema[] = []): Leaf[] {
    const resolved = this.#resolve(schema)
    if (ancestors.filter((before) => before === resolved).length > 1) return []
    const deeper = [...ancestors, resolved]
    const leaves: Leaf[] = []
    for (const branch of branchesOf(resolved)) leaves.push(...this.leavesOf(branch, keys, deeper))
    for (const [name, property] of Object.entries(resolved.properties ?? {})) {
      leaves.push(...this.leavesOf(property, [...keys, name], deeper))
    }
    if (resolved.items) leaves.push(...this.leavesOf(resolved.items, [...keys, '*'], deeper))
    if (typeof resolved.additionalProperties === 'object') {
      leaves.push(...this.leavesOf(resolved.additionalProperties, [...keys, '{}'], deeper))
    }
    if (
      typesOf(resolved).includes('string') &&
      resolved.enum === undefined &&
      resolved.const === undefined
    ) {
      leaves.push({ keys, format: resolved.format })
    }
    return leaves
  }

  /** The smallest values that hold this place, one for each alternative that has it. */
  bodiesWith(schema: Schema, keys: Keys): unknown[] {
    const resolved = this.#resolve(schema)
    const branches = branchesOf(resolved)
    if (resolved.allOf === undefined && branches.length > 0) {
      return branches
        .filter((branch) => this.#has(branch, keys))
        .flatMap((branch) => this.bodiesWith(branch, keys))
    }
    const [key, ...rest] = keys
    if (key === undefined) return [this.smallest(resolved)]
    if (key === '*') return this.bodiesWith(resolved.items ?? {}, rest).map((item) => [item])
    if (key === '{}') {
      return this.bodiesWith(resolved.additionalProperties as Schema, rest).map((value) => ({
        any: value,
      }))
    }
    const parts = resolved.allOf ?? [resolved]
    const owner = parts.find((part) => this.#has(part, keys)) ?? resolved
    const property = this.#resolve(owner).properties?.[key] ?? {}
    return this.bodiesWith(property, rest).map((value) => ({
      ...(this.smallest(resolved) as object),
      [key]: value,
    }))
  }

  #has(schema: Schema, keys: Keys): boolean {
    const resolved = this.#resolve(schema)
    if (keys.length === 0)
      return typesOf(resolved).includes('string') || branchesOf(resolved).length > 0
    const [key = '', ...rest] = keys
    const next =
      key === '*'
        ? resolved.items
        : key === '{}' && typeof resolved.additionalProperties === 'object'
          ? resolved.additionalProperties
          : resolved.properties?.[key]
    if (next !== undefined) return this.#has(next, rest)
    return branchesOf(resolved).some((branch) => this.#has(branch, keys))
  }

  /** The smallest value that a schema takes. */
  smallest(schema: Schema): unknown {
    const resolved = this.#resolve(schema)
    if (resolved.const !== undefined) return resolved.const
    if (resolved.enum !== undefined) return resolved.enum[0]
    if (resolved.allOf !== undefined) {
      return Object.assign({}, ...resolved.allOf.map((part) => this.smallest(part))) as object
    }
    const branches = branchesOf(resolved)
    if (branches.length > 0) {
      const usable = branches.find((branch) => !typesOf(this.#resolve(branch)).includes('null'))
      return usable === undefined ? null : this.smallest(usable)
    }
    const [type] = typesOf(resolved)
    if (type === 'object') {
      const required = (resolved.required ?? []).map((name) => {
        const property = resolved.properties?.[name] ?? {}
        return [name, this.smallest(property)] as const
      })
      return Object.fromEntries(required)
    }
    if (type === 'array') {
      return Array.from({ length: resolved.minItems ?? 0 }, () =>
        this.smallest(resolved.items ?? {}),
      )
    }
    if (type === 'boolean') return true
    if (type === 'integer' || type === 'number') {
      return Math.max(1, resolved.minimum ?? (resolved.exclusiveMinimum ?? 0) + 1)
    }
    if (type === 'null') return null
    return textOf(resolved)
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
