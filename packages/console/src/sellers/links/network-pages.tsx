// One file: whoever opens one of these pages opens the others next, and each file more costs every first load.
export { NetworkPage, NetworksPage } from '../networks/index.ts'
export { LinkContestPage } from './contest-page.tsx'
export { LinkContestsPage } from './contests-page.tsx'
export { HubsPage } from './hubs-page.tsx'
export { LinkModelPage } from './model-page.tsx'
export { LinkReviewPage } from './review-page.tsx'
