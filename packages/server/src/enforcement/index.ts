export { enforcementRoutes } from './routes.ts'
export { actInProceeding, beginProceeding, historyOf, readProceeding } from './service.ts'
export { maySendUnder } from './signatures.ts'
export { clockJob, sweepClocks } from './sweeping.ts'
