import { lazyRouteComponent } from '@tanstack/react-router'
import { withLaterWords } from '../messages/index.ts'

export const KeysPage = lazyRouteComponent(
  () => withLaterWords(import('./keys-page.tsx')),
  'KeysPage',
)
export const PeoplePage = lazyRouteComponent(
  () => withLaterWords(import('./people-page.tsx')),
  'PeoplePage',
)
