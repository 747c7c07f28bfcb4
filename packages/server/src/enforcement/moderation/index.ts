export { actOnItem } from './item-actions.ts'
export { byReceipt } from './receipt-access.ts'
export { setSettings as setReception } from './settings.ts'
export { openDoors } from './settings-repository.ts'
export {
  actForSender,
  pictureForSeller,
  receivedOf,
  receiveNotice,
  reinstateAnswered,
  shownToSeller,
  withdrawReceived,
} from './notice-exchange.ts'
export type { QueueMessage } from './types.ts'
export { readDraft } from './moderation-queue.ts'
export { receptionRoutes } from './routes.ts'
export type { SellerLinks } from './seller-link.ts'
export { measuresJob, reinstate } from './reinstate.ts'
