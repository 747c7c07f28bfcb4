export { capture, type CaptureOptions } from './capture.ts'
export { demandChromium, findChromium } from './chromium.ts'
export { checkIsolation, launchBrowser } from './launch-browser.ts'
export { outcomeOf } from './looking.ts'
export type { Captured, CaptureRecord } from './model.ts'
export {
  compareCaptures,
  differingRegions,
  type Changes,
  type Comparable,
  type Points,
  type View,
} from './comparing/index.ts'
