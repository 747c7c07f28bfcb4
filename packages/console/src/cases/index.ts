import { lazyRouteComponent } from '@tanstack/react-router'

export const BoardPage = lazyRouteComponent(() => import('./board-page.tsx'), 'BoardPage')
export const CasesPage = lazyRouteComponent(() => import('./cases-page.tsx'), 'CasesPage')
export const CasePage = lazyRouteComponent(() => import('./case-page.tsx'), 'CasePage')
export const NotesPage = lazyRouteComponent(() => import('./notes-page.tsx'), 'NotesPage')
export const QueuesPage = lazyRouteComponent(() => import('./queues-page.tsx'), 'QueuesPage')
export const TemplatesPage = lazyRouteComponent(
  () => import('./templates-page.tsx'),
  'TemplatesPage',
)
export { readCaseSearch } from './search.ts'
