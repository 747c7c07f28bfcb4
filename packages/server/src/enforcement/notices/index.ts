export { sendNotice, withdrawNotice } from './send-notice.ts'
export { noticeJob } from './reminders.ts'
export {
  refreshInternalStates,
  deliverInternalNotices,
  findInternalMarketplaces,
} from './internal-delivery.ts'
export { addExtract, checkExtract, listExtracts, setSignatory } from './settings.ts'
export type { NoticePorts } from './ports.ts'
export { noticeRoutes } from './routes.ts'
export { draftNotice, listNotices, readNotice } from './service.ts'
