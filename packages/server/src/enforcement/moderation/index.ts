export { applyItemAction } from './item-actions.ts'
export { withReceipt } from './receipt-access.ts'
export { setModerationSettings } from './settings.ts'
export { listNoticeForms } from './settings-repository.ts'
export {
  applyInternalNotifierAction,
  findSellerImage,
  readReceivedState,
  receiveNotice,
  reinstateAfterAppeal,
  loadSellerView,
  withdrawInternalNotice,
} from './notice-exchange.ts'
export type { QueueEmail } from './types.ts'
export { readStatementDraft } from './moderation-queue.ts'
export { moderationRoutes } from './routes.ts'
export type { SellerLinks } from './seller-link.ts'
export { measuresJob, reinstate } from './reinstate.ts'
