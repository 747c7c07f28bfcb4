import { lazyRouteComponent } from '@tanstack/react-router'
import { withMessages } from '../messages/index.ts'

// Pages that lead to each other load together: each further import costs the first page of all.
const load = () => withMessages(['alerts', 'codes', 'reports'], import('./pages.ts'))

export const AlertsPage = lazyRouteComponent(load, 'AlertsPage')
export const BatchesPage = lazyRouteComponent(load, 'BatchesPage')
export const CodesPage = lazyRouteComponent(load, 'CodesPage')
export const CodePage = lazyRouteComponent(load, 'CodePage')
export const ReportsPage = lazyRouteComponent(load, 'ReportsPage')
export const ReportPage = lazyRouteComponent(load, 'ReportPage')
