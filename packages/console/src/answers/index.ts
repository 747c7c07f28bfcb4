import { lazyRouteComponent } from '@tanstack/react-router'

export { readAnswerSearch, readAskSearch } from './search.ts'

export const AnswersPage = lazyRouteComponent(() => import('./answers-page.tsx'), 'AnswersPage')
export const AnswerPage = lazyRouteComponent(() => import('./answer-page.tsx'), 'AnswerPage')
export const LinksPage = lazyRouteComponent(() => import('./links-page.tsx'), 'LinksPage')
export const AsksPage = lazyRouteComponent(() => import('./asks-page.tsx'), 'AsksPage')
export const AskPage = lazyRouteComponent(() => import('./ask-page.tsx'), 'AskPage')
export const ClearancesPage = lazyRouteComponent(
  () => import('./clearances-page.tsx'),
  'ClearancesPage',
)
