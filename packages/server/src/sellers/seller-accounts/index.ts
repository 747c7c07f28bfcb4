export { ensureAccounts } from './ensure-accounts.ts'
export {
  deleteAccounts,
  deleteForgottenHubDecisions,
  lapseListings,
  pageOfStaleAccounts,
  pageOfUnseenListings,
  readStoredAccount,
  redactAccount,
  restoreSeenListings,
  type AccountCursor,
  type StaleAccount,
  type StoredAccount,
} from './retention-repository.ts'
export { accountColumns, findAccountsById, type SellerAccountRow } from './repository.ts'
export { requireAccountListings, requireVisibleAccount } from './require-account.ts'
export { filteredFields, hasAccount } from './types.ts'
