import { lazyRouteComponent } from '@tanstack/react-router'
import { withLaterWords } from '../messages/index.ts'

export { readAnswerSearch, readAskSearch } from './search.ts'

export const AnswersPage = lazyRouteComponent(
  () => withLaterWords(import('./answers-page.tsx')),
  'AnswersPage',
)
export const AnswerPage = lazyRouteComponent(
  () => withLaterWords(import('./answer-page.tsx')),
  'AnswerPage',
)
export const LinksPage = lazyRouteComponent(
  () => withLaterWords(import('./links-page.tsx')),
  'LinksPage',
)
export const AsksPage = lazyRouteComponent(
  () => withLaterWords(import('./asks-page.tsx')),
  'AsksPage',
)
export const AskPage = lazyRouteComponent(() => withLaterWords(import('./ask-page.tsx')), 'AskPage')
export const ClearancesPage = lazyRouteComponent(
  () => withLaterWords(import('./clearances-page.tsx')),
  'ClearancesPage',
)
