import { lazyRouteComponent } from '@tanstack/react-router'

export const TermsPage = lazyRouteComponent(() => import('./terms-page.tsx'), 'TermsPage')
export const TermPage = lazyRouteComponent(() => import('./term-page.tsx'), 'TermPage')
export const RevisionsPage = lazyRouteComponent(
  () => import('./revisions-page.tsx'),
  'RevisionsPage',
)
export const RevisionPage = lazyRouteComponent(() => import('./revision-page.tsx'), 'RevisionPage')
export const EditPage = lazyRouteComponent(() => import('./edit-page.tsx'), 'EditPage')
export { readTermSearch } from './search.ts'
