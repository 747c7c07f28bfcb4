export * from './lint-lexicon.ts'
export * from './lint-pack.ts'
