export * from './amend-lexicons.ts'
export * from './terms.ts'
export * from './type-tree.ts'
