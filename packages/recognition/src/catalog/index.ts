export * from './disguises.ts'
export * from './known-brands.ts'
