export { dataDirProblem, openDataDir, restoringIn, unfinishedRestore } from './data-dir.ts'
