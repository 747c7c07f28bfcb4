export { createReportCollector, type ReportCollector } from './collector.ts'
export { contentSecurityPolicy, renderReport } from './render.ts'
