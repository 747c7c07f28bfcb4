import { lazyRouteComponent } from '@tanstack/react-router'
import { withMessages } from '../../messages/index.ts'

export { readLogSearch } from './search.ts'

export const AuditLogPage = lazyRouteComponent(
  () =>
    withMessages(
      ['audit-log', 'claims', 'images', 'operator', 'users'],
      import('./audit-log-page.tsx'),
    ),
  'AuditLogPage',
)
