export {
  browserEnvironment,
  requireIsolation,
  openNamespace,
  shortfallOf,
  type Shortfall,
} from './isolation.ts'
export { suggestFix } from './suggest-fix.ts'
