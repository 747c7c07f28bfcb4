import { isLocalDate } from '../calendar/index.ts'
import type { Field } from '../regime/index.ts'
import { isMet, type Scope } from './guard-conditions.ts'
import { cited } from './citation.ts'
import type { FactValue, Facts } from './event.ts'
import { Refused } from './refusal.ts'

/**
 * Reads the fields of an event. Each required one must be present and valid; any other one is refused, so that no
 * personal data slip in.
 */
export function readFields(
  fields: readonly Field[],
  input: Facts,
  title: string,
  scope: Scope,
): Facts {
  const unexpected = Object.keys(input).filter((name) => {
    const field = fields.find((candidate) => candidate.name === name)
    return field === undefined || !isMet(field.when, scope)
  })
  if (unexpected.length > 0) {
    throw new Refused('not-asked', `To ${title}, leave out ${listed(unexpected)}.`, {
      missing: unexpected.map((field) => ({
        field,
        message: 'Remove this: it is not required here.',
      })),
    })
  }
  const lacking = fields.filter(({ name, optional, when }) => {
    return input[name] === undefined && optional !== true && isMet(when, scope)
  })
  if (lacking.length > 0) {
    const labels = lacking.map(({ label }) => label)
    const basis = lacking.flatMap((field) => field.basis)
    throw new Refused(
      'missing-field',
      `Required to ${title}: ${listed(labels)}. ${cited(scope.rules, [...new Set(basis)])}`,
      {
        missing: lacking.map(({ name, label }) => ({
          field: name,
          message: `Required: ${label}.`,
        })),
        basis,
      },
    )
  }
  for (const field of fields) {
    const value = input[field.name]
    const fault = value === undefined ? undefined : faultOf(field, value)
    if (fault !== undefined) {
      throw new Refused('bad-field', `Cannot ${title}: ${field.label}: ${fault}`, {
        missing: [{ field: field.name, message: fault }],
        basis: field.basis,
      })
    }
  }
  return input
}

function faultOf({ type, values = [] }: Field, value: FactValue): string | undefined {
  switch (type) {
    case 'text':
      return typeof value === 'string' && value.trim() !== '' ? undefined : 'write some text.'
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'write true or false.'
    case 'count':
      return Number.isSafeInteger(value) && Number(value) >= 0
        ? undefined
        : 'write a whole number from 0 on.'
    case 'number':
      return typeof value === 'number' && value >= 0 ? undefined : 'write a number from 0 on.'
    case 'date':
      return typeof value === 'string' && isLocalDate(value)
        ? undefined
        : 'write an existing date, for example 2026-11-25.'
    case 'choice':
      return typeof value === 'string' && values.includes(value)
        ? undefined
        : `write one of ${values.join(', ')}.`
    case 'list': {
      const fits =
        Array.isArray(value) &&
        value.length > 0 &&
        value.every(
          (entry) => entry.trim() !== '' && (values.length === 0 || values.includes(entry)),
        )
      if (fits) return undefined
      return values.length === 0 ? 'name at least one.' : `name some of ${values.join(', ')}.`
    }
  }
}

function listed(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('')
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}
