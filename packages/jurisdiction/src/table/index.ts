export { conditionWords } from './condition-words.ts'
export * from './regime-table.ts'
