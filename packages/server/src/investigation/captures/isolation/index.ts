export {
  browserEnvironment,
  demandIsolation,
  openNamespace,
  shortfallOf,
  type Shortfall,
} from './isolation.ts'
export { suggestFix } from './suggest-fix.ts'
