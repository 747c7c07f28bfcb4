export { buildEngine, openEngineStore, openEngineTables } from './engine-cache.ts'
export { readEngineFile } from './engine-file.ts'
export { compileBy } from './compile-by.ts'
