import type { LinkReason } from '../link-components/index.ts'

export type WaterfallStep = { reason: LinkReason; from: number; to: number }

export type Waterfall = {
  /** Bits before any evidence, and the limit of pairs without grounds. */
  start: number
  steps: WaterfallStep[]
  end: number
  /** False if neither an identifier nor two families speak for the pair. */
  isGrounded: boolean
}

const leastOfFamily = 2
const habits = new Set(['text.style', 'trade.pricing'])

/** The reasons one after another, family by family, each beginning where the one before ended; judgements aside. */
export function waterfallOf(weight: number, reasons: readonly LinkReason[]): Waterfall {
  const evidence = reasons.filter(({ family }) => family !== 'judgement')
  const sum = (some: readonly LinkReason[]): number =>
    some.reduce((all, reason) => all + reason.weight, 0)
  const end = weight - sum(reasons) + sum(evidence)
  const start = end - sum(evidence)
  const families = [...Map.groupBy(evidence, ({ family }) => family).values()].toSorted(
    (one, other) => sum(other) - sum(one),
  )
  let at = start
  const steps = families
    .flatMap((own) => own.toSorted((one, other) => other.weight - one.weight))
    .map((reason) => ({ reason, from: at, to: (at += reason.weight) }))
  return { start, steps, end, isGrounded: isGrounded(evidence) }
}

function isGrounded(evidence: readonly LinkReason[]): boolean {
  const speaking = Map.groupBy(
    evidence.filter(({ code }) => !habits.has(code)),
    ({ family }) => family,
  )
  return (
    evidence.some(({ code, family }) => code.startsWith('identifier.') && family !== 'pictures') ||
    [...speaking.values()].filter(
      (own) => own.reduce((all, { weight }) => all + weight, 0) >= leastOfFamily,
    ).length > 1
  )
}
