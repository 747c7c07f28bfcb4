import type { z } from 'zod'

type Check = (value: unknown) => boolean

interface Definition {
  type: string
  [key: string]: unknown
}

function definitionOf(schema: z.core.$ZodType): Definition {
  return schema._zod.def as unknown as Definition
}

/**
 * Compiles a JSON schema of zod into a plain check for the hot path: it returns whether zod would accept the value,
 * and allocates nothing. Supports strings, numbers, enums, arrays, records and objects with the checks that the
 * contract uses. Throws RangeError at compile time for anything else.
 */
export function compileValidator(schema: z.core.$ZodType): Check {
  const definition = definitionOf(schema)
  switch (definition.type) {
    case 'optional': {
      const inner = compileValidator(definition['innerType'] as z.core.$ZodType)
      return (value) => value === undefined || inner(value)
    }
    case 'string':
      return stringCheck(definition)
    case 'number':
      return numberCheck(definition)
    case 'boolean':
      return (value) => typeof value === 'boolean'
    case 'enum': {
      const values = new Set(Object.values(definition['entries'] as Record<string, unknown>))
      return (value) => values.has(value)
    }
    case 'array':
      return arrayCheck(definition)
    case 'record': {
      const item = compileValidator(definition['valueType'] as z.core.$ZodType)
      return (value) => {
        if (!isPlainObject(value)) return false
        for (const key in value) if (!item(value[key])) return false
        return true
      }
    }
    case 'object':
      return objectCheck(definition)
    default:
      throw new RangeError(`No plain check for a schema of type ${definition.type}.`)
  }
}

function bounds(definition: Definition): {
  minimum: number
  maximum: number
  patterns: RegExp[]
  integer: boolean
} {
  const found = { minimum: -Infinity, maximum: Infinity, patterns: [] as RegExp[], integer: false }
  const own = definition['format'] === undefined ? [] : [{ _zod: { def: definition } }]
  const checks = [...own, ...((definition['checks'] as typeof own | undefined) ?? [])]
  for (const check of checks) {
    const def = check._zod.def as Definition & { check?: string }
    if (def['check'] === 'min_length') found.minimum = def['minimum'] as number
    else if (def['check'] === 'max_length') found.maximum = def['maximum'] as number
    else if (def['check'] === 'length_equals')
      found.minimum = found.maximum = def['length'] as number
    else if (def['check'] === 'greater_than' && def['inclusive'] === true)
      found.minimum = Math.max(found.minimum, def['value'] as number)
    else if (def['check'] === 'less_than' && def['inclusive'] === true)
      found.maximum = Math.min(found.maximum, def['value'] as number)
    else if (def['check'] === 'number_format' && def['format'] === 'safeint') found.integer = true
    else if (def['check'] === 'string_format' && def['pattern'] instanceof RegExp)
      found.patterns.push(def['pattern'])
    else throw new RangeError(`No plain check for ${String(def['check'])}.`)
  }
  return found
}

function stringCheck(definition: Definition): Check {
  const { minimum, maximum, patterns } = bounds(definition)
  const fits: Check = (value) =>
    typeof value === 'string' && value.length >= minimum && value.length <= maximum
  const [pattern] = patterns
  if (pattern === undefined) return fits
  if (patterns.length === 1) return (value) => fits(value) && pattern.test(value as string)
  return (value) => fits(value) && patterns.every((each) => each.test(value as string))
}

function numberCheck(definition: Definition): Check {
  const { minimum, maximum, integer } = bounds(definition)
  return (value) =>
    typeof value === 'number' &&
    Number.isFinite(value) &&
    value >= minimum &&
    value <= maximum &&
    (!integer || Number.isSafeInteger(value))
}

function arrayCheck(definition: Definition): Check {
  const { minimum, maximum } = bounds(definition)
  const item = compileValidator(definition['element'] as z.core.$ZodType)
  return (value) => {
    if (!Array.isArray(value) || value.length < minimum || value.length > maximum) return false
    for (const each of value) if (!item(each)) return false
    return true
  }
}

function objectCheck(definition: Definition): Check {
  const checks = new Map<string, Check>()
  const required: string[] = []
  for (const [key, schema] of Object.entries(
    definition['shape'] as Record<string, z.core.$ZodType>,
  )) {
    const check = compileValidator(schema)
    checks.set(key, check)
    if (!check(undefined)) required.push(key)
  }
  const catchall = definition['catchall'] as z.core.$ZodType | undefined
  if (catchall === undefined || definitionOf(catchall).type !== 'unknown')
    throw new RangeError('No plain check for an object that refuses or drops unknown properties.')
  return (value) => {
    if (!isPlainObject(value)) return false
    // Objects lack most optional properties, so iterating their own is cheaper than testing each known one.
    for (const key in value) {
      const check = checks.get(key)
      if (check !== undefined && !check(value[key])) return false
    }
    for (const key of required) if (value[key] === undefined) return false
    return true
  }
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
