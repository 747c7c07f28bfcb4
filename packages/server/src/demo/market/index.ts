export { SampleMarket } from './market-pages.ts'
