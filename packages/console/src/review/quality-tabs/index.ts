export { QualityTabs } from './quality-tabs.tsx'
