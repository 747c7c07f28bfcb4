import { lazyRouteComponent } from '@tanstack/react-router'
import { withLaterWords } from '../../messages/index.ts'

export { readAnswerSearch, readAskSearch } from './search.ts'

export const AnswersPage = lazyRouteComponent(
  () => withLaterWords(import('./appeals-page.tsx')),
  'AnswersPage',
)
export const AnswerPage = lazyRouteComponent(
  () => withLaterWords(import('./appeal-page.tsx')),
  'AnswerPage',
)
export const LinksPage = lazyRouteComponent(
  () => withLaterWords(import('./appeal-links-page.tsx')),
  'LinksPage',
)
export const AsksPage = lazyRouteComponent(
  () => withLaterWords(import('./proof-requests-page.tsx')),
  'AsksPage',
)
export const AskPage = lazyRouteComponent(() => withLaterWords(import('./proof-request-page.tsx')), 'AskPage')
export const ClearancesPage = lazyRouteComponent(
  () => withLaterWords(import('./clearances-page.tsx')),
  'ClearancesPage',
)
