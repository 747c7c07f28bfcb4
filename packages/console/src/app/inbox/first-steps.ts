import { useQuery } from '@tanstack/react-query'
import type { FirstStep, FirstStepView, InboxCountView, InboxItemView } from '@touchstone/contract'
import { inboxKey, server } from '../../connection/index.ts'
import { useSignedIn } from '../../access/session/index.ts'
import { useDeviceSetting } from '../../surface/index.ts'

export type FirstSteps = {
  /** Empty if all are done, none concern the person, or the person dismissed them on this device. */
  steps: readonly FirstStepView[]
  isLoading: boolean
  dismiss: () => void
}

export function useFirstSteps(): FirstSteps {
  const { organisation, person } = useSignedIn()
  const [dismissed, setDismissed] = useDeviceSetting(
    `get-started.${organisation?.slug ?? ''}.${person.id}`,
  )
  const isShown = organisation !== null && dismissed === null
  const { data, isLoading } = useQuery({
    queryKey: [...inboxKey, 'first-steps'],
    queryFn: async ({ signal }) => (await server.inbox.firstSteps({ signal })).steps,
    enabled: isShown,
    refetchOnMount: 'always',
  })
  const steps = isShown && data?.some(({ done }) => !done) === true ? data : []
  return { steps, isLoading, dismiss: () => setDismissed('dismissed') }
}

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
