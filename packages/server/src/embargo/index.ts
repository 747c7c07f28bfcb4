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
} from './asking.ts'
export { embargoJob } from './lapsing.ts'
export { embargoRoutes } from './routes.ts'
