export { approveNotice, rejectNotice } from './approve-notice.ts'
export { publishNoticeEvent, sendNotice } from './send-notice.ts'
export { withdrawNotice } from './withdraw-notice.ts'
export { draftFromListings, listingsToDraft, type KnownMarketplace } from './draft-from-listings.ts'
export { isFactFor } from './goods-facts.ts'
export { listCaseTimeline } from './list-case-timeline.ts'
export { noticeJob } from './jobs.ts'
export { counselApprovalsOfNotice } from './counsel-approvals-of-notice.ts'
export { mayReachMarketplace } from './policy.ts'
export { recordReply } from './record-reply.ts'
export { runTakedownChecks } from './run-takedown-checks.ts'
export { recordDelivery, recordReport, recordWithdrawal } from './record-delivery.ts'
export { addExtract, checkExtract, listExtracts, requireReader, setSignatory } from './settings.ts'
export { noticeRoutes } from './routes.ts'
export {
  addNoticeEvent,
  checkNotice,
  conflict,
  draftNotice,
  listingsOfNotice,
  listNotices,
  loadNoticeView,
  readNotice,
  recordAudit,
  requireSender,
  requireVisibleNotice,
  type NoticeView,
} from './manage-notices.ts'
export {
  findHeldWithdrawal,
  findNotice,
  readWithdrawalReason,
  recipientsOf,
  updateRecipient,
} from './repository.ts'
export type { NoticeRow, RecipientRow } from './types.ts'
export { renderTemplate, templateFaults } from './notice-template.ts'
