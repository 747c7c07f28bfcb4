export { buildEngine, compileBy, openEngineTables } from './engine-cache.ts'
export { readEngineFile, type StoredTables } from './engine-file.ts'
