import type { Thresholds } from '@touchstone/contract'

/** From the mildest to the gravest, with the verdict that each lets fall. */
export const fields = [
  { name: 'askProof', verdict: 'ask-proof' },
  { name: 'review', verdict: 'review' },
  { name: 'block', verdict: 'block' },
] as const

export type FieldName = (typeof fields)[number]['name']

/** The thresholds with one of them moved; those that stand in its way go along, within bounds. */
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
