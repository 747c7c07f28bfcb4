export {
  dispatchEvents,
  outboxState,
  requeueFailed,
  webhookStates,
} from './deliveries-repository.ts'
export { startDelivery, type EventDelivery, type EventDeliveryOptions } from './deliver-events.ts'
export { outboxGauges } from './gauges.ts'
export { trimEventsJob } from './jobs.ts'
export { hostOf, maxReplayed, type Webhook } from './types.ts'
export { mayManageWebhooks } from './policy.ts'
export { webhookRoutes } from './routes.ts'
export {
  addWebhook,
  disableWebhooksOf,
  removeWebhook,
  replayEvents,
  resendEvent,
  rotateSecret,
  listWebhooks,
  type WebhookSettings,
} from './manage-webhooks.ts'
