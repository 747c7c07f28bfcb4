export { dataDirProblem, openDataDir } from './data-dir.ts'
