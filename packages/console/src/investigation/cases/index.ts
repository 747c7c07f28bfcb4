import { lazyRouteComponent } from '@tanstack/react-router'
import { withMessages } from '../../messages/index.ts'

export const BoardPage = lazyRouteComponent(
  () => withMessages(['captures', 'case-queues', 'cases', 'notices'], import('./board-page.tsx')),
  'BoardPage',
)
export const CasesPage = lazyRouteComponent(
  () => withMessages(['captures', 'case-queues', 'cases'], import('./cases-page.tsx')),
  'CasesPage',
)
export const CasePage = lazyRouteComponent(
  () =>
    withMessages(
      [
        'captures',
        'case-queues',
        'cases',
        'enforce',
        'moderation',
        'notices',
        'proceedings',
        'regimes',
      ],
      import('./case-page.tsx'),
    ),
  'CasePage',
)
export const NotesPage = lazyRouteComponent(
  () => withMessages(['case-queues'], import('./shared-notes-page.tsx')),
  'NotesPage',
)
export const QueuesPage = lazyRouteComponent(
  () => withMessages(['case-queues', 'cases'], import('./queues-page.tsx')),
  'QueuesPage',
)
export const TemplatesPage = lazyRouteComponent(
  () => withMessages(['case-queues', 'cases'], import('./templates-page.tsx')),
  'TemplatesPage',
)
export { readCaseSearch } from './search.ts'
