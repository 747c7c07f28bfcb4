export { backUp, streamBackup, type Counts } from './backup.ts'
export type { Context, ContextActor } from './context.ts'
export { exportedQuery } from './exported-query.ts'
export { hasWords } from './has-words.ts'
export { isoMoment } from './iso-moment.ts'
export { isDeadlock, referencingTableOf, violates } from './failure.ts'
export {
  actForOrganisation,
  runPrepared,
  type ReadInTransaction,
  type Transaction,
} from './transaction.ts'
export {
  migratedStore,
  migrateStore,
  openStore,
  otherConnections,
  sizeOf,
  statusOf,
  storeStatus,
  type OpenOptions,
} from './open-store.ts'
export { packStore } from './packed-store.ts'
export { ownMigrations, readMigrations } from './migrations.ts'
export { lockFolder } from './folder-lock.ts'
export { removeOnStop } from './remove-on-stop.ts'
export { requireEmptyStore, restoreStore } from './restore.ts'
export { poolUse, type Store } from './store.ts'
export { deleteRows, type TableColumns } from './delete-rows.ts'
export { jsonTexts } from './value-conversion.ts'
export { organisationsIn } from './organisations-with-rows.ts'
export { verifyBackup } from './verify-backup.ts'
export { migratedSchemaState, schemaDifferences, schemaState } from './schema-state.ts'
export { sweepTemporaryStores, withTemporaryFolder, withTemporaryStore } from './temporary-store.ts'
