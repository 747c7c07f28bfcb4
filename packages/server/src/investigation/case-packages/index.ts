export { casePackageJob, casePackageSweep } from './jobs.ts'
export { makeCasePackage } from './make-case-package.ts'
export { casePackageRoutes } from './routes.ts'
