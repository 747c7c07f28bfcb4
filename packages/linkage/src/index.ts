export { fieldKinds, type FieldKind } from './comparison/index.ts'
export * from './identifiers/index.ts'
export * from './networks/index.ts'
export {
  linkRecords,
  type FieldPlan,
  type LinkedRecords,
  type LinkRecordsOptions,
  type RecordLink,
  type RecordNetwork,
  type RecordReason,
  type TableRecord,
} from './records/index.ts'
export * from './review/index.ts'
export * from './sellers/index.ts'
