import { lazyRouteComponent } from '@tanstack/react-router'
import { lazy } from 'react'
import { withMessages } from '../../messages/index.ts'

const pages = () => withMessages(['dossiers', 'networks'], import('./pages.tsx'))

export const InformationRequestPage = lazyRouteComponent(pages, 'InformationRequestPage')
export const InformationRequestsPage = lazyRouteComponent(pages, 'InformationRequestsPage')
export const NewInformationRequestPage = lazyRouteComponent(pages, 'NewInformationRequestPage')
export const NewReferralPage = lazyRouteComponent(pages, 'NewReferralPage')
export const ReceivedReferralsHome = lazyRouteComponent(pages, 'ReceivedReferralsHome')
export const ReceivedReferralsPage = lazyRouteComponent(pages, 'ReceivedReferralsPage')
export const ReferralPage = lazyRouteComponent(pages, 'ReferralPage')
export const ReferralsPage = lazyRouteComponent(pages, 'ReferralsPage')
export const ReferralStatisticsPage = lazyRouteComponent(pages, 'ReferralStatisticsPage')
export const DossiersMade = lazy(async () => ({ default: (await pages()).DossiersMade }))
export {
  readNewReferralSearch,
  readNewRequestSearch,
  readReceivedReferralSearch,
  readReferralSearch,
  readRequestSearch,
} from './search.ts'
