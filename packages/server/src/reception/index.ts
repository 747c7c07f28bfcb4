export { actOnItem } from './acting.ts'
export { byReceipt } from './by-receipt.ts'
export { setSettings as setReception } from './house.ts'
export { openDoors } from './house-store.ts'
export {
  actForSender,
  pictureForSeller,
  receivedOf,
  receiveNotice,
  reinstateAnswered,
  shownToSeller,
  withdrawReceived,
} from './inside.ts'
export type { QueueMessage } from './model.ts'
export { readDraft } from './reading.ts'
export { receptionRoutes } from './routes.ts'
export type { SellerLinks } from './seller-link.ts'
export { measuresJob, reinstate } from './undoing.ts'
