export { brakeOnPriority, brakeOnSending, restingOnBraked } from './asking.ts'
export { accountabilityRoutes } from './routes.ts'
export { accountabilityJob, sweepAccountability } from './sweeping.ts'
