export { capture, type CaptureOptions } from './capture.ts'
export { demandChromium, findChromium } from './chromium.ts'
export { checkIsolation, launchBrowser } from './launch-browser.ts'
export { outcomeOf } from './page-snapshot.ts'
export type { Captured, CaptureRecord } from './types.ts'
export {
  compareCaptures,
  differingRegions,
  type Changes,
  type Comparable,
  type Points,
  type View,
} from './comparison/index.ts'
