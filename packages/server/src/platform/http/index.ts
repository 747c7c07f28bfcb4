export { byteCount, type BodyPolicy } from './body-limits.ts'
export { actorOfRequest, createHttp } from './http.ts'
export { addRoute, type Called, type Outgoing } from './route.ts'
export {
  Moment,
  MomentPlace,
  onePlace,
  pageAsked,
  pageOf,
  readCursor,
  shownRows,
  writeCursor,
} from './cursor.ts'
export { sendDownload } from './download.ts'
export { metricsRoute } from './metrics-route.ts'
