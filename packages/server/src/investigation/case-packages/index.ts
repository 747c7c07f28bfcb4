export { casePackageJob, casePackageSweep } from './jobs.ts'
export { makeCasePackage, type CasePackageDependencies } from './make-case-package.ts'
export { casePackageRoutes } from './routes.ts'
