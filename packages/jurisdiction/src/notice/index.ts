export * from './before-sending.ts'
export * from './elements.ts'
