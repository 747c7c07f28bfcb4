import { lazyRouteComponent } from '@tanstack/react-router'
import { withMessages } from '../../messages/index.ts'

export { WebhookState } from './webhook-state.tsx'

export const WebhookPage = lazyRouteComponent(
  () => withMessages(['appeals', 'notices', 'webhooks'], import('./webhook-page.tsx')),
  'WebhookPage',
)
export const WebhooksPage = lazyRouteComponent(
  () => withMessages(['appeals', 'notices', 'webhooks'], import('./webhooks-page.tsx')),
  'WebhooksPage',
)
