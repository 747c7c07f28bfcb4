import type { TransitionFieldView } from '@touchstone/contract'

/** Typed values by field name; empty fields count as not stated. */
export type FieldInput = Readonly<Record<string, string>>
export type FieldValue = string | number | boolean | string[]

/** Converts typed values to the API's types and omits empty ones. */
export function valuesOf(
  fields: readonly TransitionFieldView[],
  typed: FieldInput,
): Record<string, FieldValue> {
  const values = fields.flatMap(({ name, type }): [string, FieldValue][] => {
    const text = (typed[name] ?? '').trim()
    if (text === '') return []
    switch (type) {
      case 'boolean':
        return [[name, text === 'true']]
      case 'count':
      case 'number': {
        const number = Number(text)
        // An invalid number is sent as typed; the server names it in its refusal.
        return [[name, Number.isNaN(number) ? text : number]]
      }
      case 'list':
        return [[name, linesOf(text)]]
      case 'text':
      case 'date':
      case 'choice':
        return [[name, text]]
    }
  })
  return Object.fromEntries(values)
}

export function linesOf(text: string): string[] {
  return text.split('\n').flatMap((line) => line.trim() || [])
}
