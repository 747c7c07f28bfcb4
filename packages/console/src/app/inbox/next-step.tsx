import { useMatches } from '@tanstack/react-router'
import type { FirstStepView } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { NoticeBar } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import { useFirstSteps } from './first-steps.ts'
import { StepLinks } from './step-links.tsx'

/** The pages on which a first step ends, with the steps that are taken there. */
const endsOf: Readonly<Record<string, readonly FirstStepView['step'][]>> = {
  '/member/catalog/brands/$id': [],
  '/member/catalog/claims/$id': ['approve-claim'],
  '/member/import': ['import-listings'],
  '/member/watches/$id': ['import-listings'],
}

/** Leads on from the page on which a first step ended, so that nobody has to find the inbox again. */
export function NextStep(): ReactNode {
  const taken = endsOf[useMatches().at(-1)?.routeId ?? '']
  return taken === undefined ? null : <AfterSteps taken={taken} />
}

function AfterSteps({ taken }: { taken: readonly FirstStepView['step'][] }): ReactNode {
  const { t, word } = useText()
  const next = nextOf(useFirstSteps().steps)
  if (next === undefined || taken.includes(next.step)) return null
  return (
    <NoticeBar actions={<StepLinks step={next} isNext />}>
      {t('get-started.next', { step: t(`get-started.${next.step}`) })}{' '}
      {word(`get-started.${next.step}.purpose`)}
    </NoticeBar>
  )
}

/** The first step that is not done; while others decide on a claim, the first that the person can do. */
function nextOf(steps: readonly FirstStepView[]): FirstStepView | undefined {
  const open = steps.filter(({ done }) => !done)
  const [first] = open
  if (first?.step !== 'approve-claim') return first
  return (
    open.find(
      ({ step, listing }) =>
        step === 'import-listings' || (step === 'decide-finding' && listing !== null),
    ) ?? first
  )
}
