export * from './compiled-tables.ts'
