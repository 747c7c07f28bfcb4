import type { DecisionVerdict, Verdict } from '@touchstone/contract'

type AnnotationFields = {
  first: DecisionVerdict | null
  second: DecisionVerdict | null
  third: DecisionVerdict | null
}

/** The settled label of a listing: the label on which two readers agree, otherwise that of the third. */
export function finalLabelOf({
  first,
  second,
  third,
}: AnnotationFields): DecisionVerdict | undefined {
  if (first === null || second === null) return undefined
  return first === second ? first : (third ?? undefined)
}

export function isDisputed({ first, second, third }: AnnotationFields): boolean {
  return first !== null && second !== null && first !== second && third === null
}

/**
 * Whether the goods are counterfeit. Misused marks on any goods, and goods on which the readers were unsure, are
 * neither: they are counted but in no share.
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

/** How long an assigned listing is reserved for its reader. */
export const assignmentMilliseconds = 2 * 3_600_000
/** How long after the draw listings of an audit sample are read. */
export const annotationMilliseconds = 28 * 86_400_000
