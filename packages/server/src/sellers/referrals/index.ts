export { referralPackageJob, referralPackageSweep } from './jobs.ts'
export { laterExculpationsJob } from './note-later-exculpations.ts'
export { makeReferralPackage, type ReferralDependencies } from './make-referral-package.ts'
export { referralRoutes } from './routes.ts'
