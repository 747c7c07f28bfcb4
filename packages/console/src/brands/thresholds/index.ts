import { lazyRouteComponent } from '@tanstack/react-router'
import { withMessages } from '../../messages/index.ts'

export const ThresholdsPage = lazyRouteComponent(
  () => withMessages(['catalog', 'thresholds'], import('./thresholds-page.tsx')),
  'ThresholdsPage',
)
export { readThresholdSearch } from './search.ts'
