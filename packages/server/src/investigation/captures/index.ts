export { capture, type CaptureOptions } from './capture.ts'
export { requireChromium, findChromium } from './chromium.ts'
export { disabledFeatures } from './disabled-features.ts'
export { checkIsolation, launchBrowser, withoutDirectConnections } from './launch-browser.ts'
export { outcomeOf } from './page-snapshot.ts'
export type { CaptureResult, CaptureRecord } from './types.ts'
export {
  compareCaptures,
  differingRegions,
  type Changes,
  type Comparable,
  type PixelImage,
  type ImageComparison,
} from './comparison/index.ts'
