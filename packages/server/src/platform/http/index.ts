export { actorOfRequest, createHttp } from './http.ts'
