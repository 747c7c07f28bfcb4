import { lazyRouteComponent } from '@tanstack/react-router'
import { withLaterWords } from '../../messages/index.ts'

export { readLogSearch } from './search.ts'

export const LogPage = lazyRouteComponent(() => withLaterWords(import('./audit-log-page.tsx')), 'LogPage')
