export * from './lint-amendments.ts'
export * from './lint-lexicon.ts'
export * from './lint-pack.ts'
export * from './term-rates.ts'
