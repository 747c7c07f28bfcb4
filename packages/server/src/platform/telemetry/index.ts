export { createLog, type Log } from './log.ts'
export { createMetrics, type GaugeOptions, type GaugeValue, type Metrics } from './metrics.ts'
export { tellListingTaken, tellOfferScreened } from './observations.ts'
