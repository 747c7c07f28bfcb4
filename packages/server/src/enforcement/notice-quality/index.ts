export {
  findPrioritySafeguard,
  findSendingSafeguard,
  findListingsUnderSafeguard,
} from './safeguards.ts'
export { noticeQualityRoutes } from './routes.ts'
export { noticeQualityJob, sweepNoticeQuality } from './sweep-notice-quality.ts'
