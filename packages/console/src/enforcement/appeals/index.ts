import { lazyRouteComponent } from '@tanstack/react-router'
import { withLaterWords } from '../../messages/index.ts'

export { readAnswerSearch, readAskSearch } from './search.ts'

export const AppealsPage = lazyRouteComponent(
  () => withLaterWords(import('./appeals-page.tsx')),
  'AppealsPage',
)
export const AppealPage = lazyRouteComponent(
  () => withLaterWords(import('./appeal-page.tsx')),
  'AppealPage',
)
export const AppealLinksPage = lazyRouteComponent(
  () => withLaterWords(import('./appeal-links-page.tsx')),
  'AppealLinksPage',
)
export const ProofRequestsPage = lazyRouteComponent(
  () => withLaterWords(import('./proof-requests-page.tsx')),
  'ProofRequestsPage',
)
export const ProofRequestPage = lazyRouteComponent(
  () => withLaterWords(import('./proof-request-page.tsx')),
  'ProofRequestPage',
)
export const ClearancesPage = lazyRouteComponent(
  () => withLaterWords(import('./clearances-page.tsx')),
  'ClearancesPage',
)
