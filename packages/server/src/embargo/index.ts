export { heldAmong, heldSentence, isHeld, refuseHeld, standingEmbargoes } from './asking.ts'
export { embargoJob } from './lapsing.ts'
export { embargoRoutes } from './routes.ts'
