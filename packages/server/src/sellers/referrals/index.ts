export { referralPackageJob, referralPackageSweep } from './jobs.ts'
export { makeReferralPackage, type ReferralDependencies } from './make-referral-package.ts'
export { referralRoutes } from './routes.ts'
