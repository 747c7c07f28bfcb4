import { lazyRouteComponent } from '@tanstack/react-router'

export { FoundInPictures } from './image-findings.tsx'
export { readBankSearch } from './bank-search.ts'

export const BanksPage = lazyRouteComponent(() => import('./reference-images-page.tsx'), 'BanksPage')
export const ReferencePage = lazyRouteComponent(
  () => import('./reference-image-page.tsx'),
  'ReferencePage',
)
export const ComparisonPage = lazyRouteComponent(
  () => import('./image-comparison-page.tsx'),
  'ComparisonPage',
)
export { keptPicture, pictureOfReference, useLookedAt } from './queries.ts'
