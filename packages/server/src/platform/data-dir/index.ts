export { diskGauges } from './gauges.ts'
export {
  dataDirProblem,
  openDataDir,
  requireCompleteDataDir,
  restoringIn,
  unfinishedRestore,
} from './data-dir.ts'
export { inLanes } from './in-lanes.ts'
