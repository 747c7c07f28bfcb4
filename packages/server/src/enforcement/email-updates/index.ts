export {
  actOnEmailUpdates,
  readEmailUpdates,
  removeEmailUpdates,
  requestEmailUpdates,
} from './manage-address.ts'
export { notifySellers } from './notify-sellers.ts'
export { markSeen } from './repository.ts'
export { openContact, sellerMailOf, type SellerMail } from './types.ts'
