export { openPages, type Pages, type Style } from './pages.ts'
export { plainDocument } from './plain-document.ts'
export { evidenceReport } from './report.ts'
