export {
  heldAmong,
  heldSentence,
  heldSince,
  isHeld,
  openingOfLink,
  refuseHeld,
  standingEmbargoes,
  type HeldItem,
  type HeldThing,
} from './hold-checks.ts'
export { embargoJob } from './notify-expired-holds.ts'
export { embargoRoutes } from './routes.ts'
