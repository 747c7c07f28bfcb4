import { lazyRouteComponent } from '@tanstack/react-router'
import { withMessages } from '../../messages/index.ts'

export const TermsPage = lazyRouteComponent(
  () => withMessages(['engine-releases'], import('./terms-page.tsx')),
  'TermsPage',
)
export const TermPage = lazyRouteComponent(
  () => withMessages(['engine-releases'], import('./term-page.tsx')),
  'TermPage',
)
export const EngineReleasesPage = lazyRouteComponent(
  () => withMessages(['engine-releases'], import('./releases-page.tsx')),
  'EngineReleasesPage',
)
export const EngineReleasePage = lazyRouteComponent(
  () => withMessages(['engine-releases'], import('./release-page.tsx')),
  'EngineReleasePage',
)
export const EditTermPage = lazyRouteComponent(
  () => withMessages(['engine-releases'], import('./edit-term-page.tsx')),
  'EditTermPage',
)
export { readTermSearch } from './search.ts'
