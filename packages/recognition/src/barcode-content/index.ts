export { contactOf, identifiersIn, type Identifier } from './identifiers.ts'
export { gtinOf, wholeGtin } from './gtin.ts'
