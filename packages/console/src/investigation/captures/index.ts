import { lazyRouteComponent } from '@tanstack/react-router'
import { withMessages } from '../../messages/index.ts'

export const CapturesPage = lazyRouteComponent(
  () => withMessages(['captures', 'cases'], import('./captures-page.tsx')),
  'CapturesPage',
)
export const CapturePage = lazyRouteComponent(
  () => withMessages(['captures', 'cases', 'stored-sentences'], import('./capture-page.tsx')),
  'CapturePage',
)
export const CaptureComparisonPage = lazyRouteComponent(
  () => withMessages(['captures'], import('./capture-comparison-page.tsx')),
  'CaptureComparisonPage',
)
