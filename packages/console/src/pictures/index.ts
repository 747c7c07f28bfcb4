import { lazyRouteComponent } from '@tanstack/react-router'

export { FoundInPictures } from './found-in-pictures.tsx'
export { readBankSearch } from './bank-search.ts'

export const BanksPage = lazyRouteComponent(() => import('./banks-page.tsx'), 'BanksPage')
export const ReferencePage = lazyRouteComponent(
  () => import('./reference-page.tsx'),
  'ReferencePage',
)
export const ComparisonPage = lazyRouteComponent(
  () => import('./comparison-page.tsx'),
  'ComparisonPage',
)
export { keptPicture, pictureOfReference, useLookedAt } from './queries.ts'
