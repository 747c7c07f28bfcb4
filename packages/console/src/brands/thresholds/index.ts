import { lazyRouteComponent } from '@tanstack/react-router'

export const ThresholdsPage = lazyRouteComponent(
  () => import('./thresholds-page.tsx'),
  'ThresholdsPage',
)
export { readThresholdSearch } from './search.ts'
