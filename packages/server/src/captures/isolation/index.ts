export { browserEnvironment, demandIsolation, openNamespace, shortfallOf } from './isolation.ts'
export { suggestFix } from './suggest-fix.ts'
