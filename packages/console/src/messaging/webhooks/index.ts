import { lazyRouteComponent } from '@tanstack/react-router'
import { withMessages } from '../../messages/index.ts'

export { WebhookState } from './webhook-state.tsx'

export const WebhookPage = lazyRouteComponent(
  () => withMessages(['webhooks'], import('./webhook-page.tsx')),
  'WebhookPage',
)
export const WebhooksPage = lazyRouteComponent(
  () => withMessages(['webhooks'], import('./webhooks-page.tsx')),
  'WebhooksPage',
)
