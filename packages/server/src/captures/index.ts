export { capture, type CaptureOptions } from './capture.ts'
export { demandChromium, findChromium } from './chromium.ts'
export { captureOutcomes, defaultCaptureLimits } from './model.ts'
export type {
  Captured,
  CaptureFile,
  CaptureLimits,
  CaptureOutcome,
  CaptureRecord,
} from './model.ts'
