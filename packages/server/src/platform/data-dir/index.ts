export {
  dataDirProblem,
  openDataDir,
  requireCompleteDataDir,
  restoringIn,
  unfinishedRestore,
} from './data-dir.ts'
