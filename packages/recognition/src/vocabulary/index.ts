export * from './amend.ts'
export * from './terms.ts'
export * from './type-tree.ts'
