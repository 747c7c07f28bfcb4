// One file: whoever opens one of these pages opens the others next, and each file more costs every first load.
export { InformationRequestPage } from './information-request-page.tsx'
export { InformationRequestsPage } from './information-requests-page.tsx'
export { NewInformationRequestPage } from './new-information-request-page.tsx'
export { NewReferralPage } from './new-referral-page.tsx'
export { ReceivedReferralsHome, ReceivedReferralsPage } from './received-referrals-page.tsx'
export { ReferralPage } from './referral-page.tsx'
export { ReferralsPage } from './referrals-page.tsx'
export { ReferralStatisticsPage } from './statistics-page.tsx'
