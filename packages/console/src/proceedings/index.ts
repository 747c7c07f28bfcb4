import { lazyRouteComponent } from '@tanstack/react-router'

export const ProceedingsPage = lazyRouteComponent(
  () => import('./proceedings-page.tsx'),
  'ProceedingsPage',
)
export const ClocksPage = lazyRouteComponent(() => import('./clocks-page.tsx'), 'ClocksPage')
export const ProceedingPage = lazyRouteComponent(
  () => import('./proceeding-page.tsx'),
  'ProceedingPage',
)
export const RegimePage = lazyRouteComponent(() => import('./regime-page.tsx'), 'RegimePage')

/** The offer that a proceeding shall be begun about. */
export function readProceedingSearch(search: Record<string, unknown>): { listing?: string } {
  const { listing } = search
  return typeof listing === 'string' && /^[0-9a-f-]{36}$/i.test(listing) ? { listing } : {}
}
export { readClockSearch } from './clock-search.ts'
