import type { Thresholds } from '@touchstone/contract'

/** From the least to the most severe, each with its verdict. */
export const fields = [
  { name: 'askProof', verdict: 'ask-proof' },
  { name: 'review', verdict: 'review' },
  { name: 'block', verdict: 'block' },
] as const

export type FieldName = (typeof fields)[number]['name']

/** Moves one threshold within its bounds and pushes along those it would cross. */
export function moved(
  thresholds: Thresholds,
  least: Thresholds,
  { name, to }: { name: FieldName; to: number },
): Thresholds {
  const value = Math.min(100, Math.max(least[name], Math.round(to)))
  const at = fields.findIndex((field) => field.name === name)
  const next = { ...thresholds, [name]: value }
  fields.forEach((field, index) => {
    if (index < at) next[field.name] = Math.min(next[field.name], value)
    if (index > at) next[field.name] = Math.max(next[field.name], value)
  })
  return next
}

export function areSame(one: Thresholds | null, other: Thresholds | null): boolean {
  return fields.every(({ name }) => one?.[name] === other?.[name])
}
