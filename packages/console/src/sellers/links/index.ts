import { lazyRouteComponent } from '@tanstack/react-router'
import { withMessages } from '../../messages/index.ts'

const pages = () => withMessages(['networks', 'sellers'], import('./network-pages.tsx'))

export const HubsPage = lazyRouteComponent(pages, 'HubsPage')
export const LinkContestPage = lazyRouteComponent(pages, 'LinkContestPage')
export const LinkContestsPage = lazyRouteComponent(pages, 'LinkContestsPage')
export const LinkModelPage = lazyRouteComponent(pages, 'LinkModelPage')
export const LinkReviewPage = lazyRouteComponent(pages, 'LinkReviewPage')
export const NetworkPage = lazyRouteComponent(pages, 'NetworkPage')
export const NetworksPage = lazyRouteComponent(pages, 'NetworksPage')
export { readContestsSearch, readNetworkSearch, readReviewSearch } from './search.ts'
