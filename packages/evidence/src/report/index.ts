export { evidenceReport } from './report.ts'
