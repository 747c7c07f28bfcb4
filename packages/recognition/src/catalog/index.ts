export * from './known-brands.ts'
