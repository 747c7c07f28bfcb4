import { lazyRouteComponent } from '@tanstack/react-router'

export const RetentionPage = lazyRouteComponent(
  () => import('./retention/retention-page.tsx'),
  'RetentionPage',
)
