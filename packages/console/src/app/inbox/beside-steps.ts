import type { FirstStep, FirstStepView, InboxCountView, InboxItemView } from '@touchstone/contract'

/** Items of the setup that are one of the first steps. */
const stepOf: Readonly<Record<string, FirstStep>> = {
  'add-catalog': 'add-brand',
  'claim-brand': 'claim-brand',
  'send-listings': 'import-listings',
}

/** The items and counts without those that the first steps already show. */
export function besideSteps(
  { items, counts }: { items: readonly InboxItemView[]; counts: readonly InboxCountView[] },
  steps: readonly FirstStepView[],
): { items: InboxItemView[]; counts: InboxCountView[] } {
  const isStep = ({ kind, detail }: InboxItemView): boolean =>
    kind === 'setup' && steps.some(({ step }) => step === stepOf[detail ?? ''])
  const others = items.filter((item) => !isStep(item))
  const fewer = items.length - others.length
  const left = counts.map((one) =>
    one.kind === 'setup' ? { ...one, count: one.count - fewer } : one,
  )
  return { items: others, counts: left.filter(({ count }) => count > 0) }
}

/** The open steps that the person takes: others decide on a claim. */
export function stepsNeedingYou(steps: readonly FirstStepView[]): number {
  return steps.filter(({ step, done }) => !done && step !== 'approve-claim').length
}
