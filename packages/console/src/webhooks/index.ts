import { lazyRouteComponent } from '@tanstack/react-router'

export { WebhookState } from './webhook-state.tsx'

export const WebhookPage = lazyRouteComponent(() => import('./webhook-page.tsx'), 'WebhookPage')
export const WebhooksPage = lazyRouteComponent(() => import('./webhooks-page.tsx'), 'WebhooksPage')
