export { fieldKinds, type FieldKind } from './comparison/index.ts'
export * from './identifiers/index.ts'
export * from './records/index.ts'
export * from './sellers/index.ts'
