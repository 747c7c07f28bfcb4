export {
  browserEnvironment,
  captureIsolations,
  demandIsolation,
  openNamespace,
  shortfallOf,
  type CaptureIsolation,
} from './isolation.ts'
