export { deliverNotice, deliverWithdrawal } from './deliver-notice.ts'
export {
  deliverReleasedWithdrawals,
  releasedWithdrawalJob,
} from './deliver-released-withdrawals.ts'
export { endExpiredMeasures, measuresJob } from './end-expired-measures.ts'
export { actOnItem, decideAppealAndReport, reportNotice } from './marketplace-actions.ts'
export { exchangeContext } from './exchange-context.ts'
export {
  findInternalMarketplaces,
  findMarketplacesOf,
  listInternalMarketplaces,
} from './marketplaces.ts'
export { performNotifierAction } from './notifier-actions.ts'
export { loadSentNotice } from './notifier-view.ts'
export { noticeExchangeRoutes } from './routes.ts'
