import { lazyRouteComponent } from '@tanstack/react-router'
import { withLaterWords } from '../../messages/index.ts'

export const ApiKeysPage = lazyRouteComponent(
  () => withLaterWords(import('../api-keys/api-keys-page.tsx')),
  'ApiKeysPage',
)
export const UsersPage = lazyRouteComponent(
  () => withLaterWords(import('./users-page.tsx')),
  'UsersPage',
)
