export { brakeOnPriority, brakeOnSending, restingOnBraked } from './safeguards.ts'
export { accountabilityRoutes } from './routes.ts'
export { accountabilityJob, sweepAccountability } from './sweep-notice-quality.ts'
