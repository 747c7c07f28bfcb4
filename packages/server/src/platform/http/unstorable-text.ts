import { isStorableText, showFound, toPointer } from '@touchstone/contract'
import { AppError, messageOf } from '../errors/index.ts'

type Place = readonly (string | number)[]

const places = {
  path: 'in the path',
  query: 'in the query',
  headers: 'in the headers',
  body: 'in the body',
} as const

/**
 * Refuses text that no column of the store accepts, in a value or a name, and states its place. The caller has
 * already limited the depth of the value.
 */
export function assertStorable(value: unknown, part: keyof typeof places): void {
  const place = unstorableIn(value)
  if (place === undefined) return
  const shown = showFound(place.reduce<unknown>(memberOf, value))
  const pointer = toPointer(place)
  const fault = {
    pointer,
    problem: `${places[part]} contains a null character or an unpaired surrogate, which cannot be stored`,
    found: shown,
    remedy: 'remove such characters',
  }
  throw new AppError({
    code: 'text-unstorable',
    message: messageOf(fault, 'the text'),
    pointer,
    faults: [fault],
  })
}

/** The place of the first such text; that of a name is the place of its value. */
function unstorableIn(value: unknown): Place | undefined {
  if (typeof value === 'string') return isStorableText(value) ? undefined : []
  if (typeof value !== 'object' || value === null) return undefined
  const members: Iterable<[string | number, unknown]> = Array.isArray(value)
    ? (value as unknown[]).entries()
    : Object.entries(value)
  for (const [name, member] of members) {
    if (typeof name === 'string' && !isStorableText(name)) return [name]
    const inside = unstorableIn(member)
    if (inside !== undefined) return [name, ...inside]
  }
  return undefined
}

function memberOf(value: unknown, name: string | number): unknown {
  return (value as Record<string | number, unknown>)[name]
}
