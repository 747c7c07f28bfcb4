import { lazyRouteComponent } from '@tanstack/react-router'
import { withMessages } from '../messages/index.ts'

export { readCodeSearch, readReportSearch } from './search.ts'

export const BatchesPage = lazyRouteComponent(
  () => withMessages(['codes'], import('./codes/batches-page.tsx')),
  'BatchesPage',
)
export const CodesPage = lazyRouteComponent(
  () => withMessages(['codes'], import('./codes/codes-page.tsx')),
  'CodesPage',
)
export const CodePage = lazyRouteComponent(
  () => withMessages(['codes'], import('./codes/code-page.tsx')),
  'CodePage',
)
export const ReportsPage = lazyRouteComponent(
  () => withMessages(['codes', 'reports'], import('./reports/reports-page.tsx')),
  'ReportsPage',
)
export const ReportPage = lazyRouteComponent(
  () => withMessages(['codes', 'reports'], import('./reports/report-page.tsx')),
  'ReportPage',
)
