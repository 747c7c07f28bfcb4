export * from './regime-table.ts'
