export * from './terms.ts'
export * from './type-tree.ts'
