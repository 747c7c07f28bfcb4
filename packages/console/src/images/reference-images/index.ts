import { lazyRouteComponent } from '@tanstack/react-router'

export { ImageFindings } from './image-findings.tsx'
export { readBankSearch } from './bank-search.ts'

export const ReferenceImagesPage = lazyRouteComponent(
  () => import('./reference-images-page.tsx'),
  'ReferenceImagesPage',
)
export const ReferenceImagePage = lazyRouteComponent(
  () => import('./reference-image-page.tsx'),
  'ReferenceImagePage',
)
export const ComparisonPage = lazyRouteComponent(
  () => import('./image-comparison-page.tsx'),
  'ComparisonPage',
)
export { keptPicture, pictureOfReference, useAnalysedImages } from './queries.ts'
