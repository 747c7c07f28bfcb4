import { lazyRouteComponent } from '@tanstack/react-router'
import { withLaterWords } from '../../messages/index.ts'

export const KeysPage = lazyRouteComponent(
  () => withLaterWords(import('../api-keys/api-keys-page.tsx')),
  'KeysPage',
)
export const PeoplePage = lazyRouteComponent(
  () => withLaterWords(import('./users-page.tsx')),
  'PeoplePage',
)
