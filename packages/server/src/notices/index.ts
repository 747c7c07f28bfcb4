export { noticeJob } from './following.ts'
export type { NoticePorts } from './ports.ts'
export { noticeRoutes } from './routes.ts'
