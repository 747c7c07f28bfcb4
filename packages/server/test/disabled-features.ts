/** For browsers of tests, which need the pages of Chromium's address bar no more than captures do. */
export { disabledFeatures } from '../src/investigation/captures/index.ts'
