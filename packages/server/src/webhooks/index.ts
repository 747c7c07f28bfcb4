export { dispatchEvents, outboxState, resendFailed, webhookStates } from './delivery-store.ts'
export { startDelivering, type Delivering, type DeliveringOptions } from './delivering.ts'
export { outboxGauges } from './gauges.ts'
export { trimmingJob } from './jobs.ts'
export { hostOf, mostReplayed, type Webhook } from './model.ts'
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
