import { lazyRouteComponent } from '@tanstack/react-router'
import { withLaterWords } from '../../messages/index.ts'

export const CapturesPage = lazyRouteComponent(
  () => withLaterWords(import('./captures-page.tsx')),
  'CapturesPage',
)
export const CapturePage = lazyRouteComponent(
  () => withLaterWords(import('./capture-page.tsx')),
  'CapturePage',
)
export const CaptureComparisonPage = lazyRouteComponent(
  () => withLaterWords(import('./capture-comparison-page.tsx')),
  'CaptureComparisonPage',
)
