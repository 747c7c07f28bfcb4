import { lazyRouteComponent } from '@tanstack/react-router'
import { withMessages } from '../../messages/index.ts'

export { ImageFindings } from './image-findings.tsx'
export { readBankSearch } from './bank-search.ts'

export const ReferenceImagesPage = lazyRouteComponent(
  () => withMessages(['catalog', 'claims', 'images'], import('./reference-images-page.tsx')),
  'ReferenceImagesPage',
)
export const ReferenceImagePage = lazyRouteComponent(
  () => withMessages(['images'], import('./reference-image-page.tsx')),
  'ReferenceImagePage',
)
export const ComparisonPage = lazyRouteComponent(
  () => withMessages(['images'], import('./image-comparison-page.tsx')),
  'ComparisonPage',
)
export { keptPicture, pictureOfReference, useAnalysedImages } from './queries.ts'
