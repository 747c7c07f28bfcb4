export * from './settle-brands.ts'
export * from './image-evidence.ts'
