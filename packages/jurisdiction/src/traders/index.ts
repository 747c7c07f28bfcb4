export * from './traders.ts'
