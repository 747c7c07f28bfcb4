import { RefusedError } from '@touchstone/client'
import type { Trial } from './queries.ts'

export type FieldFaults = {
  fields: Partial<Record<string, string>>
  /** A fault that belongs to no field of the form. */
  other: string | undefined
  /** True if every refusal is shown at its field. */
  isPlaced: boolean
}

const fields = [
  'id',
  'forms',
  'meaning',
  'strength',
  'kind',
  'guards',
  'source',
  'language',
] as const

/** Assigns faults to fields: the server's refusals and those found by a preview. */
export function faultsByField(
  error: unknown,
  findings: Trial['findings'],
  id: string,
): FieldFaults {
  const found: Partial<Record<string, string>> = {}
  const others: string[] = []
  for (const { at, problem, remedy } of findings) {
    const [, own, form] = at.split('/')
    const words = `${form === undefined ? '' : `“${form}” `}${problem}. ${remedy}`
    if (own !== id && at !== id) others.push(`${at} ${problem}. ${remedy}`)
    else add(found, form !== undefined || at === id ? 'forms' : 'guards', words)
  }
  const pointer = error instanceof RefusedError ? (error.pointer ?? '') : ''
  const field = fields.find((name) => pointer.includes(`/term/${name}`) || pointer === `/${name}`)
  if (field !== undefined && error instanceof RefusedError) {
    add(found, field, error.message.replace(/^\/\S+ /, ''))
  }
  return {
    fields: found,
    other: others.length === 0 ? undefined : others.join(' '),
    isPlaced: field !== undefined,
  }
}

function add(found: Partial<Record<string, string>>, field: string, words: string): void {
  found[field] = found[field] === undefined ? words : `${found[field]} ${words}`
}
