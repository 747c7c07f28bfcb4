import { lazyRouteComponent } from '@tanstack/react-router'
import { withMessages } from '../messages/index.ts'

// Pages that lead to each other load together: each further import costs the first page of all.
const codes = () => withMessages(['codes'], import('./codes/pages.ts'))
const reports = () => withMessages(['codes', 'reports'], import('./reports/pages.ts'))

export const BatchesPage = lazyRouteComponent(codes, 'BatchesPage')
export const CodesPage = lazyRouteComponent(codes, 'CodesPage')
export const CodePage = lazyRouteComponent(codes, 'CodePage')
export const ReportsPage = lazyRouteComponent(reports, 'ReportsPage')
export const ReportPage = lazyRouteComponent(reports, 'ReportPage')
