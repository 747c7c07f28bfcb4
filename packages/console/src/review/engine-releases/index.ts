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
export const RevisionsPage = lazyRouteComponent(
  () => withLaterWords(import('./releases-page.tsx')),
  'RevisionsPage',
)
export const RevisionPage = lazyRouteComponent(
  () => withLaterWords(import('./release-page.tsx')),
  'RevisionPage',
)
export const EditPage = lazyRouteComponent(
  () => withLaterWords(import('./edit-term-page.tsx')),
  'EditPage',
)
export { readTermSearch } from './search.ts'
