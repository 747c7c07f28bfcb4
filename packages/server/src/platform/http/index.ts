export { isAnsweredOnce } from './answer-once.ts'
export { byteCount, type BodyPolicy } from './body-limits.ts'
export { actorOfRequest, createHttp } from './http.ts'
export { addRoute, type RouteInput, type Outgoing } from './route.ts'
export {
  Moment,
  TimeCursor,
  valueCursor,
  toPageQuery,
  pageOf,
  readCursor,
  rowsOfPage,
  writeCursor,
} from './cursor.ts'
export { serverAddress, type ServerAddress } from './server-address.ts'
export { sendDownload } from './download.ts'
export { assertStorable } from './unstorable-text.ts'
export { metricsRoute } from './metrics-route.ts'
