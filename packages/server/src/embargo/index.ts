export {
  heldAmong,
  heldSentence,
  isHeld,
  isNoticeHeld,
  refuseHeld,
  standingEmbargoes,
} from './asking.ts'
export { embargoJob } from './lapsing.ts'
export { embargoRoutes } from './routes.ts'
