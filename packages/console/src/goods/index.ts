import { lazyRouteComponent } from '@tanstack/react-router'
import { withMessages } from '../messages/index.ts'

// Pages that lead to each other load together: each further import costs the first page of all.
const load = () => withMessages(['codes', 'reports'], import('./pages.ts'))

export const BatchesPage = lazyRouteComponent(load, 'BatchesPage')
export const CodesPage = lazyRouteComponent(load, 'CodesPage')
export const CodePage = lazyRouteComponent(load, 'CodePage')
export const ReportsPage = lazyRouteComponent(load, 'ReportsPage')
export const ReportPage = lazyRouteComponent(load, 'ReportPage')
