export * from './bit-set.ts'
export * from './fold.ts'
export * from './phrases.ts'
export { editDistance } from './edit-distance.ts'
