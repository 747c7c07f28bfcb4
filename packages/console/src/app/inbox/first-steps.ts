import { useQuery } from '@tanstack/react-query'
import type { FirstStepView } from '@touchstone/contract'
import { inboxKey, server } from '../../connection/index.ts'
import { useSignedIn } from '../../access/session/index.ts'
import { useDeviceSetting } from '../../components/index.ts'

export type FirstSteps = {
  /** Empty if all are done, none concern the person, or the person dismissed them on this device. */
  steps: readonly FirstStepView[]
  isLoading: boolean
  dismiss: () => void
}

export function useFirstSteps({ polls = true } = {}): FirstSteps {
  const { organisation, person } = useSignedIn()
  const [dismissed, setDismissed] = useDeviceSetting(
    `get-started.${organisation?.slug ?? ''}.${person.id}`,
  )
  const isShown = organisation !== null && dismissed === null
  const { data, isLoading } = useQuery({
    queryKey: [...inboxKey, 'first-steps'],
    queryFn: async ({ signal }) => (await server.inbox.firstSteps({ signal })).steps,
    enabled: isShown,
    refetchOnMount: polls ? 'always' : true,
    refetchInterval: ({ state }) => (polls && awaitsServer(state.data) ? lookMilliseconds : false),
  })
  const steps = isShown && data?.some(({ done }) => !done) === true ? data : []
  return { steps, isLoading, dismiss: () => setDismissed('dismissed') }
}

const lookMilliseconds = 3000

/**
 * Whether the next step becomes possible without the person: a claim is decided, a watch brings listings, or the engine
 * finds something.
 */
function awaitsServer(steps: FirstSteps['steps'] | undefined = []): boolean {
  const next = steps.find(({ done }) => !done)
  return (
    next?.step === 'approve-claim' ||
    next?.step === 'import-listings' ||
    (next?.step === 'decide-finding' && next.listing === null)
  )
}
