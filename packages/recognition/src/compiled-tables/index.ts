export * from './compiled-tables.ts'
export * from './string-table.ts'
