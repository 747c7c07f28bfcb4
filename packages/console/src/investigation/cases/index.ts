import { lazyRouteComponent } from '@tanstack/react-router'
import { withLaterWords } from '../../messages/index.ts'

export const BoardPage = lazyRouteComponent(
  () => withLaterWords(import('./board-page.tsx')),
  'BoardPage',
)
export const CasesPage = lazyRouteComponent(
  () => withLaterWords(import('./cases-page.tsx')),
  'CasesPage',
)
export const CasePage = lazyRouteComponent(
  () => withLaterWords(import('./case-page.tsx')),
  'CasePage',
)
export const NotesPage = lazyRouteComponent(
  () => withLaterWords(import('./shared-notes-page.tsx')),
  'NotesPage',
)
export const QueuesPage = lazyRouteComponent(
  () => withLaterWords(import('./queues-page.tsx')),
  'QueuesPage',
)
export const TemplatesPage = lazyRouteComponent(
  () => withLaterWords(import('./templates-page.tsx')),
  'TemplatesPage',
)
export { readCaseSearch } from './search.ts'
