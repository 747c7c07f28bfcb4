/** For browsers of tests, which, like captures, do not need the pages of Chromium's address bar. */
export { disabledFeatures } from '../src/investigation/captures/index.ts'
