export * from './known-brand.ts'
export * from './known-brands.ts'
export { formsOf } from './merge-brand.ts'
