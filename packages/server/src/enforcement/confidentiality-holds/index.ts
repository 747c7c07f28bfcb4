export {
  findHeldListings,
  onHoldMessage,
  onHoldSince,
  isOnHold,
  openingOfLink,
  assertNotOnHold,
  listActiveHoldIds,
  type HeldItem,
  type HoldSubject,
} from './hold-checks.ts'
export { confidentialityHoldJob } from './notify-expired-holds.ts'
export { setConfidentialityHold } from './manage-confidentiality-holds.ts'
export { confidentialityHoldRoutes } from './routes.ts'
