export { writeIdentifiers } from './write-identifiers.ts'
