export { plainDocument } from './plain-document.ts'
export { evidenceReport } from './report.ts'
