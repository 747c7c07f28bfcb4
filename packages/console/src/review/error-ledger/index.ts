import { lazyRouteComponent } from '@tanstack/react-router'
import { withMessages } from '../../messages/index.ts'

const pages = () => withMessages(['blind-audit'], import('./ledger-pages.tsx'))

export const ErrorLedgerPage = lazyRouteComponent(pages, 'ErrorLedgerPage')
export const PublicErrorLedgerPage = lazyRouteComponent(pages, 'PublicErrorLedgerPage')
