export { conditionWords } from './condition-text.ts'
export * from './regime-table.ts'
