export { noticeJob } from './following.ts'
export type { ClearedBy, NoticePorts, ReceivedState, Reception, SentEvidence } from './ports.ts'
export { noticeRoutes } from './routes.ts'
