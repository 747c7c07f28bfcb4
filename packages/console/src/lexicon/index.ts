import { lazyRouteComponent } from '@tanstack/react-router'
import { withLaterWords } from '../messages/index.ts'

export const TermsPage = lazyRouteComponent(
  () => withLaterWords(import('./terms-page.tsx')),
  'TermsPage',
)
export const TermPage = lazyRouteComponent(
  () => withLaterWords(import('./term-page.tsx')),
  'TermPage',
)
export const RevisionsPage = lazyRouteComponent(
  () => withLaterWords(import('./revisions-page.tsx')),
  'RevisionsPage',
)
export const RevisionPage = lazyRouteComponent(
  () => withLaterWords(import('./revision-page.tsx')),
  'RevisionPage',
)
export const EditPage = lazyRouteComponent(
  () => withLaterWords(import('./edit-page.tsx')),
  'EditPage',
)
export { readTermSearch } from './search.ts'
