import type { DecisionVerdict, Verdict } from '@touchstone/contract'

type Said = {
  first: DecisionVerdict | null
  second: DecisionVerdict | null
  third: DecisionVerdict | null
}

/** What a listing was settled to be: what two readers say alike, or else the third. */
export function finalLabelOf({ first, second, third }: Said): DecisionVerdict | undefined {
  if (first === null || second === null) return undefined
  return first === second ? first : (third ?? undefined)
}

export function isDisputed({ first, second, third }: Said): boolean {
  return first !== null && second !== null && first !== second && third === null
}

/**
 * Whether the goods are counterfeit. A mark misused on whatever goods, and goods of which the readers
 * could not tell, are neither: they are counted and in no share.
 */
export function isCounterfeit(label: DecisionVerdict): boolean | undefined {
  switch (label) {
    case 'counterfeit':
      return true
    case 'genuine':
    case 'grey-market':
      return false
    case 'trademark-misuse':
    case 'unclear':
      return undefined
  }
}

export const flaggedVerdicts = {
  any: new Set<Verdict>(['ask-proof', 'review', 'block']),
  'review-or-block': new Set<Verdict>(['review', 'block']),
  block: new Set<Verdict>(['block']),
} as const

/** How long a listing that a reader took is kept for it. */
export const assignmentMilliseconds = 2 * 3_600_000
/** How long after the draw listings of an audit sample are read. */
export const annotationMilliseconds = 28 * 86_400_000
