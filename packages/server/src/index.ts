export * from './app/api/index.ts'
export {
  BackupFolder,
  chooseBackup,
  readBackupKey,
  restoreBackup,
  verifyBackupSet,
} from './app/backups/index.ts'
export * from './access/audit/index.ts'
export { checkIsolation, findChromium } from './investigation/captures/index.ts'
export * from './brands/catalog/index.ts'
export * from './brands/claims/index.ts'
export * from './access/organisations/index.ts'
export { keyProblem, keyStates, type KeyState } from './access/installation-keys/index.ts'
export { readListingPage } from './listings/imports/index.ts'
export type { EngineParts, EngineStore } from './listings/screening/index.ts'
export * from './app/command-operations/index.ts'
export * from './access/users/index.ts'
export * from './platform/config/index.ts'
export { probeBucket } from './platform/blobs/index.ts'
export { dataDirProblem } from './platform/data-dir/index.ts'
export {
  migrateStore,
  migratedSchemaState,
  openStore,
  restoreStore,
  schemaDifferences,
  schemaState,
  storeStatus,
  verifyBackup,
  type Store,
} from './platform/db/index.ts'
export * from './platform/errors/index.ts'
export { SampleMarket } from './demo/market/index.ts'
export { signInsFile, type SampleProgress, type SampleSignIns } from './demo/sample/index.ts'
export * from './messaging/webhooks/index.ts'
export { loadPackages, openConnector } from './watches/connector-packages/index.ts'
export { browserRenderer } from './watches/browser-visits/index.ts'
export { Gate, ownTurns } from './watches/gate/index.ts'
export { readRobots } from './watches/robots/index.ts'
export { Spending, walkSite, type Budget, type WalkReport } from './watches/runs/index.ts'
