import { lazyRouteComponent } from '@tanstack/react-router'
import { withMessages } from '../../messages/index.ts'

export const ApiKeysPage = lazyRouteComponent(
  () => withMessages(['users'], import('../api-keys/api-keys-page.tsx')),
  'ApiKeysPage',
)
export const UsersPage = lazyRouteComponent(
  () => withMessages(['users'], import('./users-page.tsx')),
  'UsersPage',
)
