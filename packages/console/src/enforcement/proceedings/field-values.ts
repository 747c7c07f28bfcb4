import type { TransitionFieldView } from '@touchstone/contract'

/** What is typed into the fields of an act, by their names; what is empty is not stated. */
export type FieldInput = Readonly<Record<string, string>>
export type FieldValue = string | number | boolean | string[]

/** The fields of an act as the interface takes them: each as what it is, and what is empty not at all. */
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
        // What is no number is sent as it was typed: the refusal names it.
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
