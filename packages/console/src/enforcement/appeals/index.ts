import { lazyRouteComponent } from '@tanstack/react-router'
import { withMessages } from '../../messages/index.ts'

export { readAppealSearch, readProofRequestSearch } from './search.ts'

export const AppealsPage = lazyRouteComponent(
  () => withMessages(['appeals'], import('./appeals-page.tsx')),
  'AppealsPage',
)
export const AppealPage = lazyRouteComponent(
  () =>
    withMessages(
      [
        'appeals',
        'captures',
        'cases',
        'moderation',
        'moderation-actions',
        'notices',
        'proceedings',
        'regimes',
      ],
      import('./appeal-page.tsx'),
    ),
  'AppealPage',
)
export const AppealLinksPage = lazyRouteComponent(
  () => withMessages(['appeals'], import('./appeal-links-page.tsx')),
  'AppealLinksPage',
)
export const ProofRequestsPage = lazyRouteComponent(
  () => withMessages(['appeals'], import('./proof-requests-page.tsx')),
  'ProofRequestsPage',
)
export const ProofRequestPage = lazyRouteComponent(
  () => withMessages(['appeals', 'moderation'], import('./proof-request-page.tsx')),
  'ProofRequestPage',
)
export const ClearancesPage = lazyRouteComponent(
  () => withMessages(['appeals'], import('./clearances-page.tsx')),
  'ClearancesPage',
)
