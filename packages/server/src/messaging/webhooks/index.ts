export { dispatchEvents, outboxState, resendFailed, webhookStates } from './deliveries-repository.ts'
export { startDelivering, type Delivering, type DeliveringOptions } from './deliver-events.ts'
export { outboxGauges } from './gauges.ts'
export { trimmingJob } from './jobs.ts'
export { hostOf, mostReplayed, type Webhook } from './types.ts'
export { mayManageWebhooks } from './policy.ts'
export { webhookRoutes } from './routes.ts'
export {
  addWebhook,
  disableWebhooksOf,
  removeWebhook,
  replay,
  resend,
  rotateSecret,
  webhooksOf,
  type WebhookSettings,
} from './service.ts'
