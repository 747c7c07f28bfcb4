export { maskIdentifier } from './mask-identifier.ts'
export { findIdentifiers, type IdentifierRow } from './repository.ts'
export { identifierRoutes } from './routes.ts'
export { purposeOf, writeIdentifiers } from './write-identifiers.ts'
