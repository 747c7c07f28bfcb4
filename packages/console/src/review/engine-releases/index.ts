import { lazyRouteComponent } from '@tanstack/react-router'
import { withLaterWords } from '../../messages/index.ts'

export const TermsPage = lazyRouteComponent(
  () => withLaterWords(import('./terms-page.tsx')),
  'TermsPage',
)
export const TermPage = lazyRouteComponent(
  () => withLaterWords(import('./term-page.tsx')),
  'TermPage',
)
export const EngineReleasesPage = lazyRouteComponent(
  () => withLaterWords(import('./releases-page.tsx')),
  'EngineReleasesPage',
)
export const EngineReleasePage = lazyRouteComponent(
  () => withLaterWords(import('./release-page.tsx')),
  'EngineReleasePage',
)
export const EditTermPage = lazyRouteComponent(
  () => withLaterWords(import('./edit-term-page.tsx')),
  'EditTermPage',
)
export { readTermSearch } from './search.ts'
