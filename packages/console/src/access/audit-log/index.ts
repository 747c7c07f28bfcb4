import { lazyRouteComponent } from '@tanstack/react-router'
import { withLaterWords } from '../../messages/index.ts'

export { readLogSearch } from './search.ts'

export const AuditLogPage = lazyRouteComponent(
  () => withLaterWords(import('./audit-log-page.tsx')),
  'AuditLogPage',
)
