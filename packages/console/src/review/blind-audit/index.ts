import { lazyRouteComponent } from '@tanstack/react-router'
import { withMessages } from '../../messages/index.ts'

const pages = () => withMessages(['blind-audit'], import('./results-page.tsx'))

export const AnnotationPage = lazyRouteComponent(pages, 'AnnotationPage')
export const BlindAuditResultsPage = lazyRouteComponent(pages, 'BlindAuditResultsPage')
export const ErrorLedgerPage = lazyRouteComponent(pages, 'ErrorLedgerPage')
export { readBlindAuditSearch } from './search.ts'
