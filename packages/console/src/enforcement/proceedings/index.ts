import { lazyRouteComponent } from '@tanstack/react-router'
import { withMessages } from '../../messages/index.ts'

export const ProceedingsPage = lazyRouteComponent(
  () => withMessages(['proceedings', 'regimes'], import('./proceedings-page.tsx')),
  'ProceedingsPage',
)
export const DeadlinesPage = lazyRouteComponent(
  () =>
    withMessages(
      ['case-queues', 'cases', 'proceedings', 'regimes'],
      import('./deadlines-page.tsx'),
    ),
  'DeadlinesPage',
)
export const ProceedingPage = lazyRouteComponent(
  () => withMessages(['cases', 'proceedings', 'regimes'], import('./proceeding-page.tsx')),
  'ProceedingPage',
)
export const RegimePage = lazyRouteComponent(
  () => withMessages(['notices', 'proceedings', 'regimes'], import('./regime-page.tsx')),
  'RegimePage',
)

/** The listing of a new proceeding, and its case. */
export type ProceedingSearch = { listing?: string; case?: string }

export function readProceedingSearch(search: Record<string, unknown>): ProceedingSearch {
  const id = (value: unknown): string | undefined =>
    typeof value === 'string' && /^[0-9a-f-]{36}$/i.test(value) ? value : undefined
  const listing = id(search['listing'])
  const kase = id(search['case'])
  return { ...(listing && { listing }), ...(kase && { case: kase }) }
}
export { readDeadlineSearch } from './deadline-search.ts'
