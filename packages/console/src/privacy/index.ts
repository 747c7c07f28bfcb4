import { lazyRouteComponent } from '@tanstack/react-router'
import { withMessages } from '../messages/index.ts'

export const RetentionPage = lazyRouteComponent(
  () => withMessages(['retention', 'users'], import('./retention/retention-page.tsx')),
  'RetentionPage',
)
