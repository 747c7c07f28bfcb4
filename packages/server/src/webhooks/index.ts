export { startDelivering, type Delivering, type DeliveringOptions } from './delivering.ts'
export { outboxGauges } from './gauges.ts'
export { trimmingJob } from './jobs.ts'
export type { Webhook } from './model.ts'
export { webhookRoutes } from './routes.ts'
export {
  addWebhook,
  removeWebhook,
  replay,
  resend,
  rotateSecret,
  webhooksOf,
  type WebhookSettings,
} from './service.ts'
