export * from './disguises.ts'
export * from './known-brands.ts'
export * from './look-alike-forms.ts'
