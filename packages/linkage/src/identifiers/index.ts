export {
  findIdentifiers,
  findInText,
  type FindOptions,
  type Occurrence,
} from './find-identifiers.ts'
export {
  identifierTypes,
  type FoundIdentifier,
  type IdentifierType,
  type ReadingContext,
} from './found-identifier.ts'
