import { lazyRouteComponent } from '@tanstack/react-router'
import { withLaterWords } from '../../messages/index.ts'

export { WebhookState } from './webhook-state.tsx'

export const WebhookPage = lazyRouteComponent(
  () => withLaterWords(import('./webhook-page.tsx')),
  'WebhookPage',
)
export const WebhooksPage = lazyRouteComponent(
  () => withLaterWords(import('./webhooks-page.tsx')),
  'WebhooksPage',
)
