export { startRejudging, type Progress, type Rejudging } from './rejudging.ts'
export { listingRoutes } from './routes.ts'
export { takeListing } from './service.ts'
export { Intake, type IntakeOptions } from './taking.ts'
