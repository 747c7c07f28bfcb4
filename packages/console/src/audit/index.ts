import { lazyRouteComponent } from '@tanstack/react-router'

export { readLogSearch } from './search.ts'

export const LogPage = lazyRouteComponent(() => import('./log-page.tsx'), 'LogPage')
