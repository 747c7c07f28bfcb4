export { issueFile } from './issue-file.ts'
export { addListedSerials } from './add-listed-serials.ts'
export { findIssuedUnit, findUnit, hasIssuedCodes, type Unit } from './find-unit.ts'
export {
  issueBatch,
  listSerials,
  requireBatch,
  requireIssuingActor,
  requireReadingActor,
  toBatchView,
} from './issue-batch.ts'
export { abandonedBatchesJob } from './jobs.ts'
export { findBatchByName, updateBatchState } from './repository.ts'
export { batchRoutes } from './routes.ts'
export { linkOf } from './unit-serials.ts'
