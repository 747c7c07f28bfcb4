export { actorOfRequest, createHttp } from './http.ts'
export { addRoute, type Called, type Outgoing } from './route.ts'
export { MomentPlace, pageOf, readCursor, writeCursor } from './cursor.ts'
export { metricsRoute } from './metrics-route.ts'
